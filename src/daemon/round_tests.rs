//! One folder or some in an inbox, rows that come and go, and a daemon that is played by its sign.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::pin;
use std::task::Poll;

use tempfile::{TempDir, tempdir};
use tokio::sync::watch;

use crate::clock;
use crate::daemon::beside::wait;
use crate::daemon::house::Error;
use crate::daemon::left::Left;
use crate::daemon::round::Round;
use crate::daemon::settings::Watch;
use crate::disk;
use crate::inbox;
use crate::job::{BackendName, Job, Layers, Stage};
use crate::outbox::{After, Folders};
use crate::presence::{self, Presence, Waiting, WatchSign};
use crate::store::{Arrival, Store};

struct World {
    root: TempDir,
    store: Store,
}

impl World {
    fn new(entries: &[&str]) -> Self {
        let root = tempdir().unwrap();
        let store = Store::open(&root.path().join("state")).unwrap();
        let world = Self { root, store };
        for entry in entries {
            world.make(entry);
        }
        world
    }

    fn inbox(&self) -> PathBuf {
        self.root.path().join("inbox")
    }

    fn make(&self, entry: &str) {
        disk::make_dir(&self.inbox().join(entry)).unwrap();
    }

    fn remove(&self, entry: &str) {
        disk::remove_tree(&self.inbox().join(entry)).unwrap();
    }

    fn round(&self, after: After) -> Round {
        let [outbox, archive, failed] = ["outbox", "archive", "failed"].map(|name| self.root.path().join(name));
        let inbox = inbox::Settings { inbox: self.inbox(), ..inbox::Settings::default() };
        let folders = Folders { outbox, archive, failed, after };
        Round::new(&Watch { inbox, folders, layers: Layers::default() }).unwrap()
    }

    /// The row of an entry that has settled.
    fn row(&self, name: &str, fingerprint: &str) -> Job {
        let (inbox, entry) = (&self.inbox(), name.as_ref());
        let arrival = Arrival { inbox, entry, name, fingerprint, backend: BackendName::Local };
        let id = self.store.insert(&arrival, clock::now()).unwrap().unwrap();
        self.store.job(id).unwrap().unwrap()
    }

    fn undone(&self, round: &mut Round) -> BTreeSet<OsString> {
        round.undone(&self.store).unwrap()
    }

    /// A daemon that watches the inbox.
    fn daemon(&self) -> Presence {
        let presence = Presence::take(&self.root.path().join("state")).unwrap();
        let watch = WatchSign { inbox: self.inbox(), mode: "events".into(), ..WatchSign::default() };
        presence.say(|sign| sign.watches = vec![watch]);
        presence
    }

    /// What is left of a round in which this happens once it has seen that the folder has its row.
    async fn left_after(&self, then: impl FnOnce(Job)) -> Left {
        let job = self.row("beach", "");
        let (state, (_say, stop)) = (self.root.path().join("state"), watch::channel(false));
        let refusal = Error::Presence(presence::Error::Taken { dir: state.clone(), pid: 1 });
        let mut round = pin!(wait(&state, vec![self.round(After::Archive)], &stop, refusal));
        // It rests for the first time when it has looked at everything.
        assert!(poll_fn(|context| Poll::Ready(round.as_mut().poll(context).is_pending())).await);
        then(job);
        round.await.unwrap().unwrap()
    }
}

fn set(names: &[&str]) -> BTreeSet<OsString> {
    names.iter().map(Into::into).collect()
}

#[test]
fn what_lay_there_is_undone_until_it_has_a_row_is_left_or_gone_and_what_comes_later_never_is() {
    let world = World::new(&["a", "b", "c", "d"]);
    let mut round = world.round(After::Archive);
    world.make("later");
    assert_eq!(world.undone(&mut round), set(&["a", "b", "c", "d"]));
    let job = world.row("a", "");
    world.remove("b");
    round.leave(&set(&["c"]));
    assert_eq!(world.undone(&mut round), set(&["d"]));
    world.make("b");
    world.store.withdraw(&job).unwrap();
    assert_eq!(world.undone(&mut round), set(&["a", "d"]), "its row was withdrawn");
}

#[test]
fn a_folder_that_stays_where_it_is_is_undone_until_a_film_was_made_of_it_as_it_is() {
    let world = World::new(&["a"]);
    let mut round = world.round(After::Keep);
    let listing = inbox::list(&world.inbox().join("a"), true, &inbox::Names::new(&round.watch.inbox).unwrap()).unwrap();
    let job = world.row("a", &listing.fingerprint());
    world.store.advance(&job, &Stage::Cancelled { pictures: None, next: None }, "", clock::now()).unwrap();
    assert_eq!(world.undone(&mut round), set(&[]));
    disk::write_whole(&world.inbox().join("a/late.txt"), b"x").unwrap();
    assert_eq!(world.undone(&mut round), set(&["a"]));
}

#[tokio::test]
async fn beside_a_daemon_a_folder_that_changed_before_it_was_claimed_is_asked_after_again() {
    let world = World::new(&["beach"]);
    let daemon = world.daemon();
    let waits = Waiting { name: "beach".into(), reason: "it holds no pictures yet".into() };
    let left = world.left_after(|job| {
        world.store.withdraw(&job).unwrap();
        daemon.say(|sign| sign.watches[0].waiting = vec![waits.clone()]);
    });
    assert_eq!(left.await, Left { waiting: vec![waits], ..Left::default() });
}

#[tokio::test]
async fn beside_a_daemon_a_folder_that_left_with_its_row_is_done_with() {
    let world = World::new(&["beach"]);
    let _daemon = world.daemon();
    let left = world.left_after(|job| {
        world.store.withdraw(&job).unwrap();
        world.remove("beach");
    });
    assert_eq!(left.await, Left::default());
}

#[tokio::test]
async fn beside_a_daemon_an_inbox_that_is_away_is_named() {
    let world = World::new(&["beach"]);
    let daemon = world.daemon();
    let left = world.left_after(|job| {
        world.store.withdraw(&job).unwrap();
        daemon.say(|sign| sign.watches[0].away = Some("it is not there".into()));
    });
    let waits = Waiting { name: world.inbox().display().to_string(), reason: "it is not there".into() };
    assert_eq!(left.await.waiting, [waits]);
}
