//! The rules of the inbox against the daemon itself, with events and without.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

use reeldrop::legible::steers;
use rustix::process::Signal;
use serde_json::json;

use crate::support::{Daemon, World, jpeg, until};

const MODES: [&str; 2] = ["mode = 'events'", "mode = 'poll'"];

/// A folder of that name with one picture, moved in whole.
fn drop_named(world: &World, name: &OsStr) {
    let aside = world.path("aside");
    jpeg(&aside.join("a.jpg"), 64, 48, [200, 20, 20]);
    fs::create_dir_all(world.path("inbox")).unwrap();
    fs::rename(&aside, world.path("inbox").join(name)).unwrap();
}

fn jobs_done(world: &World, count: usize) {
    let what = std::fmt::from_fn(|f| write!(f, "{count} jobs to be done; log:\n{}", world.log()));
    until(what, || (world.json(&["status"])["jobs"]["done"] == count).then_some(()));
}

/// A daemon in namespaces of its own, after `before` was done in there; `None` where that is not allowed.
pub fn daemon_in(world: &World, namespaces: &str, before: &str) -> Option<Daemon> {
    let mut trial = Command::new("unshare");
    trial.args([namespaces, "sh", "-c", before]).current_dir(world.path(".")).stdout(Stdio::null());
    if !trial.status().is_ok_and(|status| status.success()) {
        eprintln!("not checked: no namespaces of one's own here");
        return None;
    }
    let line = format!("{before}; exec \"$@\"");
    Some(world.daemon_by(Command::new("unshare").args([namespaces, "sh", "-c", &line, "sh"])))
}

