//! The crash matrix: stop between any two commits, or right after any effect, and go on from the row alone.

use std::fs;
use std::future::Future;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use reeldrop::backend::{self, Backend, Errand, Fault, Outcome};
use reeldrop::brief::{Brief, Quality, Resolution};
use reeldrop::clock::{self, Timestamp};
use reeldrop::daemon::{House, Settings, Turn, Watch, perform};
use reeldrop::job::{BackendName, Failure, Job, JobSpec, Kind, Layers, Limits, Stage, Work};
use reeldrop::outbox::{After, Folders};
use reeldrop::store::{Arrival, Error, Lane, Store};
use reeldrop::{announce, backoff, inbox};

use crate::support::{World, nemo_settings, until};

/// Where a run is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Crash {
    /// After the commit with this number, before anything further.
    Between(usize),
    /// After the effect of the step with this number, before its commit.
    AfterEffect(usize),
}

/// What a house in this world is told.
pub fn settings(world: &World) -> Settings {
    let path = |name: &str| world.path(name);
    let video = Brief {
        resolution: Some(Resolution::P480),
        quality: Some(Quality::Draft),
        seconds_per_image: Some(0.3),
        ..Brief::default()
    };
    Settings {
        state_dir: path("state"),
        workers: 1,
        nemo: nemo_settings("http://127.0.0.1:9", &path("state")),
        parallel: 1,
        messages_a_day: 10,
        watches: vec![Watch {
            inbox: inbox::Settings { inbox: path("inbox"), ..inbox::Settings::default() },
            folders: Folders {
                outbox: path("outbox"),
                archive: path("archive"),
                failed: path("failed"),
                after: After::Archive,
            },
            layers: Layers { video, limits: Limits { min_free_disk_mb: 0, ..Limits::default() }, ..Layers::default() },
        }],
        retry: backoff::Settings::default(),
        history_days: 0,
        announce: announce::Settings::default(),
        program: PathBuf::from(env!("CARGO_BIN_EXE_reeldrop")),
        model: None,
    }
}

/// A house in this world. Another test's child may hold the lock of the one before for a moment, between its fork and
/// its exec.
pub fn open(world: &World) -> Arc<House> {
    until("the state folder to be free", || House::open(settings(world)).ok().map(Arc::new))
}

/// The row of `inbox/holiday`.
pub fn arrive(house: &House, world: &World) {
    arrive_as(&house.store, world, "holiday", &fingerprint(world, "holiday"));
}

/// What marks a folder of the inbox as it is now.
pub fn fingerprint(world: &World, name: &str) -> String {
    let names = inbox::Names::new(&inbox::Settings::default()).unwrap();
    inbox::list(&world.path("inbox").join(name), true, &names).unwrap().fingerprint()
}

/// The row of a folder of the inbox, as it was when it settled.
pub fn arrive_as(store: &Store, world: &World, name: &str, fingerprint: &str) {
    let (inbox, entry) = (world.path("inbox"), name.as_ref());
    let arrival = Arrival { inbox: &inbox, entry, name, fingerprint, backend: BackendName::Local };
    store.insert(&arrival, clock::now()).unwrap();
}

/// Drives the one job until it rests or the crash comes; says how many commits were made.
async fn drive(house: &Arc<House>, crash: Option<Crash>, on_film: &mut impl FnMut()) -> usize {
    let mut commits = 0;
    while let Some(mut job) = house.store.next(Lane::Here, clock::now(), &[]).unwrap() {
        let turn = perform(house, &mut job).await;
        on_film();
        if crash == Some(Crash::AfterEffect(commits)) {
            return commits;
        }
        let Turn::Advance(stage, what) = turn else { panic!("{turn:?}") };
        house.store.advance(&job, &stage, &what, clock::now()).unwrap();
        commits += 1;
        if crash == Some(Crash::Between(commits)) {
            return commits;
        }
    }
    commits
}

