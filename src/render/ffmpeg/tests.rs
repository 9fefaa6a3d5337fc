//! Programs that are called like FFmpeg and are not: what they do must harm nobody.
#![expect(clippy::disallowed_methods, reason = "tests lay out programs and folders")]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::program::Program;
use super::recipe::{self, Aim, Pictures};
use super::shoot::shoot_with;
use crate::brief::Quality;
use crate::render::encoder::{Encoder, Name};
use crate::render::error::Error;
use crate::render::fingerprint::Fingerprints;
use crate::render::job::Job;
use crate::render::mp4::Footage;
use crate::render::support_tests::{CANVAS, go_on, settings, three_shots};
use crate::render::titles::Titles;
use crate::timeline::Canvas;

fn name() -> Name {
    match Encoder::try_from("ffmpeg:some".to_owned()) {
        Ok(Encoder::Ffmpeg(name)) => name,
        other => panic!("{other:?}"),
    }
}

/// Three pictures shot with a program that does this, and that is waited for so long; `spoil` is done to them before.
fn shot(script: &str, patience: Duration, spoil: impl Fn(&Path)) -> Result<Footage, Error> {
    let (source, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let timeline = three_shots(source.path());
    spoil(source.path());
    let ffmpeg = work.path().join("ffmpeg");
    fs::write(&ffmpeg, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&ffmpeg, fs::Permissions::from_mode(0o755)).unwrap();
    let job = Job {
        timeline: &timeline,
        source: source.path(),
        work: work.path(),
        settings: &settings(3),
        titles: &Titles::new(&timeline, work.path()).unwrap(),
        fingerprints: &Fingerprints::new(&timeline, source.path()),
        progress: &go_on,
        stop: &AtomicBool::new(false),
    };
    let program = Program { ffmpeg, leash: None, patience };
    shoot_with(&program, &job, &name(), (Aim::Quality, 0), || ()).1
}

const LONG: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(300);

#[track_caller]
fn refused(script: &str, patience: Duration, why: &str) {
    let outcome = shot(script, patience, |_| ());
    assert!(matches!(&outcome, Err(Error::Ffmpeg { said, .. }) if said.contains(why)), "{outcome:?}");
}

#[test]
fn one_that_hangs_is_ended_with_all_that_it_has_started() {
    for script in ["exec sleep 1000", "sleep 1000 & wait", "cat >/dev/null; sleep 1000", "exec >&- 2>&-; sleep 1000"] {
        refused(script, SHORT, "it did nothing for");
    }
}

#[test]
fn one_that_dies_is_quoted_however_much_it_says() {
    refused("exit 3", LONG, "it ended before the film did (exit status: 3)");
    refused("head -c 99999 >/dev/null; echo 'no card' >&2; exit 1", LONG, "no card");
    refused("echo 'no card' >&2; yes | head -c 9999999 >&2; exit 1", LONG, "no card");
    refused("exec <&-; echo 'no more' >&2; exit 0", LONG, "no more");
    refused("kill -9 $$", LONG, "signal: 9");
}

#[test]
fn one_that_makes_no_film_is_not_believed() {
    refused("cat >/dev/null", LONG, "what it made cannot be read");
    refused("cat >/dev/null; printf '\\0\\0\\0\\10moov' >pictures.mp4", LONG, "what it made cannot be read");
    refused("cat >pictures.mp4", LONG, "what it made cannot be read");
}

#[test]
fn a_picture_that_is_broken_is_named_and_blames_nobody_else() {
    for script in ["cat >/dev/null", "exec sleep 1000"] {
        let outcome = shot(script, LONG, |source| fs::write(source.join("a.png"), "no picture").unwrap());
        assert_eq!(outcome.unwrap_err().picture(), Some("a.png"), "{script}");
    }
}

/// The words after each option of this name.
fn told<'a>(arguments: &'a [String], option: &str) -> Vec<&'a str> {
    arguments.windows(2).filter(|pair| pair[0] == option).map(|pair| pair[1].as_str()).collect()
}

fn arguments(encoder: &str, aim: Aim, quality: Quality) -> Vec<String> {
    recipe::arguments(encoder, aim, Pictures { canvas: CANVAS, fps: 30, quality })
}

#[test]
fn each_family_is_told_of_the_quality_in_its_own_words() {
    for (encoder, option) in [
        ("libx264", "-crf"),
        ("libx265", "-crf"),
        ("libsvtav1", "-crf"),
        ("libvpx-vp9", "-crf"),
        ("h264_nvenc", "-cq"),
        ("hevc_qsv", "-global_quality"),
        ("h264_vaapi", "-qp"),
        ("h264_videotoolbox", "-b:v"),
        ("mpeg4", "-b:v"),
    ] {
        let value = |quality| -> i64 { told(&arguments(encoder, Aim::Quality, quality), option)[0].parse().unwrap() };
        let [draft, standard, high] = [Quality::Draft, Quality::Standard, Quality::High].map(value);
        let finer =
            if option == "-b:v" { draft < standard && standard < high } else { draft > standard && standard > high };
        assert!(finer, "{encoder}: {draft} {standard} {high}");
        let small = arguments(encoder, Aim::Bits(123_456), Quality::High);
        assert_eq!(told(&small, "-b:v"), ["123456"], "{encoder}");
        assert!(option == "-b:v" || told(&small, option).is_empty(), "{encoder}");
    }
}

#[test]
fn cards_that_take_pictures_from_their_own_memory_get_them_there_and_apple_knows_hevc() {
    let vaapi = arguments("hevc_vaapi", Aim::Quality, Quality::High);
    assert_eq!(told(&vaapi, "-init_hw_device"), ["vaapi=card"]);
    assert_eq!(told(&vaapi, "-vf"), ["format=nv12,hwupload"]);
    assert_eq!(told(&vaapi, "-tag:v"), ["hvc1"]);
    let nvenc = arguments("h264_nvenc", Aim::Quality, Quality::High);
    assert!(told(&nvenc, "-vf").is_empty() && told(&nvenc, "-tag:v").is_empty());
    let upright = Pictures { canvas: Canvas { width: 1080, height: 1920 }, fps: 25, quality: Quality::High };
    let words = recipe::arguments("libx264", Aim::Quality, upright);
    assert_eq!(told(&words, "-video_size"), ["1080x1920"]);
    assert_eq!(told(&words, "-video_track_timescale"), ["12800"]);
    assert_eq!(told(&words, "-color_range"), ["tv", "tv"]);
}
