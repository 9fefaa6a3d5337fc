//! Two reeldrops: a folder falls in here, the film is made there, and comes out here. Either is killed at any moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

use crate::support::{Film, Serving, World, until};

/// The waits of the one that sends, short enough for a test.
fn nemo(url: &str) -> String {
    format!(
        "[nemo]\napi_url = '{url}'\npoll_secs = 0.1\nrender_timeout_secs = 60\nrate_limit_wait_secs = 0.1\n\
         recovery_wait_secs = 0.1\nrecovery_poll_secs = 0.1\nmax_messages_per_day = 1000\n"
    )
}

fn world(serving: &Serving) -> World {
    World::with("backend = 'nemo'", &nemo(serving.url()))
}

#[test]
fn a_folder_dropped_here_is_rendered_there_and_comes_out_here() {
    let serving = Serving::start();
    let world = world(&serving);
    world.drop_folder("beach", 3);
    let _daemon = world.daemon();
    let job = world.wait_for(1, "done");
    assert_eq!(world.films(), ["beach.mp4"]);
    assert_eq!(Film::open(&world.path("outbox/beach.mp4")).frames, 45);
    assert_eq!(world.names("archive"), ["beach"]);
    assert!(
        job["timeline"].as_str().unwrap_or_default().contains("3 tracks") || job.to_string().contains("Timeline ("),
        "{job}"
    );
    assert!(serving.state("films").is_dir());
}

/// Kills of a usual run; `REELDROP_KILLS` says another number, `REELDROP_SEED` makes it another run.
const KILLS: u64 = 20;
/// Folders are dropped while others are on their way, so that there is always something to interrupt.
const KILLS_A_FOLDER: u64 = 3;

/// Numbers that look random and come again with the same seed (Steele and others, "Fast splittable pseudorandom number
/// generators", 2014).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// What the jobs were at, when one of the two was killed: the word for the step in the row.
fn interrupted(world: &World, count: &mut BTreeMap<String, u32>) {
    let path = world.path("state/reeldrop.db");
    let Ok(rows) = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY) else { return };
    // Before the first start has come to an end there is none.
    let Ok(mut rows) = rows.prepare("SELECT stage FROM jobs") else { return };
    for stage in rows.query_map([], |row| row.get::<_, String>(0)).unwrap().map_while(Result::ok) {
        let stage: Value = serde_json::from_str(&stage).unwrap();
        let step = stage["next"]["step"].as_str().or(stage["stage"].as_str()).unwrap_or_default();
        *count.entry(step.to_owned()).or_default() += 1;
    }
}

#[test]
fn either_may_be_killed_at_any_moment_and_every_folder_is_one_film() {
    let (kills, mut dice) = (number("REELDROP_KILLS", KILLS), Dice(number("REELDROP_SEED", 1)));
    let mut serving = Serving::start();
    let world = world(&serving);
    let mut daemon = Some(world.daemon());
    let (mut folders, mut steps) = (0, BTreeMap::new());
    for kill in 0..kills {
        if kill % KILLS_A_FOLDER == 0 {
            world.drop_folder(&format!("folder{folders}"), 2);
            folders += 1;
        }
        // Short times and long ones: after a start the first thing done is whatever was interrupted.
        let most = [40, 150, 600][dice.roll(3) as usize];
        let end = Instant::now() + Duration::from_millis(5 + dice.roll(most));
        while Instant::now() < end {
            std::thread::park_timeout(Duration::from_millis(1));
        }
        interrupted(&world, &mut steps);
        if dice.roll(2) == 0 {
            serving.restart();
        } else {
            daemon.take().unwrap().kill();
            daemon = Some(world.daemon());
        }
    }
    settle(&world, folders);
    drop(daemon);
    println!("{kills} kills while jobs were at: {steps:?}");
    let mut films = BTreeMap::new();
    for name in world.films() {
        films.insert(name.clone(), Film::open(&world.path("outbox").join(name)).frames);
    }
    let names: BTreeSet<String> = (0..folders).map(|number| format!("folder{number}")).collect();
    let expected: BTreeMap<String, u32> = names.iter().map(|name| (format!("{name}.mp4"), 30)).collect();
    assert_eq!(films, expected, "log:\n{}", world.log());
    assert_eq!(world.names("archive").into_iter().collect::<BTreeSet<_>>(), names);
    serving.kill();
    let books = serving.books();
    let paid: Vec<i64> = books.charges().unwrap().iter().map(|charge| charge.message).collect();
    let messages = books.messages().unwrap();
    for (n, one) in messages.iter().enumerate().filter(|(_, message)| paid.contains(&message.id)) {
        let again = messages[..n].iter().filter(|other| other.session == one.session && paid.contains(&other.id));
        assert_eq!(again.count(), 0, "one session paid twice: {messages:#?}");
    }
    assert!(fs::read_dir(serving.state("arriving")).unwrap().count() == 0);
}

/// A message that was lost fails its job, since nothing that may cost is sent twice unasked; here somebody asks.
fn settle(world: &World, folders: usize) {
    until("every folder to be done", || {
        let jobs = world.json(&["jobs"]);
        let jobs = jobs.as_array()?;
        for job in jobs.iter().filter(|job| job["status"] == "failed") {
            world.run(&["retry", &job["id"].to_string()]);
        }
        let done = jobs.iter().filter(|job| job["status"] == "done").count();
        (done == folders).then_some(())
    });
}
