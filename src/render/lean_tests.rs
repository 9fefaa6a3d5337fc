//! How the encoder takes a picture that gives way to another.

use crate::brief::Transition;
use crate::render::blend;
use crate::render::frame::Frame;
use crate::render::h264::{Encoder, Lean};
use crate::render::support_tests::{frame, scenery};
use crate::timeline::Entrance;

/// Frames before the transition, in it, and after it; the first two are whole groups of the encoder's layers.
const SPANS: [u32; 3] = [8, 16, 12];
/// The unit that begins a run anew, ITU-T H.264 table 7-1.
const IDR: u8 = 5;

/// One picture crossfades into another.
fn film() -> Vec<(Frame, bool)> {
    let (old, new) = (frame(&scenery(320, 192, 1)), frame(&scenery(320, 192, 6)));
    let entrance = Entrance { transition: Transition::Crossfade, direction: None, frames: SPANS[1] };
    let mixed = (1..=SPANS[1]).map(|step| {
        let mut out = Frame::black(320, 192);
        blend::blend(entrance, step as f32 / (SPANS[1] + 1) as f32, &old, &new, &mut out);
        (out, true)
    });
    let before = (0..SPANS[0]).map(|_| (old.clone(), false));
    before.chain(mixed).chain((0..SPANS[2]).map(|_| (new.clone(), false))).collect()
}

/// The kinds of all units, frame by frame, and the bytes of the frames of the transition.
fn encoded(film: &[(Frame, bool)], within: Lean) -> (Vec<Vec<u8>>, usize) {
    let mut encoder = Encoder::new(320, 192, 30, 27).unwrap();
    let mut bytes = 0;
    let kinds = film.iter().map(|(frame, mixed)| {
        let (lean, mut kinds) = (if *mixed { within } else { Lean::Layers }, Vec::new());
        let each = |nal: &[u8]| {
            kinds.push(nal[0] & 31);
            bytes += if *mixed { nal.len() } else { 0 };
        };
        encoder.encode(frame, lean, each).unwrap();
        kinds
    });
    (kinds.collect(), bytes)
}

#[test]
fn a_transition_takes_fewer_bytes_and_begins_no_new_run() {
    let film = film();
    let (kinds, chained) = encoded(&film, Lean::Chain);
    let (_, layered) = encoded(&film, Lean::Layers);
    assert!(chained * 100 < layered * 95, "{chained} bytes, {layered} in layers");
    assert!(kinds[0].contains(&IDR));
    assert!(kinds[1..].iter().flatten().all(|kind| *kind != IDR), "{kinds:?}");
}
