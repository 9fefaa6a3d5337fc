//! The daemon killed for real, again and again, with somebody who takes every film the moment it is there.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use crate::support::{Film, World, until};

const FOLDERS: usize = 6;
const KILLS: u64 = 25;

#[test]
fn a_daemon_killed_at_any_moment_loses_nothing_and_delivers_nothing_twice() {
    let world = World::new();
    let mut taken = BTreeMap::<String, u32>::new();
    for number in 0..FOLDERS {
        world.drop_folder(&format!("folder{number}"), 2);
    }
    // Each daemon lives a little longer than the last, so that the kills fall into every part of a job.
    for kill in 0..KILLS {
        let daemon = world.daemon();
        let end = Instant::now() + Duration::from_millis(20 + 23 * kill);
        while Instant::now() < end {
            take(&world, &mut taken);
            std::thread::park_timeout(Duration::from_millis(1));
        }
        daemon.kill();
    }
    let _daemon = world.daemon();
    until("every job to be done", || {
        take(&world, &mut taken);
        let jobs = world.json(&["jobs", "--status", "done"]);
        (jobs.as_array().is_some_and(|jobs| jobs.len() == FOLDERS)).then_some(())
    });
    take(&world, &mut taken);
    let expected: BTreeMap<String, u32> = (0..FOLDERS).map(|number| (format!("folder{number}.mp4"), 1)).collect();
    assert_eq!(taken, expected, "log:\n{}", world.log());
    for number in 0..FOLDERS {
        assert_eq!(world.names(&format!("archive/folder{number}")), ["img0.jpg", "img1.jpg", "reeldrop.json"]);
    }
    assert_eq!(world.names("outbox"), [".reeldrop"]);
    until("the work folder to be empty", || (world.names("inbox/.reeldrop") == ["id", "lock"]).then_some(()));
}

/// Takes every film away at once; a film under its final name must be whole.
fn take(world: &World, taken: &mut BTreeMap<String, u32>) {
    for name in world.films() {
        let mine = world.path(&name);
        fs::rename(world.path("outbox").join(&name), &mine).unwrap();
        assert_eq!(Film::open(&mine).frames, 2 * 15);
        *taken.entry(name).or_default() += 1;
    }
}
