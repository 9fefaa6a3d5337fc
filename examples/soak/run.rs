//! The soak: start, kill, look where it was hit, again; at the end every folder is accounted for.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reeldrop::clock;
use reeldrop::control;
use reeldrop::store::Store;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

use super::people::{Consumer, Dropper, Fate, Place};

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    pub kills: u64,
    pub folders: usize,
    pub films: usize,
    pub set_aside: usize,
    /// Folders of which there is neither a film nor a place in `failed`, or whose pictures are gone.
    pub lost: Vec<String>,
    /// Films that came out twice, and folders that are in two places.
    pub duplicated: Vec<String>,
    /// Films that were not whole under their final name.
    pub torn: Vec<String>,
    /// What the job in hand was about to do when the daemon was killed.
    pub hit: BTreeMap<String, u64>,
}

impl Report {
    pub fn is_clean(&self) -> bool {
        self.lost.is_empty() && self.duplicated.is_empty() && self.torn.is_empty()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} kills, {} folders: {} films, {} set aside",
            self.kills, self.folders, self.films, self.set_aside
        )?;
        writeln!(f, "lost {}, duplicated {}, torn {}", self.lost.len(), self.duplicated.len(), self.torn.len())?;
        for (what, names) in [("lost", &self.lost), ("duplicated", &self.duplicated), ("torn", &self.torn)] {
            names.iter().try_for_each(|name| writeln!(f, "  {what}: {name}"))?;
        }
        let hits: Vec<String> = self.hit.iter().map(|(stage, times)| format!("{stage} {times}")).collect();
        write!(f, "hit while: {}", hits.join(", "))
    }
}

/// Frames of every film: one picture for a fifth of a second.
const FRAMES: u32 = 6;
/// The daemon lives at most so long.
const LONGEST_LIFE: u64 = 350;
/// One kill in so many is preceded by somebody who calls the newest job off.
const CALLED_OFF: u64 = 12;

/// `program` begins the command line of a reeldrop.
pub fn run(kills: u64, seed: u64, program: &dyn Fn() -> Command) -> Report {
    let root = tempfile::tempdir().expect("a temporary folder");
    let place = Place(root.path().to_owned());
    configure(&place);
    let mut soak = Soak {
        dropper: Dropper::new(place.clone()),
        consumer: Consumer::new(place.clone(), FRAMES),
        dice: Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
        report: Report::default(),
        place,
        program,
    };
    for _ in 0..kills {
        soak.one_life();
    }
    soak.finish();
    soak.account()
}

fn configure(place: &Place) {
    let root = place.0.display();
    let text = format!(
        "state_dir = '{root}/state'\n[video]\nresolution = '480p'\nquality = 'draft'\nseconds_per_image = 0.2\n\
         transition = 'cut'\nmotion = 'static'\n[retry]\nbase_secs = 0.02\nmax_secs = 0.1\n[limits]\nmin_free_disk_mb = 0\n\
         [[watch]]\ninbox = '{root}/inbox'\noutbox = '{root}/outbox'\narchive = '{root}/archive'\nfailed = '{root}/failed'\n\
         settle_secs = 0.05\nrescan_secs = 1\n"
    );
    fs::write(place.at("config.toml"), text).expect("a new file");
}

struct Soak<'a> {
    place: Place,
    program: &'a dyn Fn() -> Command,
    dropper: Dropper,
    consumer: Consumer,
    dice: Dice,
    report: Report,
}

