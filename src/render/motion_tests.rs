//! Where the camera looks, and how frames are cut into chunks.

use proptest::prelude::*;

use crate::render::frame::Frame;
use crate::render::geometry::{self, Window};
use crate::render::painter;
use crate::render::plan;
use crate::render::planar;
use crate::render::resample::Scratch;
use crate::render::settings::Facts;
use crate::render::still::Still;
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

#[test]
fn what_is_seen_moves_smoothly_to_a_tenth_of_a_pixel() {
    // A soft spot in a picture of twelve megapixels' shape, kept in the size that its motion needs.
    let picture = Facts { width: 1000, height: 750 };
    let spot = (520.3, 361.7);
    let image = image::RgbImage::from_fn(1000, 750, |x, y| {
        let far = (f64::from(x) + 0.5 - spot.0).powi(2) + (f64::from(y) + 0.5 - spot.1).powi(2);
        image::Rgb([(235.0 * (-far / 72.0).exp()) as u8; 3])
    });
    let still = Still::new(&planar::from_rgb(&image, 1000), picture, Window::whole(picture));
    let canvas = Canvas { width: 640, height: 360 };
    let shot = moving(Framing::Cover, HOME, View { x: 0.4, y: -0.3, zoom: 1.08 });
    let mut scratch = Scratch::default();
    let seen: Vec<[f64; 2]> = (0..90)
        .map(|n| {
            let window = geometry::window(&shot, picture, canvas, n);
            let mut frame = Frame::black(640, 360);
            still.draw(window, &mut frame, &mut scratch);
            let meant = [(spot.0 - window.x) * 640.0 / window.width, (spot.1 - window.y) * 360.0 / window.height];
            let middle = middle(&frame);
            assert!(
                (0..2).all(|axis| (middle[axis] - meant[axis]).abs() < 0.1),
                "frame {n}: {middle:?}, not {meant:?}"
            );
            middle
        })
        .collect();
    for three in seen.windows(3) {
        let jerk = (0..2).map(|axis| (three[2][axis] - 2.0 * three[1][axis] + three[0][axis]).abs());
        assert!(jerk.fold(0.0, f64::max) < 0.1, "{three:?}");
    }
}

/// The centre of what is brighter than black, in pixels from the frame's corner.
fn middle(frame: &Frame) -> [f64; 2] {
    let (mut sum, mut at) = (0.0, [0.0; 2]);
    for (place, luma) in frame.y.iter().enumerate() {
        let light = f64::from(luma.saturating_sub(18));
        sum += light;
        at[0] += light * ((place % frame.width) as f64 + 0.5);
        at[1] += light * ((place / frame.width) as f64 + 0.5);
    }
    at.map(|at| at / sum)
}
