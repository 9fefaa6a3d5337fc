//! A config that changes while the daemon runs.

use std::fs;

use rustix::process::Signal;

use crate::support::{World, until};

fn second_inbox(world: &World) -> String {
    let path = |name: &str| world.path(name).display().to_string();
    format!(
        "[[watch]]\ninbox = '{}'\noutbox = '{}'\narchive = '{}'\nfailed = '{}'\nsettle_secs = 0.2\n",
        path("inbox2"),
        path("outbox2"),
        path("archive2"),
        path("failed2")
    )
}

fn until_it_is_said(world: &World, words: &str, times: usize) {
    let what = std::fmt::from_fn(|f| write!(f, "`{words}` in the log:\n{}", world.log()));
    until(what, || (world.log().matches(words).count() >= times).then_some(()));
}

#[test]
fn a_new_inbox_is_watched_while_the_job_in_hand_goes_on() {
    let slow = "video = { resolution = '1080p', quality = 'high', seconds_per_image = 6 }";
    let world = World::with(slow, "");
    let daemon = world.daemon();
    world.drop_folder("first", 2);
    world.until_it_renders(1);
    // Two workers now, so that the second inbox does not wait for the first one's film.
    let text = fs::read_to_string(world.config()).unwrap();
    fs::write(world.config(), format!("workers = 2\n{text}\n{}", second_inbox(&world))).unwrap();
    daemon.signal(Signal::HUP);
    until_it_is_said(&world, "the config was read again", 1);
    fs::create_dir_all(world.path("aside")).unwrap();
    crate::support::jpeg(&world.path("aside/a.jpg"), 320, 240, [9, 90, 200]);
    fs::rename(world.path("aside"), world.path("inbox2/second")).unwrap();
    world.wait_for(2, "done");
    assert_eq!(world.names("outbox2"), [".reeldrop", "second.mp4"]);
    world.wait_for(1, "done");
    let journal = world.json(&["show", "1"])["journal"].to_string();
    assert_eq!(journal.matches("the film is made").count(), 1);
    // And taken out again, without a signal: the file has changed.
    fs::write(world.config(), text).unwrap();
    until_it_is_said(&world, "the config was read again", 2);
    assert_eq!(world.json(&["status"])["watches"].as_array().unwrap().len(), 1);
    assert_eq!(daemon.stop(), Some(0));
}

#[test]
fn a_config_with_a_mistake_is_refused_and_the_old_one_holds() {
    let world = World::new();
    let daemon = world.daemon();
    until("the daemon to be seen", || (world.json(&["status"])["watches"][0]["inbox"].is_string()).then_some(()));
    let (text, good) = (fs::read_to_string(world.config()).unwrap(), world.path("good.toml"));
    fs::write(&good, &text).unwrap();
    let status = || {
        let output = crate::support::reeldrop().args(["--json", "--config"]).arg(&good).arg("status").output().unwrap();
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    for (wrong, words) in [
        (text.replace("workers", "wrokers") + "\n[vidio]\n", "unknown key `vidio`"),
        (text.replace("/state'", "/elsewhere'"), "`state_dir` has changed"),
        (text.replace("settle_secs", "ignore = ['[']\nsettle_secs"), "`[`"),
    ] {
        fs::write(world.config(), wrong).unwrap();
        let why = std::fmt::from_fn(|f| write!(f, "`{words}`; log:\n{}", world.log()));
        until(why, || status()["config_error"].as_str().is_some_and(|why| why.contains(words)).then_some(()));
    }
    world.drop_folder("beach", 1);
    until(std::fmt::from_fn(|f| write!(f, "the film; log:\n{}", world.log())), || {
        (world.films() == ["beach.mp4"]).then_some(())
    });
    fs::write(world.config(), &text).unwrap();
    let forgotten = std::fmt::from_fn(|f| write!(f, "the mistake to be forgotten; log:\n{}", world.log()));
    until(forgotten, || status()["config_error"].is_null().then_some(()));
    assert_eq!(daemon.stop(), Some(0));
}
