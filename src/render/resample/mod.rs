//! Draws one plane of a picture onto one plane of the canvas: a separable four-tap filter in 16-bit arithmetic.
//!
//! A product keeps its upper half, one instruction for eight or sixteen samples: the compiler does not find it by itself.
//! The filter runs across first, on strips of 16 rows, then down, on two strips at a time; both stay in the cache.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod passes;
mod portable;

use crate::render::resample::passes::Passes;
use crate::render::strips::{ROWS, Strips};
use crate::render::taps::{Tap, Taps};

/// Lines between the two passes; kept from frame to frame so that nothing is allocated while filming.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    passes: Passes,
    /// Two strips of filtered rows, in 1/64 of a level: row `r` of the source is row `r % 32` here.
    lines: Vec<i16>,
    out: Vec<u8>,
}

/// Draws `source` where `across` and `down` say over `target`, a plane of `stride` samples a row, and leaves the rest as
/// it is.
pub(crate) fn draw(
    source: &Strips,
    [across, down]: [&Taps; 2],
    target: &mut [u8],
    stride: usize,
    scratch: &mut Scratch,
) {
    let width = across.taps.len();
    if width == 0 {
        return;
    }
    let padded = width.next_multiple_of(ROWS);
    scratch.lines.resize(2 * ROWS * padded, 0);
    scratch.out.resize(padded, 0);
    // Nothing shines through anywhere, and the row ends with a vector: it can be written where it belongs. To read what was
    // there costs more than it seems, since that has long left the cache.
    let whole = width == padded && [across.taps[0], across.taps[width - 1]].iter().all(|tap| tap.cover == 256);
    let mut ready = None;
    for (tap, row) in down.taps.iter().zip(target.chunks_exact_mut(stride).skip(down.start)) {
        let rows = rows(tap, source.height);
        let (first, last) = (rows[0] / ROWS, rows[3] / ROWS);
        let from = ready.map_or(first, |ready: usize| first.max(ready + 1));
        for strip in from..=last {
            let half = &mut scratch.lines[strip % 2 * ROWS * padded..][..ROWS * padded];
            scratch.passes.across(source.strip(strip), &across.taps, padded, half);
        }
        ready = ready.max(Some(last));
        let four = rows.map(|row| &scratch.lines[row % (2 * ROWS) * padded..][..padded]);
        let row = &mut row[across.start..][..width];
        if whole && tap.cover == 256 {
            scratch.passes.down(four, tap.weights, row);
        } else {
            scratch.passes.down(four, tap.weights, &mut scratch.out);
            lay(&scratch.out[..width], &across.taps, tap.cover, row);
        }
    }
}

/// The four source rows of a tap, in ascending order; beyond the edges the outermost row stands in.
fn rows(tap: &Tap, height: usize) -> [usize; 4] {
    [0, 1, 2, 3].map(|k| (tap.at as usize + k).saturating_sub(2).min(height - 1))
}

/// Puts a finished line on the canvas; only its ends, or the whole of a row at the picture's edge, can let the backdrop
/// shine through.
fn lay(line: &[u8], taps: &[Tap], row_cover: u16, target: &mut [u8]) {
    if row_cover < 256 {
        for ((under, over), tap) in target.iter_mut().zip(line).zip(taps) {
            *under = mix(*under, *over, row_cover * tap.cover / 256);
        }
        return;
    }
    let ends = [0, line.len() - 1].map(|x| (x, mix(target[x], line[x], taps[x].cover)));
    target.copy_from_slice(line);
    for (x, sample) in ends {
        target[x] = sample;
    }
}

fn mix(under: u8, over: u8, cover: u16) -> u8 {
    ((u32::from(under) * u32::from(256 - cover) + u32::from(over) * u32::from(cover) + 128) >> 8) as u8
}
