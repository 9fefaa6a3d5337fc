//! A soft edge passes over the picture, and the new one is behind it.

use crate::brief::Direction;
use crate::render::blend::planes::{each, level, mix, mixed, smooth};
use crate::render::frame::Frame;

/// The soft edge, as a part of the way.
const EDGE: f32 = 0.2;

pub(crate) fn wipe(to: Direction, t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    each(old, new, out, |old, new, out, width| {
        let height = out.len() / width;
        let rows = old.chunks_exact(width).zip(new.chunks_exact(width)).zip(out.chunks_exact_mut(width));
        match to {
            Direction::Left | Direction::Right => {
                let shares = shares(t, width, to == Direction::Left);
                for ((old, new), out) in rows {
                    for (((old, new), out), share) in old.iter().zip(new).zip(out).zip(&shares) {
                        *out = mixed(*old, *new, *share);
                    }
                }
            }
            Direction::Up | Direction::Down => {
                for (((old, new), out), share) in rows.zip(shares(t, height, to == Direction::Up)) {
                    mix(old, new, share, out);
                }
            }
        }
    });
}

/// How much of the new picture is seen at each of `length` samples; the edge starts wholly outside and ends there.
fn shares(t: f32, length: usize, backwards: bool) -> Vec<u16> {
    let front = t * (1.0 + EDGE);
    let at = |i: usize| if backwards { length - 1 - i } else { i } as f32 / length as f32;
    (0..length).map(|i| level(smooth(((front - at(i)) / EDGE).clamp(0.0, 1.0)))).collect()
}
