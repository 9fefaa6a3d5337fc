//! One job under strace: killed before its N-th call of a kind in one thread, or that call refused; then a second run without strace.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use reeldrop::clock;
use reeldrop::render;
use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

/// What changes a disk. A kill between two of them leaves what a kill before the second one leaves.
const CHANGING: &[&str] = &[
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "fallocate",
    "copy_file_range",
    "fsync",
    "fdatasync",
    "mkdir",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "symlink",
    "unlink",
    "unlinkat",
    "rmdir",
    "flock",
];

/// Calls and the errors they are refused with, errno(3).
const REFUSALS: &[(&str, &[&str])] = &[
    ("openat", &["EIO", "EACCES", "ENOSPC", "EMFILE"]),
    ("read", &["EIO"]),
    ("pread64", &["EIO"]),
    ("write", &["EIO", "ENOSPC"]),
    ("pwrite64", &["EIO", "ENOSPC"]),
    ("ftruncate", &["EIO"]),
    ("copy_file_range", &["EIO", "ENOSPC"]),
    ("fsync", &["EIO", "ENOSPC"]),
    ("fdatasync", &["EIO", "ENOSPC"]),
    ("mkdir", &["EACCES", "ENOSPC"]),
    ("rename", &["EACCES", "EIO", "ENOSPC"]),
    ("renameat2", &["EACCES", "EIO", "ENOSPC"]),
    ("unlink", &["EACCES", "EIO"]),
    ("unlinkat", &["EACCES", "EIO"]),
    ("statx", &["EACCES", "EIO"]),
    ("getdents64", &["EIO"]),
    ("flock", &["ENOLCK"]),
    ("statfs", &["EIO"]),
];

/// What came of all the runs of one sort.
#[derive(Debug, Default)]
pub struct Report {
    /// Runs, and those of them in which a call was hit.
    pub points: usize,
    pub hits: usize,
    /// Different calls hit, by kind and file, and how many there are in a run that nobody disturbs.
    pub distinct: usize,
    pub all: usize,
    /// What was lost, made twice or torn.
    pub wrong: Vec<String>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { points, hits, distinct, all, wrong } = self;
        write!(f, "{hits} calls in {points} runs, {distinct} of {all} different ones; {} went wrong", wrong.len())?;
        wrong.iter().try_for_each(|wrong| write!(f, "\n  {wrong}"))
    }
}

/// The program, and the calls it makes when nobody disturbs it.
#[derive(Debug)]
pub struct Calls {
    program: PathBuf,
    usual: Vec<Call>,
    /// The names of the calls of each thread: strace counts by thread.
    threads: Vec<Vec<String>>,
}

/// A call of a kind on certain files of the world.
type Call = (String, Vec<String>);

impl Calls {
    /// `None` where nothing can be traced.
    pub fn of(program: &Path) -> Option<Self> {
        let mut calls = Self { program: program.to_owned(), usual: Vec::new(), threads: Vec::new() };
        let world = World::new();
        let all: BTreeSet<&str> =
            CHANGING.iter().copied().chain(REFUSALS.iter().map(|(call, _)| *call)).collect::<BTreeSet<_>>();
        let all: Vec<&str> = all.into_iter().collect();
        let status = calls.traced(&world, &all.join(","), None)?;
        if !status.success() {
            return None;
        }
        calls.usual = world.calls();
        calls.threads = world.threads();
        (!calls.usual.is_empty() && world.films() == 1).then_some(calls)
    }

    /// Killed before each `stride`-th of all calls.
    pub fn killed(&self, stride: usize) -> Report {
        let kinds = CHANGING.iter().map(|call| (*call, "signal=KILL"));
        self.disturbed(&kinds.map(|(call, what)| (call, what.to_owned())).collect::<Vec<_>>(), stride, true)
    }

    /// Each `stride`-th of all calls refused, with each error it knows.
    pub fn refused(&self, stride: usize) -> Report {
        let kinds = REFUSALS.iter().flat_map(|(call, errors)| errors.iter().map(move |error| (*call, error)));
        self.disturbed(&kinds.map(|(call, error)| (call, format!("error={error}"))).collect::<Vec<_>>(), stride, false)
    }

