//! The new picture pushes the old one out.

use crate::brief::Direction;
use crate::render::blend::planes::{each, level, mix};
use crate::render::frame::Frame;

/// Both pictures lie side by side and the canvas passes over them, by fractions of a sample.
pub(crate) fn slide(to: Direction, t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    each(old, new, out, |old, new, out, width| match to {
        Direction::Left => across(t, old, new, out, width),
        Direction::Right => across(1.0 - t, new, old, out, width),
        Direction::Up => down(t, old, new, out, width),
        Direction::Down => down(1.0 - t, new, old, out, width),
    });
}

/// Whole samples, and the rest in 1/256.
fn offset(t: f32, length: usize) -> (usize, u16) {
    let at = t * length as f32;
    (at.floor() as usize, level(at.fract()))
}

fn across(t: f32, left: &[u8], right: &[u8], out: &mut [u8], width: usize) {
    let (from, rest) = offset(t, width);
    let mut both = vec![0; 2 * width + 1];
    let rows = left.chunks_exact(width).zip(right.chunks_exact(width)).zip(out.chunks_exact_mut(width));
    for ((left, right), out) in rows {
        both[..width].copy_from_slice(left);
        both[width..2 * width].copy_from_slice(right);
        // Only where the whole right picture is seen, and then with no weight.
        both[2 * width] = right[width - 1];
        mix(&both[from..][..width], &both[from + 1..][..width], rest, out);
    }
}

fn down(t: f32, upper: &[u8], lower: &[u8], out: &mut [u8], width: usize) {
    let height = out.len() / width;
    let (from, rest) = offset(t, height);
    let row = |y: usize| {
        let (plane, y) = if y < height { (upper, y) } else { (lower, (y - height).min(height - 1)) };
        &plane[y * width..][..width]
    };
    for (y, out) in (from..).zip(out.chunks_exact_mut(width)) {
        mix(row(y), row(y + 1), rest, out);
    }
}
