//! The two passes of the filter on any processor, eight samples at a time.

use std::array::from_fn;

use wide::{i16x8, u8x16};

use crate::render::strips::ROWS;
use crate::render::taps::{TRUNCATED, Tap, Weight};

/// 16-bit samples in a vector.
const LANES: usize = 8;

/// Filters one strip across and turns it upright on the way: `ROWS` lines of `stride` samples, a whole number of vectors.
pub(crate) fn across(strip: &[u8], taps: &[Tap], stride: usize, lines: &mut [i16]) {
    for (block, group) in taps.chunks(LANES).enumerate() {
        let mut columns = [[0; ROWS]; LANES];
        for (column, tap) in columns.iter_mut().zip(group) {
            *column = filter_column(&strip[tap.at as usize * ROWS..][..4 * ROWS], tap.weights);
        }
        for (r, line) in lines.chunks_exact_mut(stride).enumerate() {
            line.as_chunks_mut().0[block] = from_fn::<_, LANES, _>(|x| columns[x][r]);
        }
    }
}

/// Sixteen rows of one target column, in 1/64 of a level.
#[inline]
fn filter_column(four: &[u8], weights: [Weight; 4]) -> [i16; ROWS] {
    let mut low = i16x8::splat(TRUNCATED);
    let mut high = low;
    for (samples, weight) in four.as_chunks::<ROWS>().0.iter().zip(weights) {
        let (samples, weight) = (u8x16::new(*samples), i16x8::splat(weight.once()));
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
pub(crate) fn down(lines: [&[i16]; 4], weights: [Weight; 4], out: &mut [u8]) {
    let lines = lines.map(|line| line.as_chunks::<ROWS>().0);
    let weights = weights.map(|weight| i16x8::splat(weight.once()));
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