    fn disturbed(&self, kinds: &[(&str, String)], stride: usize, must_be_done: bool) -> Report {
        let points: Vec<_> = kinds.iter().flat_map(|(call, what)| self.points(call, what)).step_by(stride).collect();
        let struck = at_once(&points, |(call, inject)| self.disturb(call, inject, must_be_done));
        let (mut report, mut hit) = (Report { points: points.len(), ..Report::default() }, BTreeSet::new());
        for (call, wrong) in struck.into_iter().flatten() {
            report.hits += 1;
            hit.extend(call);
            report.wrong.extend(wrong);
        }
        let usual: BTreeSet<&Call> =
            self.usual.iter().filter(|(call, _)| kinds.iter().any(|it| it.0 == call)).collect();
        report.all = usual.len();
        report.distinct = hit.iter().filter(|call| usual.contains(call)).count();
        report
    }

    /// Each call of a kind that the busiest of the threads makes, and how strace is told to disturb it.
    fn points<'a>(&self, call: &'a str, what: &str) -> Vec<(&'a str, String)> {
        let calls = self.threads.iter().map(|calls| calls.iter().filter(|name| *name == call).count()).max();
        (1..=calls.unwrap_or_default()).map(|number| (call, format!("{call}:{what}:when={number}"))).collect()
    }

    /// The call that was hit, and what went wrong; `None` if none was: the threads share the calls out anew each time.
    fn disturb(&self, call: &str, inject: &str, must_be_done: bool) -> Option<(Option<Call>, Option<String>)> {
        let world = World::new();
        let status = self.traced(&world, call, Some(inject))?;
        if !(if must_be_done { was_killed(status) } else { world.was_refused() }) {
            return None;
        }
        let struck = world.struck();
        // Whoever is greedy takes the film before anybody goes on.
        let films = world.take_films();
        self.plain(&world, "once");
        let wrong = world.judge(films, must_be_done).map(|wrong| format!("{inject}: {wrong}"));
        Some((struck, wrong))
    }

    /// Whether it goes well is seen by what is there afterwards.
    fn plain(&self, world: &World, command: &str) {
        let mut line = Command::new(&self.program);
        line.arg("--config").arg(world.config()).arg(command);
        line.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().ok();
    }

    /// A whole round under strace, its renderer left alone.
    fn traced(&self, world: &World, trace: &str, inject: Option<&str>) -> Option<ExitStatus> {
        let mut line = Command::new("strace");
        line.args(["-f", "-qq", "-y", "-s", "4", "-b", "execve", "-e", &format!("trace={trace}")]);
        if let Some(inject) = inject {
            line.args(["-e", &format!("inject={inject}")]);
        }
        line.arg("-o").arg(world.trace()).arg(&self.program).arg("--config").arg(world.config()).arg("once");
        line.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = line.process_group(0).spawn().ok()?;
        let deadline = clock::instant() + LONGEST;
        loop {
            match child.try_wait().ok()? {
                Some(status) => return Some(status),
                None if clock::instant() < deadline => thread::park_timeout(Duration::from_millis(5)),
                // Whoever hangs after a refusal is killed: what is there must be as good as after any other kill.
                None => kill_process_group(Pid::from_child(&child), Signal::KILL).ok()?,
            }
        }
    }
}

/// A round that takes longer hangs: the program's own threads wake each other by writing, and strace refuses that too,
/// which no kernel does.
const LONGEST: Duration = Duration::from_secs(20);

/// Runs at a time: most of each is waiting.
pub const AT_ONCE: usize = 4;