/// One run with one crash and a second house on what the first left; films are taken as soon as they are seen if
/// `greedy`. Gives back how often the film came out.
async fn outlive(crash: Option<Crash>, greedy: bool, broken: bool) -> (usize, usize, World) {
    let world = World::new();
    world.drop_folder("holiday", if broken { 0 } else { 2 });
    for folder in ["outbox", "aside-holiday"] {
        fs::create_dir_all(world.path(folder)).unwrap();
    }
    if broken {
        fs::create_dir_all(world.path("inbox/holiday")).unwrap();
        fs::write(world.path("inbox/holiday/a.png"), "no picture").unwrap();
    }
    let mut came_out = 0;
    let mut on_film = || {
        if greedy {
            for film in world.films() {
                fs::remove_file(world.path("outbox").join(film)).unwrap();
                came_out += 1;
            }
        }
    };
    let house = open(&world);
    arrive(&house, &world);
    let first = drive(&house, crash, &mut on_film).await;
    drop(house);
    let house = open(&world);
    drive(&house, None, &mut on_film).await;
    let end = house.store.job(1).unwrap().unwrap().stage;
    assert!(matches!(end, Stage::Done { .. }) != broken && !end.is_live(), "{crash:?}: {end:?}");
    came_out += world.films().len();
    (came_out, first, world)
}

