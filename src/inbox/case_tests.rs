//! Plays the case files against real folders, once with events and once without: the outcome must be the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rustix::fs::{CWD, FileType, Mode as Bits, mknodat};
use serde::Deserialize;

use crate::clock;
use crate::disk;
use crate::inbox::look::Look;
use crate::inbox::settings::{Mode, Settings};

use super::World;

/// One file of `tests/cases/inbox`. All times are seconds; paths are below the inbox.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// What people and programs do, for whoever reads a failure.
    about: String,
    #[serde(default)]
    ready_marker: String,
    /// The folders that are taken, and when the first look may take them.
    settled: BTreeMap<String, f64>,
    /// Where the earliest moment is another one without events.
    #[serde(default)]
    polled: BTreeMap<String, f64>,
    at: Vec<Step>,
}

/// What happens at one moment, in the order of the fields, and what the look after it says.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Step {
    secs: f64,
    unmount: bool,
    mount: bool,
    /// `false` takes the marker away, `true` brings it back.
    marker: Option<bool>,
    folders: Vec<PathBuf>,
    /// Sizes in bytes; a file that is there is written anew.
    write: BTreeMap<PathBuf, usize>,
    append: BTreeMap<PathBuf, usize>,
    /// Seconds from now, to which times of writing are set.
    written: BTreeMap<PathBuf, i64>,
    /// Files opened for writing, and closed.
    open: Vec<PathBuf>,
    close: Vec<PathBuf>,
    rename: Vec<(PathBuf, PathBuf)>,
    remove: Vec<PathBuf>,
    link: BTreeMap<PathBuf, PathBuf>,
    fifo: Vec<PathBuf>,
    /// A folder with one file of so many bytes, moved in whole.
    drop: BTreeMap<PathBuf, usize>,
    /// A row is written for the folder; with its claim the folder is gone.
    row: Vec<String>,
    claim: Vec<String>,
    /// Name and reason of all that waits.
    waits: Option<BTreeMap<String, String>>,
    loose: Option<Vec<String>>,
    away: bool,
}

/// How long after the earliest moment a look without events comes at the latest.
const POLL: f64 = 5.0;
/// After the last step, past the longest wait of any case.
const LONGEST: f64 = 15.0;

struct Play {
    world: World,
    mode: Mode,
    began: std::time::Instant,
    at: f64,
    open: BTreeMap<PathBuf, File>,
    rows: BTreeSet<String>,
    settled: BTreeMap<String, f64>,
    cookies: usize,
}

impl Play {
    fn path(&self, path: &Path) -> PathBuf {
        self.world.root.path().join("inbox").join(path)
    }

    fn act(&mut self, step: &Step) {
        let (inbox, elsewhere) = (self.path(Path::new("")), self.world.root.path().join("elsewhere"));
        disk::make_dir(&elsewhere).unwrap();
        if step.unmount {
            disk::rename(&inbox, &elsewhere.join("unmounted")).unwrap();
            disk::make_dir(&inbox).unwrap();
        }
        if step.mount {
            disk::remove_tree(&inbox).unwrap();
            disk::rename(&elsewhere.join("unmounted"), &inbox).unwrap();
        }
        let (here, away) = (inbox.join(".reeldrop"), elsewhere.join("marker"));
        match step.marker {
            Some(true) => disk::rename(&away, &here).unwrap(),
            Some(false) => disk::rename(&here, &away).unwrap(),
            None => {}
        }
        self.fill(step);
        for (from, to) in &step.rename {
            disk::rename(&self.path(from), &self.path(to)).unwrap();
        }
        for path in step.remove.iter().map(|path| self.path(path)) {
            if path.is_dir() { disk::remove_tree(&path).unwrap() } else { disk::remove_file(&path).unwrap() }
        }
        for (link, to) in &step.link {
            symlink(to, self.path(link)).unwrap();
        }
        for path in &step.fifo {
            mknodat(CWD, self.path(path), FileType::Fifo, Bits::RUSR, 0).unwrap();
        }
        for (name, size) in &step.drop {
            let folder = elsewhere.join("dropped");
            disk::make_dir(&folder).unwrap();
            disk::write_whole(&folder.join("notes.txt"), &vec![b'x'; *size]).unwrap();
            disk::rename(&folder, &self.path(name)).unwrap();
        }
        self.rows.extend(step.row.iter().cloned());
        for name in &step.claim {
            disk::remove_tree(&self.path(Path::new(name))).unwrap();
            self.rows.remove(name);
        }
    }

    fn fill(&mut self, step: &Step) {
        for folder in &step.folders {
            disk::make_dir(&self.path(folder)).unwrap();
        }
        let written = step.write.iter().map(|it| (it, false)).chain(step.append.iter().map(|it| (it, true)));
        for ((path, size), append) in written {
            let path = self.path(path);
            disk::make_dir(disk::parent(&path)).unwrap();
            let options = &mut File::options();
            let file = options.create(true).write(true).truncate(!append).append(append).open(&path).unwrap();
            std::io::Write::write_all(&mut &file, &vec![b'x'; *size]).unwrap();
        }
        for (path, secs) in &step.written {
            let since_1970 = (clock::now().as_second() + secs).unsigned_abs();
            let file = File::options().append(true).open(self.path(path)).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970)).unwrap();
        }
        for path in &step.open {
            let file = File::options().append(true).open(self.path(path)).unwrap();
            self.open.insert(path.clone(), file);
        }
        step.close.iter().for_each(|path| drop(self.open.remove(path)));
    }

    /// Until everything that happened has been heard: events come in order, so a last one says it of all.
    fn hear(&mut self) {
        self.cookies += 1;
        let name = format!(".cookie-{}", self.cookies);
        disk::make_dir(&self.path(Path::new(&name))).unwrap();
        let deadline = clock::instant() + Duration::from_secs(20);
        while !format!("{:?}", self.world.inbox).contains(&name) {
            assert!(clock::instant() < deadline, "an event");
            std::thread::park_timeout(Duration::from_millis(1));
        }
    }

    fn look(&mut self) -> Look {
        self.world.now = self.began + Duration::from_secs_f64(self.at);
        let rows = self.rows.clone();
        let look = self.world.look_but(0.0, |name| rows.contains(&*name.to_string_lossy()));
        for listing in &look.settled {
            self.settled.entry(listing.name.to_string_lossy().into_owned()).or_insert(self.at);
        }
        look
    }
}

