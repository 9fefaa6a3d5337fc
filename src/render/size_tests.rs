//! Films that may only take so much.

use std::fs;

use image::{Rgb, RgbImage};

use crate::brief::Quality;
use crate::render::budget;
use crate::render::film::{Made, film};
use crate::render::support_tests::{go_on, save, settings, three_shots};
use crate::timeline::{Canvas, Framing, Timeline, View};

fn made(timeline: &Timeline, source: &std::path::Path) -> (Made, Vec<u8>) {
    let work = tempfile::tempdir().unwrap();
    let made = film(timeline, source, work.path(), &settings(2), &go_on).unwrap();
    assert_eq!(fs::read_dir(work.path()).unwrap().count(), 1, "takes that were not used are gone");
    let bytes = fs::read(&made.video).unwrap();
    (made, bytes)
}

#[test]
fn a_film_is_as_small_as_it_must_be_and_no_smaller() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    timeline.quality = Quality::High;
    let free = made(&timeline, source.path()).1.len();
    for share in [0.8, 0.5] {
        let limit = free as f64 * share;
        timeline.max_size_mb = Some(limit / 1e6);
        let (film, bytes) = made(&timeline, source.path());
        assert!(bytes.len() as f64 <= limit, "{} of {limit}", bytes.len());
        assert!(bytes.len() as f64 > 0.7 * limit, "{} of {limit}: smaller than need be", bytes.len());
        assert_eq!(film.notes, [""; 0]);
    }
    timeline.max_size_mb = Some(free as f64 / 1e6);
    assert_eq!(made(&timeline, source.path()).1.len(), free, "a limit that is kept anyway changes nothing");
}

#[test]
fn a_limit_that_no_film_can_keep_is_said() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    timeline.max_size_mb = Some(0.001);
    let (film, bytes) = made(&timeline, source.path());
    assert!(bytes.len() > 1_000);
    assert!(matches!(&film.notes[..], [note] if note.contains("not 0.001 MB as asked")), "{:?}", film.notes);
}

#[test]
fn noise_cannot_make_a_film_explode() {
    let source = tempfile::tempdir().unwrap();
    let mut timeline = three_shots(source.path());
    let mut state = 1_u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    for shot in &mut timeline.shots {
        save(
            RgbImage::from_fn(480, 270, |_, _| Rgb([random(), random(), random()])),
            &source.path().join(&shot.picture),
        );
        shot.framing = Framing::Cover;
        shot.to = View { x: 1.0, y: 1.0, zoom: 1.3 };
    }
    timeline.canvas = Canvas { width: 320, height: 180 };
    timeline.quality = Quality::High;
    let (_, bytes) = made(&timeline, source.path());
    let most = budget::most_bytes(timeline.canvas, timeline.frames) as usize;
    assert!(bytes.len() < most + 4_000, "{} bytes, {most} allowed", bytes.len());
    assert!(bytes.len() > most / 3, "{} bytes of {most}: coarser than need be", bytes.len());
}
