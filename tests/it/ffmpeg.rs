//! Films that FFmpeg encodes, and those that it does not; passed over, and said so, where FFmpeg is not there.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use rustix::process::{Pid, test_kill_process};
use serde_json::Value;

use crate::peer::{ffmpeg, probe};
use crate::support::{Film, World, jpeg, reeldrop, tune, until};

/// A world whose films are made by this encoder.
fn world(encoder: &str) -> World {
    World::with("", &format!("[local]\nencoder = '{encoder}'\n"))
}

/// Pictures and a tone for a film of three seconds.
fn pictures(world: &World) -> String {
    for number in 0..3 {
        jpeg(&world.path(&format!("pics/{number}.jpg")), 640, 360, [250, 80 * number, 90]);
    }
    tune(&world.path("pics/song.wav"));
    world.path("pics").to_str().unwrap().to_owned()
}

const WORDS: &str = "1 second per picture, 480p, crossfade";

/// Makes the film; gives it and what was said about it.
fn make(world: &World, words: &str) -> (String, String) {
    make_with(world, words, std::env::var("PATH").unwrap().as_ref())
}

fn make_with(world: &World, words: &str, path: &Path) -> (String, String) {
    let output = world.command(&["--json", "make", &pictures(world), "-p", words]).env("PATH", path).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let made: Value = serde_json::from_slice(&output.stdout).unwrap();
    (made["video"].as_str().unwrap().to_owned(), String::from_utf8(output.stderr).unwrap())
}

fn stream(seen: &Value, kind: &str) -> Value {
    seen["streams"].as_array().unwrap().iter().find(|stream| stream["codec_type"] == kind).unwrap().clone()
}

/// Whether the FFmpeg that is here, if one is, has this encoder.
fn has(encoder: &str) -> bool {
    let listed = ffmpeg(&["-encoders"]).map(|(lines, _)| String::from_utf8(lines).unwrap()).unwrap_or_default();
    let has = listed.lines().any(|line| line.split_whitespace().nth(1) == Some(encoder));
    if !has {
        eprintln!("not checked: no ffmpeg with {encoder}");
    }
    has
}

/// A folder with a program called `ffmpeg` that does this.
fn played(world: &World, script: &str) -> PathBuf {
    let program = world.path("bin/ffmpeg");
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program.parent().unwrap().to_owned()
}

#[test]
fn every_encoder_gives_the_same_frames_at_the_same_pace_in_the_same_colours_and_with_the_same_sound() {
    let own = World::new();
    let (film, _) = make(&own, WORDS);
    for (encoder, codec, tag) in [
        ("libx264", "h264", "avc1"),
        ("libx265", "hevc", "hvc1"),
        ("libsvtav1", "av1", "av01"),
        ("libvpx-vp9", "vp9", "vp09"),
        ("mpeg4", "mpeg4", "mp4v"),
    ] {
        if !has(encoder) {
            continue;
        }
        let world = world(&format!("ffmpeg:{encoder}"));
        let (foreign, said) = make(&world, WORDS);
        assert!(!said.contains("note:"), "{encoder}: {said}");
        let Some(seen) = probe(Path::new(&foreign)) else { return };
        let video = stream(&seen, "video");
        assert_eq!((&video["codec_name"], &video["codec_tag_string"]), (&codec.into(), &tag.into()));
        assert_eq!((&video["nb_frames"], &video["nb_read_frames"]), (&"90".into(), &"90".into()), "{encoder}");
        assert_eq!((&video["r_frame_rate"], &video["avg_frame_rate"]), (&"30/1".into(), &"30/1".into()), "{encoder}");
        assert_eq!((&video["start_time"], &video["duration"]), (&"0.000000".into(), &"3.000000".into()), "{encoder}");
        let colours =
            ["color_range", "color_space", "color_primaries", "color_transfer"].map(|key| video[key].as_str());
        assert_eq!(colours, ["tv", "bt709", "bt709", "bt709"].map(Some), "{encoder}");
        assert_eq!(sound(&foreign), sound(&film), "{encoder}");
        assert!(likeness(&foreign, &film) > 36.0, "{encoder}: {} dB", likeness(&foreign, &film));
        assert!(Film::open(Path::new(&foreign)).starts_fast);
    }
}

