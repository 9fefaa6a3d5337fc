//! Draws one plane of a picture onto one plane of the canvas: a separable four-tap filter in 16-bit arithmetic.
//!
//! Every step is a loop over whole arrays without branches, which the compiler turns into vector instructions by itself.
//! The filter runs across first, on strips of 16 rows, then down, on two strips at a time; both stay in the cache.

use crate::render::strips::{ROWS, Strips};
use crate::render::taps::{Tap, Taps};

/// Lines between the two passes; kept from frame to frame so that nothing is allocated while filming.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    /// Two strips of filtered rows, in 1/64 of a level: row `r` of the source is row `r % 32` here.
    lines: Vec<i16>,
    out: Vec<u8>,
}

/// What four truncated products lose on average, in their last digit.
const TRUNCATED: i16 = 2;

/// Draws `source` over `target` (`stride` samples a row) where the picture is, and leaves the rest as it is.
pub(crate) fn draw(
    source: &Strips,
    across: &Taps,
    down: &Taps,
    target: &mut [u8],
    stride: usize,
    scratch: &mut Scratch,
) {
    let width = across.taps.len();
    if width == 0 {
        return;
    }
    scratch.lines.resize(2 * ROWS * width, 0);
    scratch.out.resize(width, 0);
    let mut ready = None;
    for (tap, row) in down.taps.iter().zip(target.chunks_exact_mut(stride).skip(down.start)) {
        let rows = rows(tap, source.height);
        let (first, last) = (rows[0] / ROWS, rows[3] / ROWS);
        let from = ready.map_or(first, |ready: usize| first.max(ready + 1));
        for strip in from..=last {
            filter_across(source.strip(strip), &across.taps, strip, &mut scratch.lines);
        }
        ready = ready.max(Some(last));
        filter_down(rows, tap.weights, &scratch.lines, &mut scratch.out);
        lay(&scratch.out, &across.taps, tap.cover, &mut row[across.start..][..width]);
    }
}

/// The four source rows of a tap, in ascending order; beyond the edges the outermost row stands in.
fn rows(tap: &Tap, height: usize) -> [usize; 4] {
    [0, 1, 2, 3].map(|k| (tap.at + k).saturating_sub(2).min(height - 1))
}

/// `(a · b) / 65536`, which is one instruction for a whole register.
#[inline(always)]
fn high(a: i16, b: i16) -> i16 {
    ((i32::from(a) * i32::from(b)) >> 16) as i16
}

/// Filters one strip across and turns it upright on the way.
fn filter_across(strip: &[u8], taps: &[Tap], index: usize, lines: &mut [i16]) {
    let width = taps.len();
    let half = &mut lines[index % 2 * ROWS * width..][..ROWS * width];
    for (block, group) in taps.chunks(ROWS).enumerate() {
        let mut columns = [[0i16; ROWS]; ROWS];
        for (column, tap) in columns.iter_mut().zip(group) {
            *column =
                filter_column(strip[tap.at * ROWS..].first_chunk().expect("taps stay in the padding"), tap.weights);
        }
        for (r, line) in half.chunks_exact_mut(width).enumerate() {
            let line = &mut line[block * ROWS..];
            if let Some(line) = line.first_chunk_mut::<ROWS>() {
                *line = columns.map(|column| column[r]);
            } else {
                line.iter_mut().zip(&columns).for_each(|(sample, column)| *sample = column[r]);
            }
        }
    }
}

/// Sixteen rows of one target column, in 1/64 of a level.
#[inline(always)]
fn filter_column(four: &[u8; 4 * ROWS], weights: [i16; 4]) -> [i16; ROWS] {
    let mut sum = [TRUNCATED; ROWS];
    for k in 0..4 {
        for r in 0..ROWS {
            sum[r] += high(i16::from(four[k * ROWS + r]) << 7, weights[k]);
        }
    }
    sum
}

fn filter_down(rows: [usize; 4], weights: [i16; 4], lines: &[i16], out: &mut [u8]) {
    let width = out.len();
    let [a, b, c, d] = rows.map(|row| &lines[row % (2 * ROWS) * width..][..width]);
    let [wa, wb, wc, wd] = weights;
    for x in 0..width {
        // In 1/32 of a level; half a level is added to round.
        let sum = high(a[x], wa) + high(b[x], wb) + high(c[x], wc) + high(d[x], wd) + TRUNCATED + 16;
        out[x] = (sum >> 5).clamp(0, 255) as u8;
    }
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