#[test]
fn names_of_every_kind_become_films_and_steer_nobodys_terminal() {
    let long = "x".repeat(255);
    let names: [&[u8]; 10] = [
        "Caf\u{e9}".as_bytes(),
        "Cafe\u{301}".as_bytes(),
        "\u{1f3d6}\u{fe0f}".as_bytes(),
        b"two\n2001-01-01T00:00:00Z  INFO forged",
        b"-rf",
        long.as_bytes(),
        b"latin-\xe9",
        b" ",
        b"a\x1b[31m\x07",
        "turned \u{202e}4pm".as_bytes(),
    ];
    for mode in MODES {
        let world = World::with(mode, "");
        let _daemon = world.daemon();
        for name in names {
            drop_named(&world, OsStr::from_bytes(name));
        }
        let waits = world.path("inbox").join("waits\n\u{1b}]0;x\u{7}");
        jpeg(&waits.join("a.jpg"), 64, 48, [1, 2, 3]);
        fs::write(waits.join("b\u{1b}[2J.jpg.part"), "").unwrap();
        let broken = world.path("aside");
        fs::create_dir(&broken).unwrap();
        fs::write(broken.join("a\n\u{1b}.jpg"), "not a picture at all").unwrap();
        world.move_in(&broken, "broken\n2001-01-01T00:00:00Z ERROR forged");
        fs::write(world.path("inbox/loose\u{1b}[2J.jpg"), "").unwrap();
        jobs_done(&world, names.len());
        until("the failure", || (world.json(&["status"])["jobs"]["failed"] == 1).then_some(()));

        let films = world.films();
        assert_eq!(films.len(), names.len(), "{films:?}");
        for film in ["Caf\u{e9}.mp4", "Caf\u{e9} (2).mp4", "-rf.mp4", "latin-\u{fffd}.mp4", "film.mp4", "a[31m.mp4"] {
            assert!(films.iter().any(|name| name == film), "{film}: {films:?}");
        }
        assert!(films.iter().all(|name| name.len() <= 255 && !name.chars().any(steers)), "{films:?}");
        let mut archived: Vec<OsString> =
            fs::read_dir(world.path("archive")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let mut wanted = names.map(|name| OsStr::from_bytes(name).to_owned());
        archived.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(archived, wanted);

        let shown: Vec<String> = (1..=11).flat_map(|id| [format!("show {id}"), format!("logs {id}")]).collect();
        for command in shown.iter().map(String::as_str).chain(["jobs", "status", "doctor"]) {
            let said = world.run(&command.split(' ').collect::<Vec<_>>()).stdout;
            let said = String::from_utf8(said).unwrap();
            assert!(!said.is_empty() && !said.chars().any(|c| steers(c) && c != '\n'), "{command}: {said:?}");
            assert!(!said.lines().any(|line| line.starts_with("2001")), "{command}: {said}");
        }
        let note = fs::read_dir(world.path("failed")).unwrap().next().unwrap().unwrap().path().join("error.txt");
        let logs = fs::read_dir(world.path("state/logs")).unwrap().map(|log| log.unwrap().path());
        for file in logs.chain([world.path("log"), note]) {
            let text = fs::read_to_string(&file).unwrap();
            assert!(!text.chars().any(|c| steers(c) && c != '\n'), "{file:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("2001")), "{file:?}: {text}");
        }
    }
}

#[test]
fn a_name_as_long_as_can_be_may_come_again_and_again() {
    let world = World::new();
    let _daemon = world.daemon();
    let name = "y".repeat(255);
    for number in 1..=3 {
        drop_named(&world, OsStr::new(&name));
        world.wait_for(number, "done");
    }
    let cut = |length: usize, rest: &str| format!("{}{rest}", "y".repeat(length));
    assert_eq!(world.films(), [cut(243, " (2).mp4"), cut(243, " (3).mp4"), cut(243, ".mp4")]);
    assert_eq!(world.names("archive"), [cut(251, " (2)"), cut(251, " (3)"), cut(255, "")]);
}

#[test]
fn a_hundred_folders_dropped_at_once_and_more_while_no_daemon_ran_are_a_row_each() {
    for mode in MODES {
        let world = World::with(mode, "");
        world.run(&["pause"]);
        (0..20).for_each(|number| drop_named(&world, OsStr::new(&format!("before {number}"))));
        let _daemon = world.daemon();
        (0..100).for_each(|number| drop_named(&world, OsStr::new(&format!("folder {number}"))));
        until("every row", || (world.json(&["status"])["jobs"]["queued"] == 120).then_some(()));
        let jobs = world.json(&["jobs"]);
        let mut names: Vec<&str> = jobs.as_array().unwrap().iter().map(|job| job["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 120);
    }
}

#[test]
fn a_name_dropped_again_while_the_first_is_worked_on_is_another_film() {
    for mode in MODES {
        let world = World::with(mode, "");
        let _daemon = world.daemon();
        world.drop_folder("beach", 3);
        let claimed = std::fmt::from_fn(|f| write!(f, "the first to be claimed; log:\n{}", world.log()));
        until(claimed, || (!world.path("inbox/beach").exists()).then_some(()));
        world.drop_folder("beach", 1);
        jobs_done(&world, 2);
        assert_eq!(world.films(), ["beach (2).mp4", "beach.mp4"]);
        assert_eq!(world.names("archive"), ["beach", "beach (2)"]);
        assert_eq!((world.names("archive/beach").len(), world.names("archive/beach (2)").len()), (4, 2));
    }
}

#[test]
fn an_inbox_that_is_only_read_is_never_written_to_and_each_state_of_a_folder_is_made_once() {
    for mode in MODES {
        let world = World::with(&format!("after = 'keep'\n{mode}"), "");
        drop_named(&world, OsStr::new("album"));
        let read_only = "mount --bind inbox inbox && mount -o remount,ro,bind inbox";
        let Some(daemon) = daemon_in(&world, "-rm", read_only) else { return };
        world.wait_for(1, "done");
        assert_eq!(daemon.stop(), Some(0));
        let _again = daemon_in(&world, "-rm", read_only).unwrap();
        drop_named(&world, OsStr::new("other"));
        world.wait_for(2, "done");
        // The same size at another time: only the times tell.
        jpeg(&world.path("inbox/album/a.jpg"), 64, 48, [200, 20, 20]);
        world.wait_for(3, "done");
        assert_eq!(world.films(), ["album (2).mp4", "album.mp4", "other.mp4"]);
        assert_eq!(
            (world.names("inbox"), world.names("inbox/album")),
            (vec!["album".into(), "other".into()], vec!["a.jpg".into()])
        );
    }
}

#[test]
fn an_inbox_that_goes_away_is_said_to_be_away_and_comes_back_as_it_was() {
    for mode in MODES {
        let world = World::with(mode, "");
        let _daemon = world.daemon();
        world.drop_folder("first", 1);
        world.wait_for(1, "done");
        fs::rename(world.path("inbox"), world.path("unmounted")).unwrap();
        fs::create_dir_all(world.path("inbox/trap")).unwrap();
        // Between the two acts above it may be seen not to be there at all.
        until("another folder to be told from the inbox", || {
            let status = world.json(&["status"]);
            status["watches"][0]["away"].as_str().is_some_and(|away| away.contains("lost its marker")).then_some(())
        });
        let said = String::from_utf8(world.run(&["status"]).stdout).unwrap();
        assert!(said.contains("waited for: "), "{said}");
        fs::remove_dir_all(world.path("inbox")).unwrap();
        fs::rename(world.path("unmounted"), world.path("inbox")).unwrap();
        world.drop_folder("second", 1);
        world.wait_for(2, "done");
        assert_eq!(world.films(), ["first.mp4", "second.mp4"]);
        assert_eq!(world.json(&["status"])["watches"][0]["away"], json!(null));
    }
}

#[test]
fn without_an_inotify_instance_it_polls_and_says_why() {
    let world = World::new();
    let no_instances = "echo 0 > /proc/sys/user/max_inotify_instances";
    let Some(_daemon) = daemon_in(&world, "-r", no_instances) else { return };
    drop_named(&world, OsStr::new("beach"));
    world.wait_for(1, "done");
    assert_eq!(world.json(&["status"])["watches"][0]["mode"], "poll");
    assert!(world.log().contains("max_user_instances"), "{}", world.log());
}

#[test]
fn without_a_watch_for_every_folder_they_are_looked_at_all_the_same() {
    let world = World::new();
    let one_watch = "echo 1 > /proc/sys/user/max_inotify_watches";
    let Some(_daemon) = daemon_in(&world, "-r", one_watch) else { return };
    let entry = world.path("inbox/beach");
    let waits = || world.json(&["status"])["watches"][0]["waiting"][0]["reason"].as_str().map(str::to_owned);
    jpeg(&entry.join("a.jpg"), 64, 48, [200, 20, 20]);
    fs::write(entry.join("b.jpg.part"), "half").unwrap();
    until("the copy to be seen", || waits().filter(|reason| reason.contains("b.jpg.part")));
    fs::remove_file(entry.join("b.jpg.part")).unwrap();
    world.wait_for(1, "done");
    assert_eq!(world.json(&["status"])["watches"][0]["mode"], "events");
}

#[test]
fn when_the_kernel_drops_events_the_inbox_is_read_anew() {
    let Ok(queue) = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events") else { return };
    let queue: usize = queue.trim().parse().unwrap();
    let world = World::new();
    let text = fs::read_to_string(world.config()).unwrap();
    fs::write(world.config(), text.replace("rescan_secs = 1\n", "rescan_secs = 86400\n")).unwrap();
    let daemon = world.daemon();
    world.drop_folder("first", 1);
    world.wait_for(1, "done");
    daemon.signal(Signal::STOP);
    // Each of them is at least one event; names alternate, or the kernel would join them.
    for number in 0..queue {
        fs::write(world.path("inbox").join(format!(".{}", number % 2)), "").unwrap();
    }
    world.drop_folder("second", 1);
    daemon.signal(Signal::CONT);
    world.wait_for(2, "done");
    assert_eq!(world.films(), ["first.mp4", "second.mp4"]);
}

#[test]
fn once_beside_a_daemon_waits_until_it_has_made_what_lies_there() {
    for mode in MODES {
        let world = World::with(mode, "");
        let _daemon = world.daemon();
        until("the daemon to be seen", || world.json(&["status"])["watches"][0]["inbox"].is_string().then_some(()));
        world.drop_folder("beach", 2);
        let aside = world.path("aside");
        jpeg(&aside.join("a.jpg"), 64, 48, [9, 90, 200]);
        fs::write(aside.join("b.jpg.part"), "half").unwrap();
        world.move_in(&aside, "slow");
        let output = world.run(&["once"]);
        assert_eq!((world.films(), output.status.code()), (vec!["beach.mp4".to_owned()], Some(75)), "{output:?}");
        let words = String::from_utf8(output.stderr).unwrap();
        assert!(words.contains("left in the inbox: slow: b.jpg.part"), "{words}");
        fs::remove_file(world.path("inbox/slow/b.jpg.part")).unwrap();
        assert_eq!(world.run(&["once"]).status.code(), Some(0), "{}", world.log());
        assert_eq!(world.films(), ["beach.mp4", "slow.mp4"]);
        fs::create_dir(&aside).unwrap();
        fs::write(aside.join("a.png"), "not a picture at all").unwrap();
        world.move_in(&aside, "broken");
        assert_eq!(world.run(&["once"]).status.code(), Some(1));
        assert_eq!(world.run(&["once"]).status.code(), Some(0), "nothing is left of it");
    }
}

#[test]
fn a_damaged_database_is_found_while_the_daemon_is_ready_and_ends_the_work() {
    let world = World::new();
    let daemon = world.daemon();
    world.drop_folder("first", 1);
    world.wait_for(1, "done");
    daemon.kill();
    let path = world.path("state/reeldrop.db");
    let database = rusqlite::Connection::open(&path).unwrap();
    for number in 0..20_000 {
        database.execute("INSERT INTO journal (job, at, what) VALUES (1, ?1, 'a long history')", [number]).unwrap();
    }
    database.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    drop(database);
    tear(&path);

    for _ in 0..2 {
        let daemon = world.daemon();
        let damage = until("the damage to be found", || world.json(&["status"])["damage"].as_str().map(str::to_owned));
        assert!(damage.contains("is damaged") && damage.contains("aside"), "{damage}");
        if !world.path("inbox/second").exists() {
            drop_named(&world, OsStr::new("second"));
        }
        let said = String::from_utf8(world.run(&["status"]).stdout).unwrap();
        assert!(said.contains("nothing more is begun"), "{said}");
        let away = || world.json(&["status"])["watches"][0]["away"].as_str().map(str::to_owned);
        until("the inbox to be left alone", away);
        assert_eq!(world.json(&["doctor"])["ok"], false);
        // An orderly stop does not make it whole.
        assert_eq!(daemon.stop(), Some(0));
        assert!(world.log().contains("nothing more is begun"), "{}", world.log());
    }
    assert_eq!(
        (world.names("inbox"), world.films()),
        (vec![".reeldrop".into(), "second".into()], vec!["first.mp4".into()])
    );
    for ending in ["", "-wal", "-shm"] {
        fs::rename(world.path(&format!("state/reeldrop.db{ending}")), world.path(&format!("aside{ending}"))).ok();
    }
    let _daemon = world.daemon();
    world.wait_for(1, "done");
    assert_eq!(world.films(), ["first.mp4", "second.mp4"]);
}

/// Overwrites a part of the file in which there is neither the first page nor anything that a start reads.
fn tear(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let end = bytes.len();
    bytes[end - 40_960..end - 8_192].fill(0xa5);
    fs::write(path, bytes).unwrap();
}