/// All samples of the sound that a player would play.
fn sound(film: &str) -> Option<Vec<u8>> {
    ffmpeg(&["-v", "error", "-i", film, "-map", "a", "-f", "md5", "-"]).map(|(sum, _)| sum)
}

/// How near the frames of two films are to each other, one by one, in decibels.
fn likeness(film: &str, other: &str) -> f64 {
    let (_, said) = ffmpeg(&["-i", film, "-i", other, "-lavfi", "psnr", "-f", "null", "-"]).unwrap();
    let (_, rest) = said.rsplit_once("average:").unwrap();
    rest.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
fn a_film_is_as_small_as_it_must_be() {
    if !has("libx264") {
        return;
    }
    let world = world("ffmpeg:libx264");
    let (free, _) = make(&world, &format!("{WORDS}, high quality"));
    let free = fs::metadata(free).unwrap().len();
    let limit = free as f64 * 0.4;
    let (small, said) = make(&world, &format!("{WORDS}, high quality, at most {:.3} MB", limit / 1e6));
    assert!(!said.contains("note:"), "{said}");
    let bytes = fs::metadata(small).unwrap().len() as f64;
    assert!(bytes <= (limit / 1e3).round() * 1e3 && bytes > 0.6 * limit, "{bytes} of {limit}, {free} without a limit");
}

/// What a film says that FFmpeg should have made and did not: it is there all the same.
fn without(world: &World, path: &Path, why: &str) {
    let (film, said) = make_with(world, WORDS, path);
    assert!(said.contains("note: FFmpeg did not encode with") && said.contains(why), "{said}");
    assert!(said.contains("reeldrop's own encoder made the film instead"), "{said}");
    let film = Film::open(Path::new(&film));
    assert!(film.frames == 90 && film.has_sound && film.starts_fast, "{film:?}");
}

#[test]
fn without_ffmpeg_the_film_is_made_all_the_same_and_says_so() {
    let world = world("ffmpeg:libx264");
    let empty = world.path("empty");
    fs::create_dir_all(&empty).unwrap();
    without(&world, &empty, "there is no `ffmpeg` in `PATH`");
    // What lies where one happens to be is not started.
    played(&world, "touch started");
    without(&world, Path::new("bin:."), "there is no `ffmpeg` in `PATH`");
    let doctor = world.command(&["doctor"]).env("PATH", &empty).output().unwrap();
    let said = String::from_utf8(doctor.stdout).unwrap();
    assert!(doctor.status.success() && said.contains("warning  encoder  no `ffmpeg` in `PATH`"), "{said}");
    assert!(said.contains("ok       encoder  OpenH264") && said.contains("hint: install FFmpeg"), "{said}");
}

#[test]
fn an_ffmpeg_that_dies_midway_says_why_and_the_film_is_made_all_the_same() {
    let world = world("ffmpeg:h264_nvenc");
    let bin = played(&world, "head -c 5000000 >/dev/null; echo '[nvenc @ 0x1] the card fell off' >&2; exit 1");
    without(&world, &path_with(&bin), "the card fell off");
    let bin = played(&world, "cat >/dev/null; echo nonsense >pictures.mp4");
    without(&world, &path_with(&bin), "what it made cannot be read");
    let daemon = world.command(&["run"]).env("PATH", path_with(&bin)).stderr(Stdio::null()).spawn().unwrap();
    let _daemon = Ended(daemon);
    world.drop_folder("holiday", 2);
    let job = world.wait_for(1, "done");
    assert!(job["journal"].to_string().contains("reeldrop's own encoder made the film instead"), "{job}");
}

#[test]
fn an_encoder_that_is_not_known_is_said_by_film_and_doctor() {
    if !has("libx264") {
        return;
    }
    let world = world("ffmpeg:no_such");
    without(&world, std::env::var("PATH").unwrap().as_ref(), "Unknown encoder 'no_such'");
    let said = String::from_utf8(world.run(&["doctor"]).stdout).unwrap();
    assert!(said.contains("does not encode with `no_such` (Unknown encoder 'no_such')"), "{said}");
    world.configure("", "[local]\nencoder = 'ffmpeg:libx264'\n");
    let said = String::from_utf8(world.run(&["doctor"]).stdout).unwrap();
    assert!(said.contains("/ffmpeg` encodes with `libx264`"), "{said}");
}

fn path_with(bin: &Path) -> PathBuf {
    format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()).into()
}

