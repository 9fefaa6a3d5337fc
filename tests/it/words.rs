//! Words, settings and files beside the pictures, from the folder to the film's own notes.

use std::fs;

use crate::support::{World, jpeg, tune};

/// A folder called `Lake_Como` with two pictures and two tunes.
fn lake(world: &World) -> String {
    for name in ["a.jpg", "b.jpg"] {
        jpeg(&world.path("Lake_Como").join(name), 320, 240, [200, 90, 20]);
    }
    for name in ["first.wav", "second.wav"] {
        tune(&world.path("Lake_Como").join(name));
    }
    world.path("Lake_Como").to_str().unwrap().to_owned()
}

#[test]
fn a_title_that_nobody_wrote_is_the_folders_name() {
    let world = World::new();
    let folder = lake(&world);
    let plan = world.json(&["plan", &folder, "-p", "add a title"]);
    assert_eq!(plan["timeline"]["texts"][0]["text"], "Lake Como", "{plan}");
    let words = world.json(&["plan", "-p", "add a title"]);
    let note = words["notes"][0].as_str().unwrap();
    assert!(note.contains("not what it should say") && words["brief"].get("title").is_none(), "{words}");
    let named = world.json(&["plan", &folder, "-p", "add the title \"Autumn\""]);
    assert_eq!(named["timeline"]["texts"][0]["text"], "Autumn");
}

#[test]
fn the_music_is_the_file_that_was_named_else_the_first_and_a_missing_one_is_told() {
    let world = World::new();
    let folder = lake(&world);
    let music = |words: &str| {
        let plan = world.json(&["plan", &folder, "-p", words]);
        (plan["timeline"]["music"]["tune"]["file"].clone(), plan["skipped"].to_string())
    };
    assert_eq!(music("").0, "first.wav");
    assert_eq!(music("use Second.wav").0, "second.wav");
    let (file, skipped) = music("use third.wav");
    assert!(file == "first.wav" && skipped.contains("`third.wav` is not in the folder"), "{file} {skipped}");
}

#[test]
fn a_length_in_seconds_wins_over_the_length_of_the_music_and_a_note_says_so() {
    let world = World::new();
    let folder = lake(&world);
    let plan = |words: &str| world.json(&["plan", &folder, "-p", words]);
    let (both, music) = (plan("3 seconds in total, as long as the song"), plan("as long as the song"));
    assert_eq!((&both["timeline"]["frames"], &music["timeline"]["frames"]), (&90.into(), &30.into()));
    assert!(both["notes"].to_string().contains("not as long as the music"), "{both}");
}

#[test]
fn a_job_says_where_each_value_came_from() {
    let world = World::with("[watch.video]\nfit = 'blur'", "");
    lake(&world);
    let lake = world.path("Lake_Como");
    fs::write(lake.join("prompt.txt"), "square, use second.wav").unwrap();
    fs::write(lake.join("job.toml"), "fps = 20\n").unwrap();
    world.move_in(&lake, "lake");
    let _daemon = world.daemon();
    let job = world.wait_for(1, "done");
    for (field, origin) in [
        ("aspect", "prompt"),
        ("music_file", "prompt"),
        ("fps", "job.toml"),
        ("fit", "watch"),
        ("quality", "config"),
        ("transition", "built-in"),
    ] {
        assert_eq!(job["origins"][field], origin, "{field} of {}", job["origins"]);
    }
    let note = fs::read_to_string(world.path("archive/lake/reeldrop.json")).unwrap();
    let note: serde_json::Value = serde_json::from_str(&note).unwrap();
    assert_eq!(note["timeline"]["music"]["tune"]["file"], "second.wav");
}
