//! The film as a parser and decoder that are not ours see it; passed over, and said so, where FFmpeg is not there.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use image::{Rgb, RgbImage};

use crate::support::{World, jpeg, tune};

/// The streams as ffprobe tells them, every frame decoded and counted.
pub fn probe(film: &Path) -> Option<Value> {
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

/// What FFmpeg writes on stdout and stderr; `None`, and said so, where it is not there.
pub fn ffmpeg(arguments: &[&str]) -> Option<(Vec<u8>, String)> {
    match Command::new("ffmpeg").args(["-hide_banner", "-nostdin"]).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{output:?}");
            Some((output.stdout, String::from_utf8_lossy(&output.stderr).into_owned()))
        }
        Err(error) => {
            eprintln!("not checked: no ffmpeg ({error})");
            None
        }
    }
}

/// A film of flat pictures, two seconds each, with hard cuts and a tone under it.
fn flat_film(world: &World, colours: &[[u8; 3]]) -> String {
    std::fs::create_dir_all(world.path("pics")).unwrap();
    for (number, colour) in colours.iter().enumerate() {
        RgbImage::from_pixel(640, 360, Rgb(*colour)).save(world.path(&format!("pics/{number}.png"))).unwrap();
    }
    tune(&world.path("pics/song.wav"));
    let words = "2 seconds per picture, hard cuts, 480p, high quality";
    let made = world.json(&["make", world.path("pics").to_str().unwrap(), "-p", words]);
    made["video"].as_str().unwrap().to_owned()
}

#[test]
fn another_decoder_finds_no_fault_and_every_frame_exactly_in_its_place() {
    let world = World::new();
    let film = flat_film(&world, &[[220, 30, 30], [30, 220, 30], [30, 30, 220]]);
    let Some((_, said)) = ffmpeg(&["-v", "warning", "-xerror", "-i", &film, "-f", "null", "-"]) else { return };
    assert_eq!(said, "", "the decoder complains");
    let packets =
        ["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts,dts,duration,flags", "-of", "json"];
    let Ok(output) = Command::new("ffprobe").args(packets).arg(&film).output() else { return };
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packets = seen["packets"].as_array().unwrap();
    assert_eq!(packets.len(), 180);
    for (number, packet) in (0_i64..).zip(packets) {
        assert_eq!((&packet["pts"], &packet["dts"]), (&(512 * number).into(), &(512 * number).into()));
        assert_eq!(packet["duration"], 512);
    }
    let keys = packets.iter().filter(|packet| packet["flags"].as_str().unwrap().contains('K')).count();
    assert!(keys >= 2, "there must be frames to jump to");
}

#[test]
fn colours_are_those_of_the_pictures_and_the_picture_changes_on_its_frame() {
    let colours = [[220, 30, 30], [30, 200, 60], [40, 60, 210], [128, 128, 128], [250, 240, 220], [20, 16, 24]];
    let world = World::new();
    let film = flat_film(&world, &colours);
    // The middle of the first and of the last frame of every picture.
    let frames = "select='not(mod(n,60))+not(mod(n+1,60))',crop=16:16,scale=1:1:flags=area,format=rgb24";
    let arguments = ["-v", "error", "-i", &film, "-vf", frames, "-vsync", "0", "-f", "rawvideo", "-"];
    let Some((pixels, _)) = ffmpeg(&arguments) else { return };
    assert_eq!(pixels.len(), colours.len() * 2 * 3);
    for (pair, colour) in pixels.chunks_exact(6).zip(colours) {
        for seen in [&pair[..3], &pair[3..]] {
            let difference = difference([seen[0], seen[1], seen[2]], colour);
            assert!(difference < 3.0, "{seen:?} for {colour:?}: {difference}");
        }
    }
}

/// ΔE of CIE 1976: 2.3 is what people just notice.
fn difference(a: [u8; 3], b: [u8; 3]) -> f64 {
    let [a, b] = [a, b].map(lab);
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// sRGB (IEC 61966-2-1) to CIE L*a*b* under D65.
fn lab(rgb: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let xyz = [
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    ];
    let [x, y, z] = xyz.map(|t: f64| if t > 0.008_856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

#[test]
fn the_sound_is_as_long_as_the_film_as_loud_as_asked_never_clips_and_does_not_drift() {
    let world = World::new();
    let film = flat_film(&world, &[[220, 30, 30], [30, 220, 30], [30, 30, 220]]);
    let arguments = ["-v", "error", "-i", &film, "-map", "a", "-ac", "1", "-ar", "48000", "-f", "f32le", "-"];
    let Some((bytes, _)) = ffmpeg(&arguments) else { return };
    let samples: Vec<f32> = bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap())).collect();
    assert!(samples.len().abs_diff(6 * 48_000) <= 1_024, "{} samples", samples.len());
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    assert!(peak > 0.05 && peak < 0.999, "{peak}");
    // The tone is a second long and looped: its waves must still come on time after five rounds.
    let ups = samples[..5 * 48_000].windows(2).filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0).count();
    assert!(ups.abs_diff(5 * 440) <= 5, "{ups} waves");
    let loudness = ["-i", &film, "-map", "a", "-t", "4", "-af", "ebur128", "-f", "null", "-"];
    let Some((_, said)) = ffmpeg(&loudness) else { return };
    let heard = said.lines().rev().find_map(|line| line.trim().strip_prefix("I:")).unwrap();
    let heard: f64 = heard.trim().trim_end_matches("LUFS").trim().parse().unwrap();
    // -14 LUFS at the default volume of 0.8.
    assert!((heard - (-14.0 + 20.0 * 0.8_f64.log10())).abs() < 1.0, "{heard} LUFS");
}
