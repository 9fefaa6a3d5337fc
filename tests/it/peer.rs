//! The film as a parser and decoder that are not ours see it; passed over, and said so, where FFmpeg is not there.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{World, jpeg, tune};

/// The streams as ffprobe tells them, every frame decoded and counted.
fn probe(film: &Path) -> Option<Value> {
    let arguments = ["-v", "error", "-count_frames", "-show_streams", "-of", "json"];
    match Command::new("ffprobe").args(arguments).arg(film).output() {
        Ok(output) => {
            assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
            Some(serde_json::from_slice(&output.stdout).unwrap())
        }
        Err(error) => {
            eprintln!("not checked: no ffprobe ({error})");
            None
        }
    }
}

#[test]
fn a_film_is_high_profile_bt709_at_a_constant_rate_with_every_frame_and_sound_of_the_same_length() {
    let world = World::new();
    for (number, colour) in [[220, 30, 30], [30, 220, 30], [30, 30, 220]].into_iter().enumerate() {
        jpeg(&world.path(&format!("pics/{number}.jpg")), 640, 360, colour);
    }
    tune(&world.path("pics/song.wav"));
    let made = world.json(&[
        "make",
        world.path("pics").to_str().unwrap(),
        "-p",
        "2 seconds per picture, 1080p, title \"Sea\"",
    ]);
    let Some(seen) = probe(Path::new(made["video"].as_str().unwrap())) else { return };
    let stream =
        |kind: &str| seen["streams"].as_array().unwrap().iter().find(|it| it["codec_type"] == kind).unwrap().clone();
    let video = stream("video");
    let facts = ["codec_name", "profile", "pix_fmt", "color_range", "color_space", "color_primaries", "color_transfer"];
    let facts: Vec<&str> = facts.iter().map(|fact| video[*fact].as_str().unwrap()).collect();
    assert_eq!(facts, ["h264", "High", "yuv420p", "tv", "bt709", "bt709", "bt709"]);
    assert_eq!((&video["width"], &video["height"]), (&1920.into(), &1080.into()));
    assert_eq!((&video["r_frame_rate"], &video["avg_frame_rate"]), (&"30/1".into(), &"30/1".into()));
    assert_eq!((&video["nb_frames"], &video["nb_read_frames"]), (&"180".into(), &"180".into()));
    let seconds = |stream: &Value| stream["duration"].as_str().unwrap().parse::<f64>().unwrap();
    let sound = stream("audio");
    assert_eq!((&sound["codec_name"], &sound["profile"]), (&"aac".into(), &"LC".into()));
    assert!((seconds(&video) - 6.0).abs() < 1e-6 && (seconds(&sound) - 6.0).abs() < 0.03, "{sound}");
}
