//! What the daemon costs: its start after a long history, its rest, and the time from a drop to its row.
//!
//! `cargo bench --bench daemon [JOBS [FOLDERS [DROPS]]]`: 100,000 jobs, 10,000 waiting folders and 200 drops unless told.
//! The peer of the last is a plain inotify reader, which does nothing but hear of the drop.

#![expect(clippy::print_stdout, reason = "a bench has no other voice")]
#![expect(clippy::disallowed_methods, reason = "it plays the people who use the disk as they like")]

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use notify::{RecursiveMode, Watcher};
use reeldrop::clock;
use reeldrop::store::{Lane, Store};
use rustix::process::Signal;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse().ok());
    let mut next = |default: usize| numbers.next().unwrap_or(default);
    let (jobs, folders, drops) = (next(100_000), next(10_000), next(200));
    history(jobs);
    queue(jobs);
    waiting(folders, drops);
}

/// A state folder and an inbox.
struct World(tempfile::TempDir);

impl World {
    fn new() -> Self {
        let world = Self(tempfile::tempdir().expect("a temporary folder"));
        let root = world.0.path().display();
        let text = format!(
            "state_dir = '{root}/state'\n[limits]\nmin_free_disk_mb = 0\n[[watch]]\ninbox = '{root}/inbox'\n\
             outbox = '{root}/outbox'\narchive = '{root}/archive'\nfailed = '{root}/failed'\n"
        );
        fs::write(world.at("config.toml"), text).expect("a new file");
        fs::create_dir_all(world.at("inbox")).expect("a new folder");
        fs::create_dir_all(world.at("aside")).expect("a new folder");
        drop(Store::open(&world.at("state")).expect("a database"));
        world
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A daemon that has said that it is ready, and how long that took.
    fn daemon(&self) -> (Child, Duration) {
        let address = self.at("notify");
        fs::remove_file(&address).ok();
        let socket = UnixDatagram::bind(&address).expect("a socket");
        let began = clock::instant();
        let mut command = Command::new(env!("CARGO_BIN_EXE_reeldrop"));
        command.arg("--config").arg(self.at("config.toml")).args(["-q", "run"]).env("NOTIFY_SOCKET", &address);
        let child = command.stdout(Stdio::null()).spawn().expect("a daemon");
        let mut word = [0; 256];
        while !socket.recv(&mut word).is_ok_and(|length| word[..length].starts_with(b"READY=1")) {}
        (child, began.elapsed())
    }
}

impl World {
    /// Milliseconds from a start to its readiness: the median of five, each ended by the signal.
    fn starts(&self, signal: Signal) -> f64 {
        let mut starts: Vec<Duration> = (0..5)
            .map(|_| {
                let (daemon, ready) = self.daemon();
                end(daemon, signal);
                ready
            })
            .collect();
        median(&mut starts).as_secs_f64() * 1e3
    }
}

fn history(jobs: usize) {
    for count in [0, jobs] {
        let world = World::new();
        fill(&world.at("state"), count, OVER);
        println!("{count} jobs of history");
        println!("  ready after {:.0} ms", world.starts(Signal::TERM));
        let (daemon, _) = world.daemon();
        let cpu = rest(&daemon, Duration::from_secs(10));
        println!("  at rest {:.3} % of a core, at most {:.1} MB", cpu * 100.0, peak(&daemon));
        end(daemon, Signal::KILL);
        println!("  ready after {:.0} ms when the one before was killed", world.starts(Signal::KILL));
        let store = Store::open(&world.at("state")).expect("a database");
        let began = clock::instant();
        store.check().expect("it is whole");
        println!("  the database is read for damage in {:.0} ms, beside the work", began.elapsed().as_secs_f64() * 1e3);
    }
}

/// A long queue: what it costs at the start, and to be asked for the next job.
fn queue(jobs: usize) {
    let world = World::new();
    fill(&world.at("state"), jobs, QUEUED);
    let store = Store::open(&world.at("state")).expect("a database");
    store.pause(clock::now()).expect("nothing is to be made here");
    println!("{jobs} jobs in the queue");
    println!("  ready after {:.0} ms", world.starts(Signal::TERM));
    store.resume().expect("it goes on");
    let ask = |what: &str, ask: &dyn Fn()| {
        let mut times: Vec<Duration> = (0..1000)
            .map(|_| {
                let began = clock::instant();
                ask();
                began.elapsed()
            })
            .collect();
        println!("  {what}: {:.0} us", median(&mut times).as_secs_f64() * 1e6);
    };
    let now = clock::now();
    ask("the next job", &|| drop(store.next(Lane::Here, now, &[1, 2]).expect("an answer")));
    ask("when the next one is due", &|| assert_eq!(store.next_due(now).expect("an answer"), None));
    ask("what waits to be claimed", &|| drop(store.claiming(Path::new("/home/a/Videos/inbox")).expect("an answer")));
}

/// The end of a stage and whether it is live: `{}` stands for the name.
const OVER: (&str, bool) =
    (r#""done","video":"/home/a/Videos/outbox/{}.mp4","pictures":"/home/a/Videos/archive/{}""#, false);
const QUEUED: (&str, bool) = (r#""making","next":{"backend":"local","step":"render"}"#, true);

/// Rows as the daemon writes them: a job that is done has half a dozen lines in its journal.
fn fill(state: &Path, jobs: usize, (stage, live): (&str, bool)) {
    let mut database = rusqlite::Connection::open(state.join("reeldrop.db")).expect("a database");
    let transaction = database.transaction().expect("a transaction");
    let now = clock::now().as_millisecond();
    for number in 0..jobs {
        let name = format!("holiday {number}");
        let stage = format!(r#"{{"stage":{}}}"#, stage.replace("{}", &name));
        let mut insert = transaction
            .prepare_cached(
                "INSERT INTO jobs (name, inbox, entry, fingerprint, backend, stage, live, created_at, updated_at, prompt)
                 VALUES (?1, CAST('/home/a/Videos/inbox' AS BLOB), CAST(?1 AS BLOB), ?2, '\"local\"', ?3, ?5, ?4, ?4, '')",
            )
            .expect("a statement");
        insert.execute((&name, format!("{number:064x}"), stage, now, live)).expect("a row");
        let mut note =
            transaction.prepare_cached("INSERT INTO journal (job, at, what) VALUES (?1, ?2, ?3)").expect("a statement");
        for what in
            ["settled in the inbox", "claimed, 12 pictures", "the film is made", "brought to the outbox", "done"]
        {
            note.execute((number as i64 + 1, now, what)).expect("a line");
        }
    }
    transaction.commit().expect("it is written");
}

fn waiting(folders: usize, drops: usize) {
    for count in [0, folders] {
        let world = World::new();
        for folder in 0..count {
            let path = world.at("inbox").join(format!("waiting {folder}"));
            fs::create_dir(&path).expect("a new folder");
            fs::write(path.join("a.jpg.part"), "half").expect("a new file");
        }
        let store = Store::open(&world.at("state")).expect("a database");
        store.pause(clock::now()).expect("nothing is to be made here");
        let (daemon, ready) = world.daemon();
        println!("{count} folders that wait: ready after {:.0} ms", ready.as_secs_f64() * 1e3);
        let began = clock::instant();
        while count > 0 && !all_are_known(&world, count) {
            std::thread::park_timeout(Duration::from_millis(20));
        }
        println!("  all known {:.0} ms later", began.elapsed().as_secs_f64() * 1e3);
        // What has just been read settles down: the looks grow rarer.
        for (when, secs) in [("the first", 20), ("the next", 100), ("a quiet", 60)] {
            let cpu = rest(&daemon, Duration::from_secs(secs));
            println!("  {when} {secs} s at rest {:.3} % of a core, at most {:.1} MB", cpu * 100.0, peak(&daemon));
        }
        latency(&world, &store, drops);
        end(daemon, Signal::TERM);
    }
}

fn all_are_known(world: &World, count: usize) -> bool {
    let sign = fs::read(world.at("state/daemon.json")).unwrap_or_default();
    let sign: reeldrop::presence::Sign = serde_json::from_slice(&sign).unwrap_or_default();
    sign.watches.iter().map(|watch| watch.waiting.len()).sum::<usize>() >= count
}

/// From the move of a whole folder into the inbox to its row, and to the ear of a plain reader of events.
fn latency(world: &World, store: &Store, drops: usize) {
    let (hear, heard) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        let _ = hear.send((clock::instant(), event));
    })
    .expect("a watcher");
    watcher.watch(&world.at("inbox"), RecursiveMode::NonRecursive).expect("the inbox is watched");
    let (mut rows, mut events) = (Vec::new(), Vec::new());
    for drop in 0..drops {
        let (aside, entry) = (world.at("aside/one"), world.at("inbox").join(format!("drop {drop}")));
        fs::create_dir(&aside).expect("a new folder");
        fs::write(aside.join("a.bmp"), "BM, and no picture").expect("a new file");
        // Each drop is one by itself: the look after the one before is over.
        std::thread::park_timeout(Duration::from_millis(500));
        heard.try_iter().for_each(std::mem::drop);
        let version = store.others_wrote().expect("an answer");
        let began = clock::instant();
        fs::rename(&aside, &entry).expect("a move");
        events.extend(heard.recv().map(|(at, _)| at.duration_since(began)));
        rows.push(row(store, version, began));
    }
    let line = |what: &str, times: &mut Vec<Duration>| {
        let p50 = median(times).as_secs_f64() * 1e3;
        let p99 = times[(times.len() * 99 / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
        println!("  {what}: p50 {p50:.1} ms, p99 {p99:.1} ms over {} drops", times.len());
    };
    line("drop to event, a plain reader", &mut events);
    line("drop to row, 250 ms of quiet included", &mut rows);
}

fn row(store: &Store, version: i64, began: Instant) -> Duration {
    while store.others_wrote().expect("an answer") == version {
        std::thread::park_timeout(Duration::from_micros(500));
    }
    began.elapsed()
}

/// The share of a core that the process used, by the kernel's own nanoseconds: proc(5), `/proc/PID/task/*/schedstat`.
fn rest(process: &Child, time: Duration) -> f64 {
    let spent = || -> u64 {
        let tasks = fs::read_dir(format!("/proc/{}/task", process.id())).into_iter().flatten().flatten();
        let stats = tasks.filter_map(|task| fs::read_to_string(task.path().join("schedstat")).ok());
        stats.filter_map(|stat| stat.split(' ').next()?.parse::<u64>().ok()).sum()
    };
    std::thread::park_timeout(Duration::from_secs(3));
    let (before, began) = (spent(), clock::instant());
    while began.elapsed() < time {
        std::thread::park_timeout(time);
    }
    (spent() - before) as f64 / began.elapsed().as_nanos() as f64
}

/// The most memory it ever had, in megabytes: `VmHWM`.
fn peak(process: &Child) -> f64 {
    let status = fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

fn end(mut process: Child, signal: Signal) {
    rustix::process::kill_process(rustix::process::Pid::from_child(&process), signal).expect("it is there");
    process.wait().expect("it ends");
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