fn every_crash(commits: usize) -> Vec<Crash> {
    (0..commits).map(Crash::AfterEffect).chain((1..commits).map(Crash::Between)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_cut_off_one_folder_is_one_film() {
    let (_, commits, _) = outlive(None, false, false).await;
    assert_eq!(commits, 5, "claim, make, bring, publish, retire");
    for crash in every_crash(commits) {
        for greedy in [false, true] {
            let (films, _, world) = outlive(Some(crash), greedy, false).await;
            assert_eq!(films, 1, "{crash:?}, greedy: {greedy}");
            assert_eq!(world.names("archive"), ["holiday"], "{crash:?}");
            assert_eq!(world.names("archive/holiday"), ["img0.jpg", "img1.jpg", "reeldrop.json"], "{crash:?}");
            assert_eq!(world.names("inbox/.reeldrop"), ["id"], "{crash:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_cut_off_a_folder_that_fails_is_put_aside_once() {
    for crash in [Crash::AfterEffect(0), Crash::Between(1)] {
        let world = World::new();
        fs::create_dir_all(world.path("inbox/holiday")).unwrap();
        fs::write(world.path("inbox/holiday/notes.txt"), "no picture").unwrap();
        let house = open(&world);
        arrive(&house, &world);
        let mut job = house.store.job(1).unwrap().unwrap();
        let Turn::GiveUp(failure) = perform(&house, &mut job).await else { panic!("no picture, no film") };
        let stage = Stage::Failing { failure, to: world.path("failed/holiday"), next: None };
        let mut job = house.store.advance(&job, &stage, "", clock::now()).unwrap();
        if crash == Crash::AfterEffect(0) {
            perform(&house, &mut job).await;
        }
        drop(house);
        let house = open(&world);
        drive(&house, None, &mut || {}).await;
        assert_eq!(world.names("failed"), ["holiday"]);
        assert_eq!(world.names("failed/holiday"), ["error.txt", "notes.txt"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_dropped_again_under_the_same_name_is_another_job() {
    let world = World::new();
    world.drop_folder("holiday", 2);
    fs::create_dir_all(world.path("outbox")).unwrap();
    let house = open(&world);
    arrive(&house, &world);
    // The claim was done and not committed; then somebody drops a folder of the same name.
    drive(&house, Some(Crash::AfterEffect(0)), &mut || {}).await;
    world.drop_folder("holiday", 1);
    drive(&house, None, &mut || {}).await;
    assert_eq!(world.names("archive/holiday"), ["img0.jpg", "img1.jpg", "reeldrop.json"]);
    assert_eq!(world.names("inbox/holiday"), ["img0.jpg"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_changed_before_it_was_claimed_settles_again() {
    let world = World::new();
    world.drop_folder("holiday", 1);
    let house = open(&world);
    arrive(&house, &world);
    fs::write(world.path("inbox/holiday/late.txt"), "").unwrap();
    let mut job = house.store.job(1).unwrap().unwrap();
    assert_eq!(perform(&house, &mut job).await, Turn::Withdraw);
    assert_eq!(world.names("inbox/holiday"), ["img0.jpg", "late.txt"]);
}

#[test]
fn a_stale_writer_is_refused() {
    let state = tempfile::tempdir().unwrap();
    let store = Store::open(state.path()).unwrap();
    let arrival =
        Arrival { inbox: "/in".as_ref(), entry: "a".as_ref(), name: "a", fingerprint: "", backend: BackendName::Local };
    let id = store.insert(&arrival, clock::now()).unwrap().unwrap();
    assert_eq!(store.insert(&arrival, clock::now()).unwrap(), None, "one entry is one job");
    let seen: Job = store.job(id).unwrap().unwrap();
    let cancelled = Stage::Cancelled { pictures: None, next: None };
    store.advance(&seen, &cancelled, "a person cancelled", clock::now()).unwrap();
    let stale = store.advance(&seen, &Stage::Done { video: "/out/a.mp4".into(), pictures: None }, "", clock::now());
    assert!(matches!(stale, Err(Error::Conflict { .. })));
    assert_eq!(store.job(id).unwrap().unwrap().stage, cancelled);
    assert!(store.next(Lane::Here, clock::now(), &[]).unwrap().is_none());
}

/// A backend that must be paid: whatever is sent is in the ledger.
struct Paid {
    ledger: Mutex<u32>,
    reachable: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Order {
    Send,
    Look,
}

impl Backend for Paid {
    type Step = Order;

    fn first_step(&self, _: &JobSpec) -> Order {
        Order::Send
    }

    fn write_ahead(&self, step: &Order, _: Timestamp) -> Option<Order> {
        (*step == Order::Send).then_some(Order::Look)
    }

    fn step(&self, _: &Errand<'_>, step: Order) -> impl Future<Output = Result<Outcome<Order>, Fault>> + Send {
        let refused = Failure { kind: Kind::Backend, message: "connection refused".into(), hint: None };
        let outcome = match step {
            Order::Send if !self.reachable => Err(Fault::NotSent(refused)),
            Order::Send => {
                *self.ledger.lock().unwrap() += 1;
                Ok(Outcome::Next(Order::Look))
            }
            Order::Look => Ok(Outcome::Made(None)),
        };
        std::future::ready(outcome)
    }
}

fn spec() -> JobSpec {
    serde_json::from_str(include_str!("../frozen/spec.json")).unwrap()
}

#[tokio::test]
async fn what_is_paid_is_paid_once_wherever_the_crash_falls() {
    let (work, spec) = (Work::at("/nowhere".into()), spec());
    let errand = Errand { work: &work, spec: &spec, progress: &|_| {}, note: &|_| {} };
    // The row is all that a crash leaves. 0: it comes before anything is on disk; 1: right after the effect.
    for crash_after_effect in [false, true] {
        let paid = Paid { ledger: Mutex::new(0), reachable: true };
        let mut row = paid.first_step(&spec);
        let step = row.clone();
        let commit = |twin: &Order| -> Result<(), ()> {
            row = twin.clone();
            Ok(())
        };
        let outcome = backend::take(&paid, &errand, step, clock::now(), commit).await.unwrap();
        if !crash_after_effect {
            let Ok(Outcome::Next(next)) = outcome else { panic!("{outcome:?}") };
            row = next;
        }
        let keep = |_: &Order| Ok::<(), ()>(());
        while let Ok(Outcome::Next(next)) =
            backend::take(&paid, &errand, row.clone(), clock::now(), keep).await.unwrap()
        {
            row = next;
        }
        assert_eq!(*paid.ledger.lock().unwrap(), 1);
    }
}

#[tokio::test]
async fn what_certainly_was_not_sent_may_be_sent_again() {
    let (work, spec) = (Work::at("/nowhere".into()), spec());
    let errand = Errand { work: &work, spec: &spec, progress: &|_| {}, note: &|_| {} };
    let paid = Paid { ledger: Mutex::new(0), reachable: false };
    let mut rows = Vec::new();
    let commit = |row: &Order| -> Result<(), ()> {
        rows.push(row.clone());
        Ok(())
    };
    let outcome = backend::take(&paid, &errand, Order::Send, clock::now(), commit).await.unwrap();
    assert!(matches!(outcome, Err(Fault::NotSent(_))));
    assert_eq!(rows, [Order::Look, Order::Send]);
}
