//! Draws one plane of a picture onto one plane of the canvas: a separable four-tap filter in 16-bit arithmetic.
//!
//! A product keeps its upper half, one instruction for eight samples on every processor: the compiler does not find it by
//! itself, hence `wide`.
//! The filter runs across first, on strips of 16 rows, then down, on two strips at a time; both stay in the cache.

use std::array::from_fn;

use wide::{i16x8, u8x16};

use crate::render::strips::{ROWS, Strips};
use crate::render::taps::{Tap, Taps};

/// Lines between the two passes; kept from frame to frame so that nothing is allocated while filming.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    /// Two strips of filtered rows, in 1/64 of a level: row `r` of the source is row `r % 32` here.
    lines: Vec<i16>,
    out: Vec<u8>,
}

/// 16-bit samples in a vector.
const LANES: usize = 8;

/// What four truncated products lose on average, in their last digit.
const TRUNCATED: i16 = 2;

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
    let mut ready = None;
    for (tap, row) in down.taps.iter().zip(target.chunks_exact_mut(stride).skip(down.start)) {
        let rows = rows(tap, source.height);
        let (first, last) = (rows[0] / ROWS, rows[3] / ROWS);
        let from = ready.map_or(first, |ready: usize| first.max(ready + 1));
        for strip in from..=last {
            filter_across(source.strip(strip), &across.taps, strip, padded, &mut scratch.lines);
        }
        ready = ready.max(Some(last));
        filter_down(rows, tap.weights, &scratch.lines, &mut scratch.out);
        lay(&scratch.out[..width], &across.taps, tap.cover, &mut row[across.start..][..width]);
    }
}

/// The four source rows of a tap, in ascending order; beyond the edges the outermost row stands in.
fn rows(tap: &Tap, height: usize) -> [usize; 4] {
    [0, 1, 2, 3].map(|k| (tap.at + k).saturating_sub(2).min(height - 1))
}

/// Filters one strip across and turns it upright on the way; lines are `stride` samples long, a whole number of vectors.
fn filter_across(strip: &[u8], taps: &[Tap], index: usize, stride: usize, lines: &mut [i16]) {
    let half = &mut lines[index % 2 * ROWS * stride..][..ROWS * stride];
    for (block, group) in taps.chunks(LANES).enumerate() {
        let mut columns = [[0; ROWS]; LANES];
        for (column, tap) in columns.iter_mut().zip(group) {
            *column = filter_column(&strip[tap.at * ROWS..][..4 * ROWS], tap.weights);
        }
        for (r, line) in half.chunks_exact_mut(stride).enumerate() {
            line.as_chunks_mut().0[block] = from_fn::<_, LANES, _>(|x| columns[x][r]);
        }
    }
}

/// Sixteen rows of one target column, in 1/64 of a level.
#[inline]
fn filter_column(four: &[u8], weights: [i16; 4]) -> [i16; ROWS] {
    let mut low = i16x8::splat(TRUNCATED);
    let mut high = low;
    for (samples, weight) in four.as_chunks::<ROWS>().0.iter().zip(weights) {
        let (samples, weight) = (u8x16::new(*samples), i16x8::splat(weight));
        low += (i16x8::from_u8x16_low(samples) << 7_i32).mul_keep_high(weight);
        high += (i16x8::from_u8x16_high(samples) << 7_i32).mul_keep_high(weight);
    }
    let mut column = [[0; LANES]; 2];
    column[0] = low.to_array();
    column[1] = high.to_array();
    let flat = column.as_flattened();
    from_fn(|r| flat[r])
}

/// Mixes four filtered rows into one of the target.
fn filter_down(rows: [usize; 4], weights: [i16; 4], lines: &[i16], out: &mut [u8]) {
    let stride = out.len();
    let lines = rows.map(|row| lines[row % (2 * ROWS) * stride..][..stride].as_chunks::<ROWS>().0);
    let weights = weights.map(i16x8::splat);
    for (block, out) in out.as_chunks_mut::<ROWS>().0.iter_mut().enumerate() {
        // Sums in 1/32 of a level; half a level is added to round.
        let [mut low, mut high] = [i16x8::splat(TRUNCATED + 16); 2];
        for (line, weight) in lines.iter().zip(weights) {
            let [left, right] = halves(&line[block]);
            low += left.mul_keep_high(weight);
            high += right.mul_keep_high(weight);
        }
        *out = u8x16::narrow_i16x8(low >> 5_i32, high >> 5_i32).to_array();
    }
}

fn halves(samples: &[i16; ROWS]) -> [i16x8; 2] {
    let halves = samples.as_chunks::<LANES>().0;
    [i16x8::new(halves[0]), i16x8::new(halves[1])]
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
