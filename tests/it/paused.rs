//! Work that somebody stops for a while.

use crate::support::{World, until};

#[test]
fn a_pause_breaks_off_the_render_and_holds_until_somebody_resumes() {
    let world = World::slow();
    let daemon = world.daemon();
    world.drop_folder("long", 3);
    world.until_it_renders(1);
    assert_eq!(world.json(&["pause"])["changed"], true);
    assert_eq!(world.json(&["pause"])["changed"], false);
    until("the render to be broken off", || (world.json(&["show", "1"])["status"] == "queued").then_some(()));
    assert_eq!(world.json(&["status"])["daemon"], "paused");
    assert_eq!(daemon.stop(), Some(0));
    assert_eq!(world.json(&["status"])["daemon"], "stopped");

    // It outlives the daemon, and what is dropped meanwhile is noticed and left.
    world.configure("", "");
    let _daemon = world.daemon();
    world.drop_folder("short", 1);
    until("the second to be queued", || (world.json(&["show", "2"])["status"] == "queued").then_some(()));
    assert_eq!(world.json(&["status"])["daemon"], "paused");
    assert_eq!(world.json(&["jobs", "--status", "queued"]).as_array().unwrap().len(), 2);
    assert_eq!(world.films(), [""; 0]);
    assert_eq!(world.json(&["resume"])["changed"], true);
    world.wait_for(1, "done");
    world.wait_for(2, "done");
}

#[test]
fn one_round_makes_nothing_while_the_work_is_paused() {
    let world = World::new();
    world.drop_folder("beach", 1);
    world.run(&["pause"]);
    let once = world.run(&["once"]);
    assert_eq!(once.status.code(), Some(75), "{once:?}");
    assert!(String::from_utf8(once.stderr).unwrap().contains("reeldrop resume"));
    world.run(&["resume"]);
    assert_eq!(world.run(&["once"]).status.code(), Some(0));
    assert_eq!(world.films(), ["beach.mp4"]);
}
