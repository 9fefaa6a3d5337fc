//! Filters: what each promises by its name, and a picture of it.

use crate::brief::Filter;
use crate::render::frame::Frame;
use crate::render::look::colours::Colours;
use crate::render::look::lens::Lens;
use crate::render::look::recipe::mixed;
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
    all_of(&[filter], number, picture)
}

fn all_of(filters: &[Filter], number: u32, picture: &Frame) -> Frame {
    let mut frame = picture.clone();
    let recipe = mixed(filters.iter().copied()).unwrap();
    Colours::of(&recipe).apply_to(&mut frame);
    if let Some(lens) = Lens::of(&recipe, CANVAS) {
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
fn of_two_filters_both_are_seen() {
    let flat = filtered(Filter::Sepia, 3, &grey(128));
    let grainy = all_of(&[Filter::Sepia, Filter::FilmGrain], 3, &grey(128));
    assert!((&grainy.u, &grainy.v) == (&flat.u, &flat.v) && spread(&grainy.y).1 > 3.0, "brown, and grain on it");
    let old = all_of(&[Filter::Vintage, Filter::Bw], 3, &picture());
    assert!(old.u.iter().chain(&old.v).all(|chroma| *chroma == 128), "black and white stays without colour");
    let corner = |filters: &[Filter]| all_of(filters, 3, &grey(200)).y[0];
    assert!(corner(&[Filter::Vintage, Filter::Bw]) + 20 < corner(&[Filter::Bw]), "its corners are dark");
    let warmer = all_of(&[Filter::Vintage, Filter::Warm], 0, &grey(140));
    assert!(warmer.v[80] > filtered(Filter::Vintage, 0, &grey(140)).v[80]);
}

#[test]
fn filters_that_go_together_go_so_either_way_round() {
    for (one, other) in EVERY.iter().flat_map(|one| EVERY.map(|other| (*one, other))) {
        assert_eq!(one.goes_with(other), other.goes_with(one), "{one:?} and {other:?}");
    }
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