/// Does it with each of them, some at a time, and gives back what came of it in their order.
pub fn at_once<T: Sync, R: Send>(all: &[T], run: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mine = std::iter::from_fn(|| {
            let number = next.fetch_add(1, Ordering::Relaxed);
            Some((number, run(all.get(number)?)))
        });
        mine.collect::<Vec<_>>()
    };
    let mut done = thread::scope(|scope| {
        let threads = [(); AT_ONCE].map(|()| scope.spawn(work));
        threads.into_iter().flat_map(|thread| thread.join().expect("no run panics")).collect::<Vec<_>>()
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// strace ends as what it traced did.
fn was_killed(status: ExitStatus) -> bool {
    status.signal() == Some(9) || status.code() == Some(128 + 9)
}

/// One folder with one picture.
#[derive(Debug)]
pub struct World(TempDir);

/// One picture for a fifth of a second.
const FRAMES: u32 = 6;

impl World {
    pub fn new() -> Self {
        let world = Self(tempfile::tempdir().expect("a temporary folder"));
        let root = world.0.path().display();
        let text = format!(
            "state_dir = '{root}/state'\n[video]\nresolution = '480p'\nquality = 'draft'\nseconds_per_image = 0.2\n\
             transition = 'cut'\nmotion = 'static'\n[retry]\nbase_secs = 0.02\nmax_secs = 0.1\n[limits]\nmin_free_disk_mb = 0\n\
             [[watch]]\ninbox = '{root}/inbox'\noutbox = '{root}/outbox'\narchive = '{root}/archive'\n\
             failed = '{root}/failed'\nsettle_secs = 0\n"
        );
        fs::write(world.config(), text).expect("a new file");
        fs::create_dir_all(world.at("inbox/sea")).expect("a new folder");
        image::RgbImage::new(64, 48).save(world.at("inbox/sea/a.png")).expect("a new picture");
        world
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn config(&self) -> PathBuf {
        self.at("config.toml")
    }

    fn trace(&self) -> PathBuf {
        self.at("trace")
    }

    fn was_refused(&self) -> bool {
        fs::read_to_string(self.trace()).is_ok_and(|trace| trace.contains("(INJECTED)"))
    }

    /// The calls in the trace that are about files of this world.
    fn calls(&self) -> Vec<Call> {
        let trace = fs::read_to_string(self.trace()).unwrap_or_default();
        trace.lines().filter_map(|line| self.call(line)).collect()
    }

    /// The names of all calls in the trace, by thread.
    fn threads(&self) -> Vec<Vec<String>> {
        let trace = fs::read_to_string(self.trace()).unwrap_or_default();
        let mut threads = BTreeMap::<&str, Vec<String>>::new();
        for (thread, rest) in trace.lines().filter_map(|line| line.split_once(' ')) {
            if let Some((name, _)) = rest.trim_start().split_once('(') {
                threads.entry(thread).or_default().push(name.to_owned());
            }
        }
        threads.into_values().collect()
    }

    /// The call that was hit: the one said to be, else the last before the end.
    fn struck(&self) -> Option<Call> {
        let trace = fs::read_to_string(self.trace()).unwrap_or_default();
        let said = trace.lines().find(|line| line.contains("(INJECTED)"));
        said.or_else(|| trace.lines().rfind(|line| line.contains('('))).and_then(|line| self.call(line))
    }

    fn call(&self, line: &str) -> Option<Call> {
        let (head, arguments) = line.split_once('(')?;
        let name = head.split_whitespace().last()?.to_owned();
        let root = self.0.path().to_str()?;
        let files = arguments.split(root).skip(1).map(|rest| {
            let file: String = rest.chars().take_while(|c| !['"', '>', ','].contains(c)).collect();
            // A hidden film carries the name of its database, which every world chooses anew.
            if file.contains("/.reeldrop-") { "hidden film".to_owned() } else { file }
        });
        let files: Vec<String> = files.collect();
        (!files.is_empty()).then_some((name, files))
    }

    fn films(&self) -> usize {
        self.names("outbox").iter().filter(|name| !name.starts_with('.')).count()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.at(folder)).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// Takes the films away, each of which must be whole; how many there were.
    pub fn take_films(&self) -> Result<usize, String> {
        let films: Vec<String> = self.names("outbox").into_iter().filter(|name| !name.starts_with('.')).collect();
        for film in &films {
            let path = self.at("outbox").join(film);
            if !render::inspect(&path).is_ok_and(|facts| facts.frames == FRAMES) {
                return Err(format!("`{film}` is torn"));
            }
            fs::remove_file(path).map_err(|error| error.to_string())?;
        }
        Ok(films.len())
    }

    /// What is wrong: after a kill everything must be done; after a refusal the folder may lie in the inbox, in the
    /// work folder or in failed, but in one of them, and an archived one has had its film.
    pub fn judge(&self, before: Result<usize, String>, must_be_done: bool) -> Option<String> {
        let films = match before.and_then(|before| Ok(before + self.take_films()?)) {
            Ok(films) => films,
            Err(torn) => return Some(torn),
        };
        let claimed = self.names("inbox/.reeldrop").into_iter().map(|work| format!("inbox/.reeldrop/{work}/source"));
        let places = ["archive/sea", "failed/sea", "inbox/sea"].map(str::to_owned).into_iter().chain(claimed);
        let places: Vec<String> = places.filter(|place| self.at(place).join("a.png").is_file()).collect();
        let done = places == ["archive/sea"] && films == 1;
        let waits = places.len() == 1 && places != ["archive/sea"] && films <= 1;
        (!done && (must_be_done || !waits)).then(|| format!("{films} films, the pictures lie in {places:?}"))
    }
}
