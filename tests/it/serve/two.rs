//! Two reeldrops: a folder falls in here, the film is made there, and comes out here. Either is killed at any moment.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

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

const FOLDERS: usize = 4;
const KILLS: u64 = 12;

#[test]
fn either_may_be_killed_at_any_moment_and_every_folder_is_one_film() {
    let mut serving = Serving::start();
    let world = world(&serving);
    for number in 0..FOLDERS {
        world.drop_folder(&format!("folder{number}"), 2);
    }
    let mut daemon = Some(world.daemon());
    for kill in 0..KILLS {
        let end = Instant::now() + Duration::from_millis(150 + 60 * kill);
        while Instant::now() < end {
            std::thread::park_timeout(Duration::from_millis(2));
        }
        if kill % 2 == 0 {
            serving.restart();
        } else {
            daemon.take().unwrap().kill();
            daemon = Some(world.daemon());
        }
    }
    settle(&world);
    drop(daemon);
    let mut films = BTreeMap::new();
    for name in world.films() {
        films.insert(name.clone(), Film::open(&world.path("outbox").join(name)).frames);
    }
    let expected: BTreeMap<String, u32> = (0..FOLDERS).map(|number| (format!("folder{number}.mp4"), 30)).collect();
    assert_eq!(films, expected, "log:\n{}", world.log());
    let archived: Vec<String> = (0..FOLDERS).map(|number| format!("folder{number}")).collect();
    assert_eq!(world.names("archive"), archived);
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
fn settle(world: &World) {
    until("every folder to be done", || {
        let jobs = world.json(&["jobs"]);
        let jobs = jobs.as_array()?;
        for job in jobs.iter().filter(|job| job["status"] == "failed") {
            world.run(&["retry", &job["id"].to_string()]);
        }
        let done = jobs.iter().filter(|job| job["status"] == "done").count();
        (done == FOLDERS).then_some(())
    });
}
