//! A folder goes in, a film comes out: the daemon as a process, from outside.

use std::fs;
use std::time::Instant;

use crate::support::{Film, World, jpeg, tune, until};

#[test]
fn a_dropped_folder_becomes_a_film() {
    let world = World::new();
    let daemon = world.daemon();
    world.drop_folder("holiday", 3);
    let job = world.wait_for(1, "done");
    assert_eq!(job["video"], world.path("outbox/holiday.mp4").to_str().unwrap());
    assert_eq!((&job["progress"], &job["stage"]), (&1.0.into(), &"done".into()));

    let film = Film::open(&world.path("outbox/holiday.mp4"));
    // 3 pictures of half a second at 30 frames a second; the overlaps do not make it shorter.
    assert_eq!((film.width, film.height, film.frames), (854, 480, 3 * 15));
    assert!(film.starts_fast && !film.has_sound);

    let note = fs::read_to_string(world.path("archive/holiday/reeldrop.json")).unwrap();
    let note: serde_json::Value = serde_json::from_str(&note).unwrap();
    assert_eq!(note["timeline"]["frames"], film.frames);
    assert_eq!(world.names("archive/holiday"), ["img0.jpg", "img1.jpg", "img2.jpg", "reeldrop.json"]);
    assert_eq!(world.names("inbox"), [".reeldrop"]);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn words_and_music_beside_the_pictures_are_used() {
    let world = World::new();
    let aside = world.path("aside");
    jpeg(&aside.join("a.jpg"), 240, 320, [200, 20, 20]);
    jpeg(&aside.join("sub/b.jpg"), 240, 320, [20, 200, 20]);
    tune(&aside.join("song.wav"));
    fs::write(aside.join("prompt.txt"), "1 second per picture, hard cuts").unwrap();
    fs::write(aside.join("job.toml"), "name = 'By the sea'\nfps = 25\n").unwrap();
    world.move_in(&aside, "dcim");
    let _daemon = world.daemon();
    world.wait_for(1, "done");
    let film = Film::open(&world.path("outbox/By the sea.mp4"));
    assert_eq!((film.width, film.height, film.frames), (480, 854, 50));
    assert!(film.has_sound);
}

#[test]
fn a_taken_name_is_never_overwritten() {
    let world = World::new();
    fs::create_dir(world.path("outbox")).unwrap();
    fs::write(world.path("outbox/beach.mp4"), "mine").unwrap();
    let _daemon = world.daemon();
    world.drop_folder("beach", 1);
    world.wait_for(1, "done");
    world.drop_folder("beach", 2);
    world.wait_for(2, "done");
    assert_eq!(world.films(), ["beach (2).mp4", "beach (3).mp4", "beach.mp4"]);
    assert_eq!(fs::read_to_string(world.path("outbox/beach.mp4")).unwrap(), "mine");
    assert_eq!(world.names("archive"), ["beach", "beach (2)"]);
}

#[test]
fn a_folder_that_cannot_become_a_film_is_put_aside_with_the_reason_and_can_come_back() {
    let world = World::new();
    let aside = world.path("aside");
    fs::create_dir(&aside).unwrap();
    fs::write(aside.join("a.jpg"), "no picture at all").unwrap();
    world.move_in(&aside, "broken");
    let _daemon = world.daemon();
    let job = world.wait_for(1, "failed");
    assert_eq!(job["error"]["kind"], "input");
    let note = fs::read_to_string(world.path("failed/broken/error.txt")).unwrap();
    assert!(note.contains("a.jpg") && note.contains("hint: "), "{note}");

    jpeg(&world.path("failed/broken/b.jpg"), 320, 240, [9, 90, 200]);
    fs::rename(world.path("failed/broken"), world.path("inbox/broken")).unwrap();
    world.wait_for(2, "done");
    assert_eq!(world.films(), ["broken.mp4"]);
    // The note of the first try is gone, the picture that could not be used is still there and named.
    assert_eq!(world.names("archive/broken"), ["a.jpg", "b.jpg", "reeldrop.json"]);
    assert!(fs::read_to_string(world.path("archive/broken/reeldrop.json")).unwrap().contains("a.jpg"));
}

#[test]
fn an_unreadable_job_file_is_named_with_its_line() {
    let world = World::new();
    let aside = world.path("aside");
    jpeg(&aside.join("a.jpg"), 320, 240, [9, 90, 200]);
    fs::write(aside.join("job.toml"), "name = 'x'\nsecond_per_image = 3\n").unwrap();
    world.move_in(&aside, "typo");
    let _daemon = world.daemon();
    world.wait_for(1, "failed");
    let note = fs::read_to_string(world.path("failed/typo/error.txt")).unwrap();
    assert!(note.contains("line 2, column 1") && note.contains("`seconds_per_image`"), "{note}");
}

#[test]
fn an_inbox_that_is_only_read_is_used_once_and_again_when_it_changes() {
    let world = World::with("after = 'keep'", "");
    world.drop_folder("album", 1);
    let daemon = world.daemon();
    world.wait_for(1, "done");
    daemon.kill();
    let _again = world.daemon();
    world.drop_folder("other", 1);
    world.wait_for(2, "done");
    assert_eq!(world.films(), ["album.mp4", "other.mp4"]);
    assert_eq!(world.names("inbox"), ["album", "other"]);
    assert_eq!(world.names("inbox/album"), ["img0.jpg"]);
    jpeg(&world.path("inbox/album/img1.jpg"), 320, 240, [20, 90, 200]);
    world.wait_for(3, "done");
    assert_eq!(world.films(), ["album (2).mp4", "album.mp4", "other.mp4"]);
}

#[test]
fn an_outbox_that_is_away_is_waited_for() {
    let world = World::new();
    let _daemon = world.daemon();
    world.drop_folder("first", 1);
    world.wait_for(1, "done");
    fs::rename(world.path("outbox"), world.path("unmounted")).unwrap();
    fs::create_dir(world.path("outbox")).unwrap();
    world.drop_folder("second", 1);
    let job = world.wait_for(2, "waiting");
    assert_eq!(job["error"]["kind"], "machine");
    assert_eq!(world.names("outbox"), [""; 0]);
    fs::remove_dir(world.path("outbox")).unwrap();
    fs::rename(world.path("unmounted"), world.path("outbox")).unwrap();
    world.wait_for(2, "done");
    assert_eq!(world.films(), ["first.mp4", "second.mp4"]);
}

#[test]
fn a_disk_without_room_makes_the_job_wait_and_not_fail() {
    let world = World::with("", "[limits]\nmin_free_disk_mb = 4000000000\n");
    let daemon = world.daemon();
    world.drop_folder("big", 1);
    let job = world.wait_for(1, "waiting");
    assert!(job["error"]["message"].as_str().unwrap().contains("MB left"), "{job}");
    assert_eq!(daemon.stop(), Some(0));
    world.configure("", "");
    let _daemon = world.daemon();
    world.wait_for(1, "done");
}

#[test]
fn a_folder_that_is_still_growing_is_left_alone_and_said_so() {
    let world = World::new();
    let _daemon = world.daemon();
    let entry = world.path("inbox/slow");
    jpeg(&entry.join("a.jpg"), 320, 240, [9, 90, 200]);
    fs::write(entry.join("b.jpg.part"), "half").unwrap();
    let reason = until("a reason", || {
        let status = world.json(&["status"]);
        status["watches"][0]["waiting"][0]["reason"]
            .as_str()
            .filter(|reason| reason.contains("b.jpg.part"))
            .map(str::to_owned)
    });
    assert!(!reason.is_empty());
    assert_eq!(world.json(&["jobs"]).as_array().unwrap().len(), 0);
    fs::rename(entry.join("b.jpg.part"), entry.join("notes.md")).unwrap();
    world.wait_for(1, "done");
}

#[test]
fn a_stop_in_the_middle_of_a_render_is_quick_and_the_next_daemon_goes_on() {
    let world = World::slow();
    let daemon = world.daemon();
    world.drop_folder("long", 3);
    world.until_it_renders(1);
    let begun = Instant::now();
    assert_eq!(daemon.stop(), Some(0));
    assert!(begun.elapsed().as_secs() < 5);
    assert_eq!(world.json(&["show", "1"])["status"], "queued");
    world.configure("", "");
    let _daemon = world.daemon();
    world.wait_for(1, "done");
    assert_eq!(world.films(), ["long.mp4"]);
}
