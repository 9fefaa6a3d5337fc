//! The commands, their exit codes and their JSON.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Film, World, jpeg, reeldrop, until};

fn folder(world: &World) -> String {
    for (number, colour) in [[200, 30, 30], [30, 200, 30]].into_iter().enumerate() {
        jpeg(&world.path(&format!("pics/{number}.jpg")), 320, 240, colour);
    }
    world.path("pics").to_str().unwrap().to_owned()
}

#[test]
fn make_turns_a_folder_into_a_film_and_leaves_nothing_else_behind() {
    let world = World::new();
    let pics = folder(&world);
    let made = world.json(&["make", &pics]);
    let film = Film::open(Path::new(made["video"].as_str().unwrap()));
    assert_eq!(
        (&made["frames"], &made["width"], &made["height"]),
        (&film.frames.into(), &film.width.into(), &film.height.into())
    );
    assert_eq!(made["seconds"], f64::from(film.frames) / 30.0);
    assert!(made["elapsed_secs"].as_f64().unwrap() > 0.0);
    let again = world.run(&["make", &pics]);
    assert_eq!(String::from_utf8(again.stdout).unwrap().trim(), world.path("pics (2).mp4").to_str().unwrap());
    assert_eq!(world.names("."), ["config.toml", "pics", "pics (2).mp4", "pics.mp4"]);
    assert_eq!(world.names("pics"), ["0.jpg", "1.jpg"]);
}

#[test]
fn what_is_not_used_is_named() {
    let world = World::new();
    let pics = folder(&world);
    fs::write(world.path("pics/broken.png"), "no picture").unwrap();
    fs::write(world.path("pics/urls.txt"), "https://example.org/a.jpg").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", world.path("pics/link.jpg")).unwrap();
    crate::support::tune(&world.path("pics/a.wav"));
    crate::support::tune(&world.path("pics/b.wav"));
    let plan = world.json(&["plan", &pics, "-p", "fireworks"]);
    let skipped = plan["skipped"].to_string();
    for name in ["broken.png", "urls.txt", "link.jpg", "b.wav"] {
        assert!(skipped.contains(name), "{name}: {skipped}");
    }
    assert_eq!(plan["not_understood"], json!(["fireworks"]));
    assert_eq!(plan["timeline"]["shots"].as_array().unwrap().len(), 2);
    assert_eq!(plan["timeline"]["music"]["tune"]["file"], "a.wav");
}

#[test]
fn letters_that_no_font_has_cost_the_title_and_not_the_film() {
    let world = World::new();
    let pics = folder(&world);
    // The last code points of a plane that no font fills.
    let plan = world.json(&["plan", &pics, "-p", "title \"Sea \u{10fffd}\""]);
    assert_eq!(plan["timeline"]["texts"].as_array().unwrap().len(), 1);
    assert!(plan["notes"][0].as_str().unwrap().contains("no font on this machine has"), "{plan}");
    let plan = world.json(&["plan", &pics, "-p", "title \"\u{10fffd}\""]);
    assert_eq!(plan["timeline"]["texts"], json!([]));
}

