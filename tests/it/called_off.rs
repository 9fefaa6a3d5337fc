//! Jobs that somebody calls off: at every stage, with and without a daemon, whatever is cut off.

use std::fs;

use reeldrop::clock;
use reeldrop::control;
use reeldrop::daemon::{House, Turn, perform};
use reeldrop::job::Stage;
use reeldrop::store::{Lane, Store};
use serde_json::json;

use crate::crash::{arrive, open};
use crate::support::{World, until};

#[test]
fn a_render_that_is_cancelled_stops_and_the_pictures_are_found_again() {
    let world = World::slow();
    let _daemon = world.daemon();
    world.drop_folder("long", 3);
    world.until_it_renders(1);
    let cancelled = world.json(&["cancel", "1"]);
    let place = world.path("failed/long");
    assert_eq!(cancelled, json!({"id": 1, "status": "cancelled", "pictures": place}));
    assert_eq!(world.names("failed/long"), ["error.txt", "img0.jpg", "img1.jpg", "img2.jpg"]);
    assert!(fs::read_to_string(place.join("error.txt")).unwrap().contains("somebody cancelled it"));
    assert_eq!(world.names("inbox"), [".reeldrop"]);
    assert_eq!(world.names("inbox/.reeldrop"), ["id", "lock"]);
    assert_eq!(world.films(), [""; 0]);

    // It can be had after all, from the folder or by its number.
    world.configure("", "");
    assert_eq!(world.run(&["retry", "1"]).status.code(), Some(0));
    world.wait_for(1, "done");
    assert_eq!(world.names("archive/long"), ["img0.jpg", "img1.jpg", "img2.jpg", "reeldrop.json"]);
}

#[test]
fn a_job_that_waits_behind_another_is_cancelled_at_once() {
    let world = World::slow();
    let _daemon = world.daemon();
    world.drop_folder("first", 3);
    world.until_it_renders(1);
    world.drop_folder("second", 1);
    until("the second to be queued", || (world.json(&["show", "2"])["status"] == "queued").then_some(()));
    assert_eq!(world.run(&["cancel", "2"]).status.code(), Some(0));
    assert_eq!(world.names("failed"), ["second"]);
    assert_eq!(world.json(&["show", "1"])["status"], "working");
    assert_eq!(world.json(&["show", "2"])["status"], "cancelled");
}

#[test]
fn without_a_daemon_cancel_does_it_itself() {
    let world = World::new();
    world.run(&["pause"]);
    let daemon = world.daemon();
    world.drop_folder("beach", 1);
    until("a row", || (world.json(&["show", "1"])["stage"] == "claiming").then_some(()));
    daemon.kill();
    assert_eq!(world.json(&["cancel", "1"])["status"], "cancelled");
    assert_eq!(world.names("failed/beach"), ["error.txt", "img0.jpg"]);
    assert_eq!(world.names("inbox"), [".reeldrop"]);
    assert_eq!(world.run(&["cancel", "1"]).status.code(), Some(2), "it is over");
    assert_eq!(world.run(&["cancel", "4711"]).status.code(), Some(3));
}

#[test]
fn a_cancelled_folder_of_an_inbox_that_is_only_read_stays_and_is_not_made_again() {
    let world = World::with("after = 'keep'", "");
    world.run(&["pause"]);
    let _daemon = world.daemon();
    world.drop_folder("album", 1);
    until(std::fmt::from_fn(|f| write!(f, "a row; log:\n{}", world.log())), || {
        (world.json(&["show", "1"])["stage"] == "claiming").then_some(())
    });
    assert_eq!(world.json(&["cancel", "1"])["pictures"], json!(world.path("inbox/album")));
    assert_eq!(world.names("inbox/album"), ["img0.jpg"]);
    world.run(&["resume"]);
    world.drop_folder("other", 1);
    world.wait_for(2, "done");
    assert_eq!((world.films(), world.names("failed")), (vec!["other.mp4".to_owned()], vec![]));
}

/// Drives the one job by hand: `before` commits, then it is called off; one daemon ends right after the effect of step
/// `crash` of what follows, the next goes on. Gives back the end and where the pictures are.
async fn call_off(before: usize, crash: usize) -> (Stage, World, bool) {
    let world = World::new();
    world.drop_folder("holiday", 2);
    fs::create_dir_all(world.path("outbox")).unwrap();
    let mut house = open(&world);
    arrive(&house, &world);
    let mut steps = 0;
    let next = |house: &House| {
        let now = clock::now();
        let aside = house.store.next(Lane::Aside, now, &[]).unwrap();
        aside.or_else(|| house.store.next(Lane::Here, now, &[]).unwrap())
    };
    let (mut called_off, mut crashed) = (false, false);
    while let Some(mut job) = next(&house) {
        if steps == before && !called_off {
            called_off = true;
            if control::cancel(&world.path("state"), job.id).is_ok() {
                continue;
            }
        }
        let turn = perform(&house, &mut job).await;
        if called_off && !crashed && steps == before + crash {
            crashed = true;
            drop(house);
            house = open(&world);
            continue;
        }
        let Turn::Advance(stage, what) = turn else { panic!("{turn:?}") };
        house.store.advance(&job, &stage, &what, clock::now()).unwrap();
        steps += 1;
    }
    let stage = Store::open(&world.path("state")).unwrap().job(1).unwrap().unwrap().stage;
    (stage, world, crashed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn called_off_at_any_stage_and_cut_off_anywhere_the_pictures_lie_in_one_place() {
    for before in 0..=4 {
        for crash in 0.. {
            let (stage, world, crashed) = call_off(before, crash).await;
            let place = match &stage {
                Stage::Cancelled { pictures: Some(place), .. } => {
                    assert_eq!(world.films(), [""; 0], "{before}, {crash}");
                    place.clone()
                }
                // The film has its name: too late.
                Stage::Done { pictures: Some(place), .. } => {
                    assert!(before >= 3, "{before}, {crash}");
                    assert_eq!(world.films(), ["holiday.mp4"]);
                    place.clone()
                }
                other => panic!("{before}, {crash}: {other:?}"),
            };
            assert!(place.join("img0.jpg").exists() && place.join("img1.jpg").exists(), "{before}, {crash}: {place:?}");
            let folders = ["inbox", "archive", "failed"].map(|folder| world.names(folder).len());
            assert_eq!(
                folders.iter().sum::<usize>(),
                2,
                "{before}, {crash}: the marker and one folder, not {folders:?}"
            );
            assert_eq!(world.names("inbox/.reeldrop"), ["id"], "{before}, {crash}");
            assert_eq!(world.names("outbox").iter().filter(|name| name.contains(".part")).count(), 0);
            if !crashed {
                break;
            }
        }
    }
}