impl Case {
    fn play(&self, mode: Mode, what: &str) {
        let world = World::with(Settings { mode, ready_marker: self.ready_marker.clone(), ..Settings::default() });
        let began = world.now;
        let (open, rows, settled) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        let mut play = Play { world, mode, began, at: 0.0, open, rows, settled, cookies: 0 };
        play.look(); // an empty inbox, so that nothing lay there before
        let (mut steps, mut due) = (self.at.iter().peekable(), 0.0);
        let end = self.at.iter().map(|step| step.secs).fold(0.0, f64::max) + LONGEST;
        while play.at < end {
            let step = steps.next_if(|step| step.secs <= due);
            play.at = step.map_or(due, |step| step.secs);
            if let Some(step) = step {
                play.act(step);
                let woken = play.world.inbox.watching().is_some_and(|how| how.word() == "events") && !step.unmount;
                if woken {
                    play.hear();
                }
                // Without events nobody looks before it is time.
                if !woken && step.loose.is_none() && !step.away {
                    continue;
                }
            }
            let look = play.look();
            if let Some(step) = step {
                step.check(&look, play.mode, &format!("{what} at {} s", step.secs));
            }
            due = play.at + look.next_look.as_secs_f64().max(0.001);
        }
        self.compare(&play, what);
    }

    fn compare(&self, play: &Play, what: &str) {
        let found: BTreeSet<&String> = play.settled.keys().collect();
        assert_eq!(found, self.settled.keys().collect(), "{what}: {}", self.about);
        // Whoever waits for an inbox to come back polls.
        let was_away = self.at.iter().any(|step| step.away);
        for (name, found) in &play.settled {
            let (wanted, slack) = match play.mode {
                Mode::Events if !was_away => (self.settled[name], 0.001),
                _ => (self.polled.get(name).copied().unwrap_or(self.settled[name]), POLL + 0.001),
            };
            let late = found - wanted;
            assert!((-0.001..slack).contains(&late), "{what}: {}: {name:?} after {found} s, not {wanted}", self.about);
        }
    }
}

impl Step {
    /// What a folder waits for is said by the look after; without events that may be a later one.
    fn check(&self, look: &Look, mode: Mode, what: &str) {
        assert_eq!(look.away.is_some(), self.away, "{what}: {:?}", look.away);
        if let Some(waits) = self.waits.as_ref().filter(|_| mode == Mode::Events) {
            let said = look.waiting.iter().map(|it| (it.name.to_string_lossy().into_owned(), it.reason.to_string()));
            assert_eq!(said.collect::<BTreeMap<_, _>>(), *waits, "{what}");
        }
        if let Some(loose) = &self.loose {
            let lying: Vec<_> = look.loose_files.iter().map(|name| name.to_string_lossy()).collect();
            assert_eq!(lying, *loose, "{what}");
        }
    }
}

#[test]
fn every_case_ends_the_same_with_events_and_without() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/inbox");
    let (mut played, mut failed) = (0, Vec::new());
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().display().to_string();
        let text = std::fs::read_to_string(&path).unwrap();
        let case: Case = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for mode in [Mode::Events, Mode::Poll] {
            let what = format!("{name}, {mode:?}");
            failed.extend(catch_unwind(|| case.play(mode, &what)).is_err().then_some(what));
        }
        played += 1;
    }
    assert!(failed.is_empty(), "{failed:?}");
    assert!(played >= 20, "only {played} cases found");
}

#[test]
fn every_name_that_a_disk_allows_is_noticed_and_forgotten_with_events_and_without() {
    let long = "x".repeat(255);
    let names: [&[u8]; 10] = [
        "Caf\u{e9}".as_bytes(),
        "Cafe\u{301}".as_bytes(),
        "\u{1f3d6}\u{fe0f}".as_bytes(),
        b"two\nlines",
        b"-rf",
        long.as_bytes(),
        b"latin-\xe9",
        b" ",
        b"a\x1b[31m\x07",
        b"\xff\xfe",
    ];
    let mut names = names.map(OsStr::from_bytes);
    names.sort_unstable();
    for mode in [Mode::Events, Mode::Poll] {
        let mut world = World::with(Settings { mode, ..Settings::default() });
        world.look_after(0.0);
        let entries: Vec<PathBuf> = names.iter().map(|name| world.root.path().join("inbox").join(name)).collect();
        for entry in &entries {
            disk::make_dir(entry).unwrap();
            disk::write_whole(&entry.join("notes.txt"), b"x").unwrap();
        }
        assert_eq!(world.look_after(30.0).waiting.len(), names.len(), "{mode:?}");
        let look = world.look_after(3.0);
        assert_eq!(super::settled(&look), names, "{mode:?}");
        for entry in &entries {
            disk::remove_tree(entry).unwrap();
        }
        let look = world.look_after(30.0);
        assert_eq!((look.settled.len(), look.waiting.len()), (0, 0), "{mode:?}");
    }
}
