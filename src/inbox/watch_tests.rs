//! Real events from a real folder, waited for with a deadline.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use notify::event::{CreateKind, EventKind, Flag};
use tempfile::{TempDir, tempdir};

use crate::disk;
use crate::inbox::settings::Mode;
use crate::inbox::watch::{MOST_NAMES, Touched, Watch, Watching, note};

/// Longer than any machine takes to tell of an event.
const DEADLINE: Duration = Duration::from_secs(20);

fn watched() -> (TempDir, Watch, Receiver<()>) {
    let inbox = tempdir().unwrap();
    disk::make_dir(&inbox.path().join("beach")).unwrap();
    let (wake, woken) = channel();
    let watch = Watch::start(inbox.path(), Mode::Events, move || wake.send(()).unwrap());
    assert_eq!(*watch.watching(), Watching::Events);
    (inbox, watch, woken)
}

/// What was touched up to the moment when `last` was, which comes after everything that happened before.
fn touched_until(watch: &Watch, woken: &Receiver<()>, last: &str) -> Vec<OsString> {
    let mut names = Vec::new();
    while !names.contains(&OsString::from(last)) {
        woken.recv_timeout(DEADLINE).expect("an event");
        names.extend(watch.touched().names);
    }
    names
}

#[test]
fn a_folder_that_appears_wakes() {
    let (inbox, watch, woken) = watched();
    disk::make_dir(&inbox.path().join("new")).unwrap();
    assert_eq!(touched_until(&watch, &woken, "new"), ["new"]);
    assert!(watch.touched().is_empty());
}

#[test]
fn reading_wakes_nobody() {
    let (inbox, mut watch, woken) = watched();
    disk::write_whole(&inbox.path().join("beach/a.jpg"), b"picture").unwrap();
    watch.follow("beach".as_ref());
    for _ in 0..10 {
        assert_eq!(fs::read_dir(inbox.path()).unwrap().count(), 1);
        assert_eq!(fs::read_dir(inbox.path().join("beach")).unwrap().count(), 1);
        assert_eq!(fs::read(inbox.path().join("beach/a.jpg")).unwrap(), b"picture");
    }
    disk::make_dir(&inbox.path().join("last")).unwrap();
    assert_eq!(touched_until(&watch, &woken, "last"), ["last"]);
}

#[test]
fn what_happens_in_an_entry_is_heard_only_while_it_is_followed() {
    let (inbox, mut watch, woken) = watched();
    let change = |name: &str| drop(disk::create(&inbox.path().join("beach").join(name)).unwrap());
    change("a.jpg");
    disk::make_dir(&inbox.path().join("first")).unwrap();
    assert_eq!(touched_until(&watch, &woken, "first"), ["first"]);
    watch.follow("beach".as_ref());
    change("b.jpg");
    assert_eq!(touched_until(&watch, &woken, "beach"), ["beach"]);
    watch.unfollow("beach".as_ref());
    watch.unfollow("never there".as_ref());
    watch.follow("never there".as_ref());
    change("c.jpg");
    disk::make_dir(&inbox.path().join("last")).unwrap();
    let after = touched_until(&watch, &woken, "last");
    assert!(after.iter().filter(|name| *name == "beach").count() <= 1, "at most the rest of what was heard before");
}

#[test]
fn the_end_of_writing_wakes_though_nothing_changes() {
    let (inbox, mut watch, woken) = watched();
    let writer = File::options().append(true).create(true).open(inbox.path().join("beach/a.jpg")).unwrap();
    watch.follow("beach".as_ref());
    drop(writer);
    assert_eq!(touched_until(&watch, &woken, "beach"), ["beach"]);
}

#[test]
fn a_folder_moved_in_is_told_from_one_that_is_made() {
    let (inbox, watch, woken) = watched();
    let elsewhere = tempdir().unwrap();
    let moved_in = |name: &str| {
        woken.recv_timeout(DEADLINE).expect("an event");
        watch.touched().moved_in.contains(Path::new(name).as_os_str())
    };
    disk::make_dir(&inbox.path().join("made")).unwrap();
    assert!(!moved_in("made"));
    disk::make_dir(&elsewhere.path().join("whole")).unwrap();
    disk::rename(&elsewhere.path().join("whole"), &inbox.path().join("whole")).unwrap();
    assert!(moved_in("whole"));
}

#[test]
fn where_events_cannot_be_had_it_says_why() {
    let inbox = tempdir().unwrap();
    let why = |path: &Path, mode| match Watch::start(path, mode, || unreachable!()).watching() {
        Watching::Poll { why } => why.clone(),
        Watching::Events => panic!("events where there can be none"),
    };
    assert!(why(inbox.path(), Mode::Poll).contains("mode"));
    assert!(why(&inbox.path().join("gone"), Mode::Events).contains("gone"));
}

#[test]
fn lost_events_and_errors_touch_everything() {
    let inbox = Path::new("/inbox");
    let after = |event| {
        let mut touched = Touched::default();
        note(&mut touched, inbox, event);
        touched
    };
    assert!(after(Ok(notify::Event::new(EventKind::Other).set_flag(Flag::Rescan))).everything);
    assert!(after(Err(notify::Error::generic("lost"))).everything);
    let created = || notify::Event::new(EventKind::Create(CreateKind::Any));
    assert!(after(Ok(created().add_path("/inbox".into()))).everything);
    assert!(after(Ok(created().add_path("/elsewhere/x".into()))).everything);
    let deep = after(Ok(created().add_path("/inbox/beach/sub/a.jpg".into())));
    assert!(deep.touches("beach".as_ref()) && !deep.touches("a.jpg".as_ref()));
}

#[test]
fn a_flood_of_names_is_remembered_as_a_flood() {
    let mut touched = Touched::default();
    for number in 0..=MOST_NAMES {
        let path = Path::new("/inbox").join(number.to_string());
        note(
            &mut touched,
            Path::new("/inbox"),
            Ok(notify::Event::new(EventKind::Create(CreateKind::Any)).add_path(path)),
        );
    }
    assert!(touched.everything && touched.names.is_empty());
}
