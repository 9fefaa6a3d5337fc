//! Music that is made because words ask for it and no sound lies in the folder.

use std::fs;

use serde_json::json;

use crate::support::{Film, World, jpeg, tune};

fn plan(world: &World, words: &str) -> serde_json::Value {
    let plan = world.json(&["plan", world.path("pics").to_str().unwrap(), "-p", words]);
    assert!(plan["timeline"].is_object(), "{words}: {plan}");
    plan
}

fn pictures(world: &World, count: u8) {
    for number in 0..count {
        jpeg(&world.path(&format!("pics/{number}.jpg")), 320, 180, [250, 40 * number, 90]);
    }
}

#[test]
fn words_that_ask_for_music_get_some_and_others_get_silence() {
    let world = World::new();
    pictures(&world, 3);
    for (words, mood) in [
        ("vertical, with the title \"Sea\"", None),
        ("without music", None),
        ("with background music", Some("calm")),
        ("some quiet jazz", Some("jazz")),
        ("a fast pace, with music", Some("upbeat")),
        ("change the pictures on the beat", Some("upbeat")),
    ] {
        let plan = plan(&world, words);
        let expected = mood.map_or(json!(null), |mood| json!({ "mood": mood }));
        assert_eq!(plan["timeline"]["music"]["tune"], expected, "{words}");
        let said = plan["notes"].to_string().contains("music made by reeldrop (no sound file in the folder)");
        assert_eq!(said, mood.is_some(), "{words}: {}", plan["notes"]);
    }
    tune(&world.path("pics/song.wav"));
    assert_eq!(plan(&world, "some quiet jazz")["timeline"]["music"]["tune"], json!({ "file": "song.wav" }));
}

#[test]
fn pictures_follow_the_beat_of_music_that_is_made() {
    let world = World::new();
    pictures(&world, 6);
    fs::write(world.path("pics/job.toml"), "seconds_per_image = 1.3\nfps = 50\n").unwrap();
    let plan = plan(&world, "electronic music, pictures change on the beat");
    let starts: Vec<u64> =
        plan["timeline"]["shots"].as_array().unwrap().iter().map(|shot| shot["start"].as_u64().unwrap()).collect();
    // 120 beats a minute are 25 frames each.
    assert!(starts.iter().all(|start| start % 25 == 0), "{starts:?}");
    assert_eq!(starts.len(), 6);
}

#[test]
fn a_film_is_heard_and_refined_without_music_it_is_silent() {
    let world = World::new();
    let _daemon = world.daemon();
    pictures(&world, 3);
    fs::write(world.path("pics/prompt.txt"), "romantic music").unwrap();
    world.move_in(&world.path("pics"), "pics");
    let job = world.wait_for(1, "done");
    assert!(Film::open(job["video"].as_str().unwrap().as_ref()).has_sound);
    let report = fs::read_to_string(world.path("archive/pics/reeldrop.json")).unwrap();
    assert!(report.contains("romantic music made by reeldrop"), "{report}");
    assert!(world.run(&["refine", "1", "without music"]).status.success());
    let silent = world.wait_for(2, "done");
    assert!(!Film::open(silent["video"].as_str().unwrap().as_ref()).has_sound);
}