#[test]
fn make_overwrites_nothing() {
    let world = World::new();
    let pics = folder(&world);
    let out = world.path("out.mp4");
    fs::write(&out, "mine").unwrap();
    let refused = world.run(&["make", &pics, "-o", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[test]
fn exit_codes_tell_scripts_what_happened() {
    // Nobody listens on port 1.
    let world = World::with("", "[nemo]\napi_url = 'http://127.0.0.1:1'\n");
    let pics = folder(&world);
    fs::create_dir(world.path("empty")).unwrap();
    fs::write(world.path("bad.toml"), "workers = 1\n[vidio]\n").unwrap();
    let bad = world.path("bad.toml");
    let cases: &[(&[&str], i32)] = &[
        (&["make"], 2),
        (&["make", &pics, "--backend", "nemo"], 75),
        (&["make", &pics, "--backend", "none"], 2),
        (&["make", "no-such-folder"], 3),
        (&["make", "empty"], 1),
        (&["make", &pics, "-o", "no-such-folder/a.mp4"], 3),
        (&["show", "4711"], 3),
        (&["plan"], 2),
        (&["whirl"], 2),
        (&["jobs", "--status", "busy"], 2),
        (&["--config", bad.to_str().unwrap(), "jobs"], 4),
        (&["--config", "no-such-file.toml", "jobs"], 4),
        (&["--help"], 0),
        (&["--version"], 0),
    ];
    for (arguments, code) in cases {
        let output =
            reeldrop().args(["--config"]).arg(world.config()).args(*arguments).current_dir(world.path(".")).output();
        // A second `--config` is a usage error of its own, so those two go without the first.
        let output = match arguments[0] {
            "--config" => reeldrop().args(*arguments).output().unwrap(),
            _ => output.unwrap(),
        };
        assert_eq!(output.status.code(), Some(*code), "{arguments:?}: {output:?}");
    }
}

#[test]
fn a_mistake_in_the_config_is_named_with_line_column_and_the_nearest_key() {
    let world = World::new();
    fs::write(world.path("bad.toml"), "workers = 1\n[video]\n  resolutoin = '720p'\n").unwrap();
    let output = reeldrop().arg("--config").arg(world.path("bad.toml")).arg("jobs").output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("line 3, column 3: unknown key `resolutoin`"), "{words}");
    assert!(words.contains("hint: the nearest key is `resolution`"), "{words}");
}

#[test]
fn plan_says_what_was_understood_without_any_default() {
    let world = World::new();
    let plan = world.json(&["plan", "-p", "square, 2 seconds per picture, hard cuts, title \"By the sea\""]);
    assert_eq!(
        plan["brief"],
        json!({"aspect": "1:1", "seconds_per_image": 2.0, "transition": "cut", "title": "By the sea"})
    );
    assert_eq!(plan["timeline"], Value::Null);
    let understood = plan["understood"].as_array().unwrap();
    assert!(understood.iter().all(|it| it["text"].is_string() && it["field"].is_string() && !it["value"].is_null()));
    assert_eq!(understood.len(), 4);
}

#[test]
fn words_may_begin_like_a_list() {
    let plan = World::new().json(&["plan", "-p", "- vertical\n- 2 seconds per picture"]);
    assert_eq!(plan["brief"], json!({"aspect": "9:16", "seconds_per_image": 2.0}));
}

#[test]
fn plan_with_a_folder_shows_the_timeline() {
    let world = World::new();
    let pics = folder(&world);
    let plan = world.json(&["plan", &pics, "-p", "5 seconds per picture, hard cuts, title \"Sea\""]);
    assert_eq!(plan["summary"], "Timeline (2 tracks): 1. Video: 2 pictures (0-10s) 2. Title: \"Sea\" (0-3s)");
    assert_eq!((&plan["timeline"]["frames"], &plan["timeline"]["canvas"]["height"]), (&json!(300), &json!(480)));
    assert_eq!(world.names("pics"), ["0.jpg", "1.jpg"]);
}

#[test]
fn init_writes_a_config_that_holds_and_makes_the_folders() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        reeldrop().env_remove("XDG_CONFIG_HOME").env("HOME", home.path()).args(arguments).output().unwrap()
    };
    let made: Value = serde_json::from_slice(&run(&["init", "--json"]).stdout).unwrap();
    assert_eq!(made["written"], true);
    for folder in ["inbox", "outbox", "archive", "failed"] {
        assert!(home.path().join("Videos").join(folder).is_dir());
    }
    let again: Value = serde_json::from_slice(&run(&["init", "--json"]).stdout).unwrap();
    assert_eq!((&again["written"], &again["config"]), (&json!(false), &made["config"]));
    let status: Value = serde_json::from_slice(&run(&["status", "--json"]).stdout).unwrap();
    assert_eq!(status["daemon"], "stopped");
    assert_eq!(
        status["jobs"],
        json!({"queued": 0, "working": 0, "waiting": 0, "done": 0, "failed": 0, "cancelled": 0})
    );
    assert_eq!(status["watches"][0]["mode"], "events");
}

#[test]
fn status_names_what_waits_and_what_lies_around() {
    let world = World::new();
    world.drop_folder("beach", 1);
    fs::write(world.path("inbox/loose.jpg"), "").unwrap();
    let status = world.json(&["status"]);
    assert_eq!(status["watches"][0]["waiting"], json!([{"name": "beach", "reason": "the daemon is not running"}]));
    assert_eq!(status["watches"][0]["loose_files"], json!(["loose.jpg"]));
    let _daemon = world.daemon();
    until("the daemon to be seen", || (world.json(&["status"])["daemon"] == "running").then_some(()));
    world.wait_for(1, "done");
}