/// Killed when the test ends.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// An FFmpeg that leaves its number and hangs; the world, and the folder it lies in.
fn hanging() -> (World, PathBuf) {
    let world = world("ffmpeg:libx264");
    let pid = world.path("pid");
    let bin = played(&world, &format!("echo $$ >'{0}.new' && mv '{0}.new' '{0}'; exec sleep 1000", pid.display()));
    (world, bin)
}

/// The number of the one that hangs, as soon as it does.
fn number(world: &World) -> Pid {
    let text = until("ffmpeg to be started", || fs::read_to_string(world.path("pid")).ok());
    Pid::from_raw(text.trim().parse().unwrap()).unwrap()
}

fn until_it_is_gone(pid: Pid) {
    until("ffmpeg to be gone", || test_kill_process(pid).is_err().then_some(()));
}

#[test]
fn a_film_that_is_cancelled_or_stopped_leaves_no_ffmpeg_behind_even_one_that_hangs() {
    let (world, bin) = hanging();
    let daemon = world.daemon_with(&[("PATH", path_with(&bin).to_str().unwrap())]);
    world.drop_folder("one", 2);
    let pid = number(&world);
    let begun = std::time::Instant::now();
    assert_eq!(world.run(&["cancel", "1"]).status.code(), Some(0));
    until_it_is_gone(pid);
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    fs::remove_file(world.path("pid")).unwrap();
    world.drop_folder("two", 2);
    let pid = number(&world);
    let begun = std::time::Instant::now();
    assert_eq!(daemon.stop(), Some(0));
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    until_it_is_gone(pid);
}

fn renderer(work: &Path, path: &Path) -> Child {
    let mut command = reeldrop();
    command.arg("render-work").arg(work).env("PATH", path);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// A work folder like the one of a claimed job.
fn work(world: &World, encoder: &str) -> PathBuf {
    let work = world.path("work");
    pictures(world);
    fs::create_dir_all(&work).unwrap();
    fs::rename(world.path("pics"), work.join("source")).unwrap();
    let spec = serde_json::json!({
        "name": "film", "source": work.join("source"), "backend": "local", "pictures": ["0.jpg", "1.jpg", "2.jpg"],
        "sound": "song.wav", "encoder": encoder,
        "brief": {"resolution": "1080p", "fps": 30, "seconds_per_image": 2.0, "quality": "standard"},
    });
    fs::write(work.join("spec.json"), spec.to_string()).unwrap();
    work
}

#[test]
fn a_renderer_that_is_killed_takes_its_ffmpeg_along() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let (world, bin) = hanging();
    let work = work(&world, "ffmpeg:libx264");
    let mut child = renderer(&work, &path_with(&bin));
    let pid = number(&world);
    child.kill().unwrap();
    child.wait().unwrap();
    until_it_is_gone(pid);
    // And one whose parent is gone lets go of it, though it takes no frame.
    fs::remove_file(world.path("pid")).unwrap();
    let mut child = renderer(&work, &path_with(&bin));
    let pid = number(&world);
    drop(child.stdin.take());
    until_it_is_gone(pid);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_renderer_that_was_killed_begins_anew_and_the_film_is_whole() {
    if !has("libx264") {
        return;
    }
    let world = world("builtin");
    let work = work(&world, "ffmpeg:libx264");
    let path = PathBuf::from(std::env::var("PATH").unwrap());
    let mut child = renderer(&work, &path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let far = |line: &String| serde_json::from_str::<Value>(line).unwrap()["progress"]["frame"].as_u64() > Some(50);
    lines.by_ref().map(Result::unwrap).find(far).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(work.join("pictures.mp4").exists() && !work.join("video.mp4").exists());
    let mut child = renderer(&work, &path);
    let last = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap).last().unwrap();
    assert_eq!(last, "\"made\"");
    assert!(child.wait().unwrap().success());
    let film = Film::open(&work.join("video.mp4"));
    assert!(film.frames == 180 && film.has_sound, "{film:?}");
    assert!(!work.join("pictures.mp4").exists());
}