impl Soak<'_> {
    fn daemon(&self) -> Child {
        let log = File::options().create(true).append(true).open(self.place.at("log")).expect("a log");
        let mut command = (self.program)();
        command.arg("--config").arg(self.place.at("config.toml")).arg("run");
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        command.spawn().expect("a daemon")
    }

    /// A daemon lives for a while, and is killed: alone, or with its renderer.
    fn one_life(&mut self) {
        let mut daemon = self.daemon();
        let end = clock::instant() + Duration::from_millis(self.dice.below(LONGEST_LIFE));
        self.go_on_until(end);
        if self.dice.below(CALLED_OFF) == 0 {
            self.call_off();
        }
        let pid = Pid::from_child(&daemon);
        let killed = if self.dice.below(2) == 0 {
            kill_process(pid, Signal::KILL)
        } else {
            kill_process_group(pid, Signal::KILL)
        };
        killed.expect("the daemon is there to be killed");
        daemon.wait().expect("it ends");
        self.report.kills += 1;
        *self.report.hit.entry(self.struck()).or_default() += 1;
    }

    fn go_on_until(&mut self, end: Instant) {
        while clock::instant() < end {
            self.dropper.keep_dropping();
            self.consumer.take();
            std::thread::park_timeout(Duration::from_millis(1));
        }
    }

    fn call_off(&mut self) {
        let state = self.place.at("state");
        let Ok(jobs) = Store::open(&state).and_then(|store| store.live()) else { return };
        if let Some(job) = jobs.last()
            && control::cancel(&state, job.id).is_ok()
            && let Some(fate @ Fate::Film) = self.dropper.dropped.get_mut(&job.name)
        {
            *fate = Fate::Either;
        }
    }

    /// What the job in hand was about to do.
    fn struck(&self) -> String {
        let state = self.place.at("state");
        let sign = fs::read(state.join("daemon.json")).unwrap_or_default();
        let sign: reeldrop::presence::Sign = serde_json::from_slice(&sign).unwrap_or_default();
        let store = Store::open(&state).expect("the database opens after every kill");
        let job = sign.in_hand.first().and_then(|id| store.job(*id).expect("the row can be read"));
        job.map_or_else(|| "nothing in hand".to_owned(), |job| job.stage.word().to_owned())
    }

    /// The last daemon is not killed before everything is done.
    fn finish(&mut self) {
        let mut daemon = self.daemon();
        let store = Store::open(&self.place.at("state")).expect("the database opens");
        let deadline = clock::instant() + Duration::from_mins(5);
        loop {
            self.consumer.take();
            let waiting = self.place.names("inbox").iter().any(|name| !name.starts_with('.'));
            if !waiting && store.live().expect("the rows can be read").is_empty() || clock::instant() > deadline {
                break;
            }
            std::thread::park_timeout(Duration::from_millis(5));
        }
        kill_process(Pid::from_child(&daemon), Signal::TERM).expect("the daemon is there");
        assert!(daemon.wait().expect("it ends").success(), "an orderly stop");
        store.check().expect("the database is whole");
        self.consumer.take();
    }

    fn account(mut self) -> Report {
        let report = &mut self.report;
        let (archived, failed) = (self.place.names("archive"), self.place.names("failed"));
        report.folders = self.dropper.dropped.len();
        report.films = self.consumer.taken.values().sum::<u32>() as usize;
        report.set_aside = failed.len();
        report.torn = std::mem::take(&mut self.consumer.torn);
        for (name, fate) in &self.dropper.dropped {
            let films = self.consumer.taken.get(&format!("{name}.mp4")).copied().unwrap_or_default();
            let picture = if *fate == Fate::Failed { "notes.txt" } else { "a.png" };
            let kept = |folder: &str| self.place.at(folder).join(name).join(picture).is_file();
            let outcome = (films, kept("archive"), kept("failed"));
            let right = match fate {
                Fate::Film => outcome == (1, true, false),
                Fate::Failed => outcome == (0, false, true),
                Fate::Either => [(1, true, false), (0, false, true)].contains(&outcome),
            };
            if !right {
                let twice = films > 1 || outcome.1 && outcome.2;
                let list = if twice { &mut report.duplicated } else { &mut report.lost };
                list.push(format!("{name}: {films} films, archived {}, set aside {}", outcome.1, outcome.2));
            }
        }
        let strange = self.consumer.taken.keys().map(|name| name.trim_end_matches(".mp4"));
        let strange = strange.chain(archived.iter().map(String::as_str)).chain(failed.iter().map(String::as_str));
        let strange = strange.filter(|name| !self.dropper.dropped.contains_key(*name));
        report.duplicated.extend(strange.map(|name| format!("{name}: nobody dropped it")));
        self.report
    }
}

/// Marsaglia's xorshift, "Xorshift RNGs" (2003): the same seed, the same soak.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
