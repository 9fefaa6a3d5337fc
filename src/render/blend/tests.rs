//! Every transition: its ends, its middle, its directions, and a picture of it.

use crate::brief::{Direction, Transition};
use crate::render::blend::change::{blend, seen};
use crate::render::frame::Frame;
use crate::render::support_tests::{EVERY, frame, golden, scenery};
use crate::timeline::Entrance;

const DIRECTIONS: [Direction; 4] = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];
const MOVING: [Transition; 3] = [Transition::Slide, Transition::Wipe, Transition::Spin];

fn pair(width: u32, height: u32) -> (Frame, Frame) {
    (frame(&scenery(width, height, 1)), frame(&scenery(width, height, 6)))
}

fn at(transition: Transition, direction: Option<Direction>, t: f32) -> Frame {
    let (old, new) = pair(160, 96);
    let mut out = Frame::black(160, 96);
    blend(Entrance { transition, direction, frames: 18 }, t, &old, &new, &mut out);
    out
}

fn every() -> impl Iterator<Item = (Transition, Option<Direction>)> {
    let directed = MOVING.into_iter().flat_map(|transition| DIRECTIONS.map(|to| (transition, Some(to))));
    EVERY.into_iter().map(|transition| (transition, None)).chain(directed)
}

#[test]
fn a_transition_begins_with_the_old_and_ends_with_the_new() {
    let (old, new) = pair(160, 96);
    for (transition, to) in every() {
        let ends = (at(transition, to, 0.0), at(transition, to, 1.0));
        assert!(ends == (old.clone(), new.clone()), "{transition:?} {to:?}");
        let middle = at(transition, to, 0.45);
        assert!(middle != old && middle != new, "{transition:?} {to:?}");
    }
}

#[test]
fn what_is_not_seen_need_not_be_drawn() {
    let (old, new) = pair(160, 96);
    let nothing = Frame::black(160, 96);
    for (transition, direction) in every() {
        for t in (0..=20_u8).map(|t| f32::from(t) / 20.0) {
            let entrance = Entrance { transition, direction, frames: 18 };
            let (mut whole, mut part) = (nothing.clone(), nothing.clone());
            blend(entrance, t, &old, &new, &mut whole);
            let (is_old, is_new) = seen(transition, t);
            let [old, new] = [(is_old, &old), (is_new, &new)].map(|(seen, it)| if seen { it } else { &nothing });
            blend(entrance, t, old, new, &mut part);
            assert!(whole == part, "{transition:?} at {t}");
        }
    }
}

#[test]
fn directions_lead_to_different_pictures_and_opposites_mirror_each_other() {
    for transition in MOVING {
        assert!(at(transition, Some(Direction::Left), 0.3) != at(transition, Some(Direction::Right), 0.3));
    }
    // Behind a wipe to the right the new picture is on the left.
    let (old, new) = pair(160, 96);
    let wiped = |to| at(Transition::Wipe, Some(to), 0.5);
    let (row, last) = (48 * 160, 48 * 160 + 159);
    assert_eq!((wiped(Direction::Right).y[row], wiped(Direction::Right).y[last]), (new.y[row], old.y[last]));
    assert_eq!((wiped(Direction::Left).y[row], wiped(Direction::Left).y[last]), (old.y[row], new.y[last]));
    assert_eq!((wiped(Direction::Down).y[80], wiped(Direction::Up).y[80]), (new.y[80], old.y[80]));
}

#[test]
fn a_slide_moves_by_fractions_of_a_pixel() {
    // A bright bar in the old picture: its middle is where the slide says, to a tenth of a pixel.
    let (mut old, new) = (Frame::black(160, 96), Frame::black(160, 96));
    for row in old.y.chunks_exact_mut(160) {
        row[100..120].fill(216);
    }
    for step in 1..40_u8 {
        let t = f32::from(step) / 100.0;
        let mut out = Frame::black(160, 96);
        let entrance = Entrance { transition: Transition::Slide, direction: None, frames: 18 };
        blend(entrance, t, &old, &new, &mut out);
        let ink = |x: usize| f64::from(out.y[x]) - 16.0;
        let sum: f64 = (0..160).map(ink).sum();
        let middle = (0..160).map(|x| ink(x) * x as f64).sum::<f64>() / sum;
        let meant = 109.5 - 160.0 * f64::from(t * t * (3.0 - 2.0 * t));
        assert!((middle - meant).abs() < 0.1, "at {t}: {middle}, not {meant}");
    }
}

#[test]
fn a_flat_colour_passes_every_transition_that_adds_none() {
    let flat = frame(&image::RgbImage::from_pixel(160, 96, image::Rgb([180, 90, 40])));
    let adds = [Transition::FadeBlack, Transition::FadeWhite, Transition::Flash];
    for (transition, direction) in every().filter(|(transition, _)| !adds.contains(transition)) {
        let mut out = Frame::black(160, 96);
        blend(Entrance { transition, direction, frames: 18 }, 0.47, &flat, &flat, &mut out);
        assert!(out == flat, "{transition:?}");
    }
}

#[test]
fn any_size_can_be_blended() {
    for (width, height) in [(2, 2), (2, 64), (64, 2), (18, 34)] {
        let (old, new) = pair(width, height);
        for (transition, direction) in every() {
            let mut out = Frame::black(width as usize, height as usize);
            for t in [0.1, 0.5, 0.8] {
                blend(Entrance { transition, direction, frames: 1 }, t, &old, &new, &mut out);
            }
        }
    }
}

#[test]
fn every_transition_looks_as_it_did() {
    for (transition, to) in every() {
        let name = format!("{transition:?}").to_lowercase();
        let name = to.map_or(name.clone(), |to| format!("{name}_{to:?}").to_lowercase());
        let frames = [0.2, 0.42, 0.58, 0.8].map(|t| at(transition, to, t));
        golden(&format!("transition/{name}"), &frames);
    }
}
