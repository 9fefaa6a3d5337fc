//! The renderer killed in the middle, and the film it makes when it is started again.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::{jpeg, reeldrop, until};

/// A work folder with four pictures and their order, for a film of some seconds in several parts.
fn work() -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let source = work.path().join("source");
    let names: Vec<String> = (0..4).map(|number| format!("{number}.jpg")).collect();
    for (number, name) in (0..).zip(&names) {
        jpeg(&source.join(name), 1280, 720, [250, 60 * number, 90]);
    }
    let spec = json!({
        "name": "film", "source": source, "backend": "local", "priority": 0, "pictures": names, "sound": null,
        "brief": {"resolution": "1080p", "fps": 30, "seconds_per_image": 4.0, "quality": "standard", "title": "Sea"},
        "prompt": "", "understood": [], "not_understood": [], "skipped": [],
        "limits": {"max_pictures": 500, "max_megapixels": 200, "max_file_mb": 200, "min_free_disk_mb": 0},
    });
    fs::write(work.path().join("spec.json"), spec.to_string()).unwrap();
    work
}

fn renderer(work: &Path) -> Child {
    let mut command: Command = reeldrop();
    command.arg("render-work").arg(work).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
}

/// Runs to the end; gives the film and each number of frames that the renderer told.
fn finish(work: &Path) -> (Vec<u8>, Vec<u64>) {
    let mut child = renderer(work);
    let lines: Vec<String> = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap).collect();
    assert!(child.wait().unwrap().success());
    assert_eq!(lines.last().unwrap(), "\"made\"", "{lines:?}");
    let told = |line: &String| serde_json::from_str::<Value>(line).unwrap()["progress"]["frame"].as_u64();
    (fs::read(work.join("video.mp4")).unwrap(), lines.iter().filter_map(told).collect())
}

/// Finished parts, and when each was written.
fn parts(work: &Path) -> Vec<(PathBuf, std::time::SystemTime)> {
    let paths = fs::read_dir(work).unwrap().map(|entry| entry.unwrap().path());
    let finished = paths.filter(|path| path.extension().is_some_and(|ending| ending == "h264"));
    finished.filter_map(|path| Some((path.clone(), fs::metadata(path).ok()?.modified().ok()?))).collect()
}

#[test]
fn a_renderer_that_was_killed_goes_on_from_its_finished_parts_and_the_film_is_the_same() {
    let (whole, cut) = (work(), work());
    let (expected, all) = finish(whole.path());
    let mut child = renderer(cut.path());
    until("two parts to be finished", || (parts(cut.path()).len() >= 2).then_some(()));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!cut.path().join("video.mp4").exists(), "it was killed too late to prove anything");
    let kept = parts(cut.path()).len();
    let (film, told) = finish(cut.path());
    assert!(film == expected, "{} bytes, {} expected", film.len(), expected.len());
    // The renderer tells of every eighth frame that it paints, and of a part that is there in one word.
    assert!(
        told.len() + 5 * kept < all.len(),
        "{} words after {kept} finished parts, {} for a whole film",
        told.len(),
        all.len()
    );
    assert_eq!(parts(cut.path()), []);
}
