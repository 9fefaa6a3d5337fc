//! Filters: what each promises by its name, and a picture of it.

use crate::brief::Filter;
use crate::render::frame::Frame;
use crate::render::look::colours::Colours;
use crate::render::look::lens::Lens;
use crate::render::support_tests::{CANVAS, frame, golden, scenery};

const EVERY: [Filter; 9] = [
    Filter::Bw,
    Filter::Sepia,
    Filter::Vintage,
    Filter::Warm,
    Filter::Cool,
    Filter::Cinematic,
    Filter::Vivid,
    Filter::Vignette,
    Filter::FilmGrain,
];

fn filtered(filter: Filter, number: u32, picture: &Frame) -> Frame {
    let mut frame = picture.clone();
    Colours::of(filter).apply_to(&mut frame);
    if let Some(lens) = Lens::of(filter, CANVAS) {
        lens.apply(number, &mut frame);
    }
    frame
}

fn picture() -> Frame {
    frame(&scenery(CANVAS.width, CANVAS.height, 2))
}

fn grey(level: u8) -> Frame {
    frame(&image::RgbImage::from_pixel(CANVAS.width, CANVAS.height, image::Rgb([level; 3])))
}

/// The mean, and the standard deviation.
fn spread(plane: &[u8]) -> (f64, f64) {
    let mean = plane.iter().map(|sample| f64::from(*sample)).sum::<f64>() / plane.len() as f64;
    let square = plane.iter().map(|sample| (f64::from(*sample) - mean).powi(2)).sum::<f64>();
    (mean, (square / plane.len() as f64).sqrt())
}

#[test]
fn every_filter_looks_as_it_did() {
    for filter in EVERY {
        let name = format!("{filter:?}").to_lowercase();
        golden(&format!("filter/{name}"), &[filtered(filter, 7, &picture())]);
    }
}

#[test]
fn every_filter_changes_something_and_stays_within_the_limited_range() {
    for filter in EVERY {
        let seen = filtered(filter, 0, &picture());
        assert!(seen != picture(), "{filter:?}");
        assert!(seen.y.iter().all(|y| (16..=235).contains(y)), "{filter:?}");
        assert!(seen.u.iter().chain(&seen.v).all(|chroma| (16..=240).contains(chroma)), "{filter:?}");
    }
}

#[test]
fn black_and_white_has_no_colour_and_sepia_one() {
    let plain = filtered(Filter::Bw, 0, &picture());
    assert!(plain.u.iter().chain(&plain.v).all(|chroma| *chroma == 128));
    let brown = filtered(Filter::Sepia, 0, &picture());
    assert!(brown.u.iter().all(|blue| *blue <= 128) && brown.v.iter().all(|red| *red >= 128));
}

#[test]
fn warm_is_redder_and_cool_bluer_and_vivid_more_of_both() {
    let [warm, cool] = [Filter::Warm, Filter::Cool].map(|filter| filtered(filter, 0, &grey(140)));
    assert!(warm.v[0] > 128 && warm.u[0] < 128, "{} {}", warm.v[0], warm.u[0]);
    assert!(cool.v[0] < 128 && cool.u[0] > 128, "{} {}", cool.v[0], cool.u[0]);
    let vivid = filtered(Filter::Vivid, 0, &picture());
    assert!(spread(&vivid.v).1 > spread(&picture().v).1 * 1.05);
    assert!(filtered(Filter::Vivid, 0, &grey(140)).v.iter().all(|red| *red == 128), "grey stays grey");
}

#[test]
fn a_vignette_leaves_the_middle_alone() {
    let seen = filtered(Filter::Vignette, 0, &grey(200));
    let middle = 48 * 160 + 80;
    assert_eq!(seen.y[middle], grey(200).y[middle]);
    assert!(f64::from(seen.y[0]) < f64::from(grey(200).y[0]) * 0.6, "{}", seen.y[0]);
    assert!(seen.y[0].abs_diff(seen.y[96 * 160 - 1]) <= 1, "the corners are alike");
}

#[test]
fn grain_is_another_on_every_frame_and_the_same_every_time() {
    let at = |number| filtered(Filter::FilmGrain, number, &grey(128));
    assert!(at(3) == at(3) && at(3) != at(4));
    let (mean, deviation) = spread(&at(3).y);
    assert!((mean - f64::from(grey(128).y[0])).abs() < 0.5, "it neither brightens nor darkens: {mean}");
    assert!((deviation - 0.024 * 219.0).abs() < 0.6, "{deviation}");
    assert!(filtered(Filter::FilmGrain, 3, &grey(0)) == grey(0), "black is clean");
}
