//! Where the camera looks, and how frames are cut into chunks.

use proptest::prelude::*;

use crate::render::geometry::{self, Window};
use crate::render::painter;
use crate::render::plan;
use crate::render::settings::Facts;
use crate::render::support_tests::{HOME, shot, three_shots};
use crate::timeline::{Canvas, Framing, Shot, View};

const FULL_HD: Canvas = Canvas { width: 1920, height: 1080 };

fn views() -> impl Strategy<Value = View> {
    let any = prop_oneof![8 => -2.0..3.0f64, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY)];
    (any.clone(), any.clone(), any).prop_map(|(x, y, zoom)| View { x, y, zoom })
}

fn moving(framing: Framing, from: View, to: View) -> Shot {
    Shot { from, to, framing, frames: 90, ..shot("a.png", 0, None, framing) }
}

proptest! {
    #[test]
    fn a_covering_camera_never_leaves_the_picture(
        (w, h) in (1..9000u32, 1..9000u32), (cw, ch) in (8..2000u32, 8..2000u32), from in views(), to in views(), frame in 0..200u32,
    ) {
        let (picture, canvas) = (Facts { width: w, height: h }, Canvas { width: cw * 2, height: ch * 2 });
        let at = geometry::window(&moving(Framing::Cover, from, to), picture, canvas, frame);
        prop_assert!(at.x > -1e-6 && at.y > -1e-6 && at.width > 0.0, "{:?}", at);
        prop_assert!(at.x + at.width < f64::from(w) + 1e-6 && at.y + at.height < f64::from(h) + 1e-6, "{:?}", at);
    }

    #[test]
    fn a_whole_picture_is_never_cut(
        (w, h) in (1..9000u32, 1..9000u32), from in views(), to in views(), frame in 0..200u32,
    ) {
        let picture = Facts { width: w, height: h };
        let at = geometry::window(&moving(Framing::Blur, from, to), picture, FULL_HD, frame);
        prop_assert!(at.x < 1e-6 && at.y < 1e-6, "{:?}", at);
        prop_assert!(at.x + at.width > f64::from(w) - 1e-6 && at.y + at.height > f64::from(h) - 1e-6, "{:?}", at);
    }

    #[test]
    fn chunks_cover_every_frame_once_and_are_whole_groups(frames in 1..50_000u32, fps in 1..120u32) {
        let folder = tempfile::tempdir().unwrap();
        let timeline = crate::timeline::Timeline { fps, frames, ..three_shots(folder.path()) };
        let ranges = plan::ranges(&timeline);
        prop_assert_eq!((ranges[0].start, ranges[ranges.len() - 1].end), (0, frames));
        prop_assert!(ranges.windows(2).all(|pair| pair[0].end == pair[1].start && pair[0].end % 8 == 0));
        prop_assert!(ranges.iter().all(|range| !range.is_empty() && range.len() <= fps as usize * 3 + 8));
    }
}

/// Where the corner of the picture is on the canvas, in the canvas's pixels.
fn corner(window: Window) -> f64 {
    -window.x * f64::from(FULL_HD.width) / window.width
}

#[test]
fn the_camera_moves_without_a_jerk() {
    let picture = Facts { width: 4000, height: 3000 };
    let shot = moving(Framing::Cover, HOME, View { x: 1.0, y: 1.0, zoom: 1.15 });
    let at: Vec<f64> = (0..90).map(|n| corner(geometry::window(&shot, picture, FULL_HD, n))).collect();
    let speed: Vec<f64> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // 288 pixels in 89 steps; the fastest is a quarter faster than the mean, and no two neighbours differ visibly.
    assert!(speed.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.3), "{speed:?}");
    assert!(speed.iter().all(|step| step.abs() < 288.0 / 89.0 * 1.5), "{speed:?}");
    assert!(speed[0].abs() < 0.3 && speed[88].abs() < 0.3, "it starts and ends softly");
}

#[test]
fn only_the_shots_on_screen_are_needed() {
    let folder = tempfile::tempdir().unwrap();
    let timeline = three_shots(folder.path());
    let on = |frame: u32| painter::shots(&timeline, &(frame..frame + 1));
    assert_eq!([on(0), on(23), on(24), on(29), on(30), on(50), on(77)], [0..1, 0..1, 0..2, 0..2, 1..2, 1..3, 2..3]);
}
