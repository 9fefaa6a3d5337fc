//! The pictures lose their details, change places while none can be told, and find them again.

use crate::render::blend::fade;
use crate::render::blend::planes::{planes, smooth};
use crate::render::frame::Frame;

/// The widest blur, as a part of the short side: shapes are gone, colours are left.
const WIDEST: f32 = 0.035;
/// The largest block, as a part of the short side.
const COARSEST: f32 = 1.0 / 14.0;
/// One box smears, two look like glass.
const PASSES: usize = 2;

/// From 0 to 1 at the middle and back to 0.
fn bump(t: f32) -> f32 {
    smooth(1.0 - (2.0 * t - 1.0).abs())
}

/// The share of the new picture: the exchange keeps to the middle, where nothing is sharp.
fn exchanged(t: f32) -> f32 {
    smooth(((t - 0.25) * 2.0).clamp(0.0, 1.0))
}

/// The old picture goes out of focus, the new one comes into it. A blur of a mixture is a mixture of blurs, so one is
/// enough.
pub(crate) fn blur(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    fade::cross(exchanged(t), old, new, out);
    let radius = bump(t) * WIDEST * out.width.min(out.height) as f32;
    for (plane, part) in planes(out).into_iter().zip([1.0, 0.5, 0.5]) {
        let (plane, width) = plane;
        let radius = (radius * part).round() as usize;
        if radius > 0 {
            for _ in 0..PASSES {
                plane.chunks_exact_mut(width).for_each(|row| blur_row(row, radius));
                blur_columns(plane, width, radius);
            }
        }
    }
}

/// The mean of `sum` over `2 * radius + 1` samples, by a multiplication; exact for samples that are all alike.
fn mean(sum: u32, reciprocal: u32) -> u8 {
    ((u64::from(sum) * u64::from(reciprocal) + (1 << 19)) >> 20) as u8
}

fn reciprocal(radius: usize) -> u32 {
    let window = 2 * radius as u32 + 1;
    ((1 << 20) + window / 2) / window
}

/// Beyond the ends the outermost sample stands in.
fn blur_row(row: &mut [u8], radius: usize) {
    let (line, share) = (row.to_vec(), reciprocal(radius));
    let at = |i: isize| u32::from(line[i.clamp(0, line.len() as isize - 1) as usize]);
    let reach = radius as isize;
    let mut sum: u32 = (-reach..=reach).map(at).sum();
    for (x, sample) in (0..).zip(row) {
        *sample = mean(sum, share);
        sum = sum + at(x + reach + 1) - at(x - reach);
    }
}

/// The same down, for all columns at once.
fn blur_columns(plane: &mut [u8], width: usize, radius: usize) {
    let (rows, share) = (plane.to_vec(), reciprocal(radius));
    let last = (rows.len() / width) as isize - 1;
    let at = |y: isize| &rows[y.clamp(0, last) as usize * width..][..width];
    let reach = radius as isize;
    let mut sums = vec![0u32; width];
    for y in -reach..=reach {
        sums.iter_mut().zip(at(y)).for_each(|(sum, sample)| *sum += u32::from(*sample));
    }
    for (y, row) in (0..).zip(plane.chunks_exact_mut(width)) {
        let ends = at(y + reach + 1).iter().zip(at(y - reach));
        for ((sample, sum), (comes, goes)) in row.iter_mut().zip(&mut sums).zip(ends) {
            *sample = mean(*sum, share);
            *sum = *sum + u32::from(*comes) - u32::from(*goes);
        }
    }
}

/// Blocks that double, and halve again: sizes in between would only shimmer.
pub(crate) fn pixelize(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    fade::cross(exchanged(t), old, new, out);
    let coarsest = (out.width.min(out.height) as f32 * COARSEST).max(2.0).log2();
    let side = 1usize << (coarsest * (1.0 - (2.0 * t - 1.0).abs())).round() as u32;
    if side > 1 {
        for ((plane, width), side) in planes(out).into_iter().zip([side, side / 2, side / 2]) {
            blocks(plane, width, side);
        }
    }
}

/// Every block of `side` × `side` samples becomes its mean; a block's corner lies in the middle of the plane.
fn blocks(plane: &mut [u8], width: usize, side: usize) {
    let height = plane.len() / width;
    let edges = |length: usize| {
        let first = (length / 2) % side;
        let starts = std::iter::once(0).filter(move |_| first > 0).chain((first..length).step_by(side));
        starts.map(move |start| start..if start < first { first } else { (start + side).min(length) })
    };
    for rows in edges(height) {
        for columns in edges(width) {
            let count = (rows.len() * columns.len()) as u32;
            let row = |y: usize| y * width + columns.start..y * width + columns.end;
            let sum: u32 = rows.clone().flat_map(|y| &plane[row(y)]).map(|sample| u32::from(*sample)).sum();
            let mean = ((sum + count / 2) / count) as u8;
            rows.clone().for_each(|y| plane[row(y)].fill(mean));
        }
    }
}