#[test]
fn jobs_have_the_promised_shape() {
    let world = World::new();
    world.drop_folder("beach", 1);
    assert_eq!(world.run(&["once"]).status.code(), Some(0));
    let jobs = world.json(&["jobs"]);
    let job = jobs[0].as_object().unwrap();
    let mut keys: Vec<&str> = job.keys().map(String::as_str).collect();
    keys.sort_unstable();
    let promised = [
        "attempts",
        "backend",
        "created_at",
        "error",
        "id",
        "name",
        "progress",
        "stage",
        "status",
        "updated_at",
        "video",
    ];
    assert_eq!(keys, promised);
    assert_eq!((&job["id"], &job["status"], &job["backend"]), (&json!(1), &json!("done"), &json!("local")));
    assert!(job["created_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(world.json(&["jobs", "--status", "failed"]), json!([]));
    let journal = world.json(&["show", "1"])["journal"].as_array().unwrap().clone();
    assert!(journal.len() >= 5 && journal.iter().all(|line| line["at"].is_string() && line["what"].is_string()));
}

#[test]
fn once_makes_what_lies_there_and_says_what_it_left() {
    let world = World::new();
    world.drop_folder("beach", 1);
    jpeg(&world.path("inbox/slow/a.jpg"), 320, 240, [9, 90, 200]);
    fs::write(world.path("inbox/slow/b.jpg.part"), "half").unwrap();
    fs::create_dir_all(world.path("inbox/broken")).unwrap();
    fs::write(world.path("inbox/broken/a.png"), "not a picture").unwrap();
    let output = world.run(&["once"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(world.films(), ["beach.mp4"]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("left in the inbox: slow: b.jpg.part"));
    assert_eq!(world.names("inbox"), [".reeldrop", "slow"]);
    assert_eq!(world.run(&["once"]).status.code(), Some(75));
}

#[test]
fn two_daemons_on_one_state_folder_are_one_too_many() {
    let world = World::new();
    let _daemon = world.daemon();
    until("the daemon to be seen", || (world.json(&["status"])["daemon"] == "running").then_some(()));
    let second = world.run(&["run"]);
    assert_eq!(second.status.code(), Some(75));
    assert!(String::from_utf8(second.stderr).unwrap().contains("another reeldrop"));
}

#[test]
fn two_reeldrops_on_one_inbox_are_one_too_many() {
    let world = World::new();
    let _daemon = world.daemon();
    until("the daemon to be seen", || (world.json(&["status"])["watches"][0]["inbox"].is_string()).then_some(()));
    let config = fs::read_to_string(world.config()).unwrap().replace("/state'", "/other-state'");
    fs::write(world.path("other.toml"), config).unwrap();
    let other = reeldrop().arg("--config").arg(world.path("other.toml")).arg("once").output().unwrap();
    assert_eq!(other.status.code(), Some(75), "{other:?}");
    assert!(String::from_utf8(other.stderr).unwrap().contains("watches the inbox"));
}

#[test]
fn pictures_of_a_lost_database_go_back_into_the_inbox() {
    let world = World::new();
    world.drop_folder("beach", 1);
    let claimed = world.path("inbox/.reeldrop/7-beach");
    fs::create_dir_all(&claimed).unwrap();
    fs::rename(world.path("inbox/beach"), claimed.join("source")).unwrap();
    assert_eq!(world.run(&["once"]).status.code(), Some(0));
    assert_eq!(world.films(), ["recovered.mp4"]);
    assert_eq!(world.names("inbox/.reeldrop"), ["id", "lock"]);
}

#[test]
fn names_cannot_play_tricks_on_the_terminal() {
    let world = World::new();
    world.drop_folder("a\u{1b}]0;pwned\u{7}b", 1);
    world.run(&["once"]);
    for arguments in [&["jobs"] as &[&str], &["show", "1"], &["status"]] {
        let shown = world.run(arguments).stdout;
        assert!(!shown.contains(&0x1b) && !shown.contains(&7), "{arguments:?}");
    }
}
