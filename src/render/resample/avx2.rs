//! The two passes of the filter on processors with AVX2; the same bytes as the portable ones.
//!
//! Closures and iterator adapters are avoided in the inner loops: the library's own functions know nothing of AVX2, so
//! what is passed to them cannot be inlined.
#![expect(clippy::needless_range_loop, reason = "see above: an index is the loop that is unrolled")]

use std::arch::x86_64::{
    __m256i, _mm_packus_epi16, _mm256_add_epi16, _mm256_castsi256_si128, _mm256_cvtepu8_epi16,
    _mm256_extracti128_si256, _mm256_mulhi_epi16, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_slli_epi16, _mm256_srai_epi16, _mm256_unpackhi_epi16, _mm256_unpackhi_epi32, _mm256_unpackhi_epi64,
    _mm256_unpacklo_epi16, _mm256_unpacklo_epi32, _mm256_unpacklo_epi64,
};

use fearless_simd::{i16x8, i16x16, kernel, prelude::*, u8x16};

use crate::render::strips::ROWS;
use crate::render::taps::{TRUNCATED, Tap, Weight};

/// Columns that are turned upright together.
const COLUMNS: usize = 8;

kernel!(
    /// Filters one strip across and turns it upright on the way: `ROWS` lines of `stride` samples, a whole number of vectors.
    pub(crate) fn across(avx2: Avx2, strip: &[u8], taps: &[Tap], stride: usize, lines: &mut [i16]) {
        let (groups, rest) = taps.as_chunks::<COLUMNS>();
        for (block, group) in groups.iter().enumerate() {
            let rows = upright(avx2, columns(avx2, strip, group));
            lay(avx2, rows, &mut lines[block * COLUMNS..], stride);
        }
        if let [.., last] = rest {
            let mut group = [*last; COLUMNS];
            group[..rest.len()].copy_from_slice(rest);
            let rows = upright(avx2, columns(avx2, strip, &group));
            lay(avx2, rows, &mut lines[groups.len() * COLUMNS..], stride);
        }
    }
);

kernel!(
    /// Sixteen rows of eight target columns, in 1/64 of a level.
    #[inline]
    fn columns(avx2: Avx2, strip: &[u8], taps: &[Tap; COLUMNS]) -> [__m256i; COLUMNS] {
        let mut columns = [_mm256_set1_epi16(TRUNCATED); COLUMNS];
        for (column, tap) in columns.iter_mut().zip(taps) {
            let four = strip[tap.at as usize * ROWS..][..4 * ROWS].as_chunks::<ROWS>().0;
            for k in 0..4 {
                let samples = _mm256_cvtepu8_epi16(u8x16::from_slice(avx2, &four[k]).into());
                let weight = _mm256_set1_epi32(tap.weights[k].twice());
                *column = _mm256_add_epi16(*column, _mm256_mulhi_epi16(_mm256_slli_epi16::<7>(samples), weight));
            }
        }
        columns
    }
);

kernel!(
    /// Turns eight columns of sixteen samples into rows: pairs change places, then fours, then eights. Row `r` stands in
    /// the lower half of register `r`, row `r + 8` in its upper half.
    #[inline]
    fn upright(avx2: Avx2, c: [__m256i; COLUMNS]) -> [__m256i; COLUMNS] {
        let a = [_mm256_unpacklo_epi16(c[0], c[1]), _mm256_unpackhi_epi16(c[0], c[1])];
        let b = [_mm256_unpacklo_epi16(c[2], c[3]), _mm256_unpackhi_epi16(c[2], c[3])];
        let d = [_mm256_unpacklo_epi16(c[4], c[5]), _mm256_unpackhi_epi16(c[4], c[5])];
        let e = [_mm256_unpacklo_epi16(c[6], c[7]), _mm256_unpackhi_epi16(c[6], c[7])];
        let mut rows = c;
        for half in 0..2 {
            let left = [_mm256_unpacklo_epi32(a[half], b[half]), _mm256_unpackhi_epi32(a[half], b[half])];
            let right = [_mm256_unpacklo_epi32(d[half], e[half]), _mm256_unpackhi_epi32(d[half], e[half])];
            for pair in 0..2 {
                rows[4 * half + 2 * pair] = _mm256_unpacklo_epi64(left[pair], right[pair]);
                rows[4 * half + 2 * pair + 1] = _mm256_unpackhi_epi64(left[pair], right[pair]);
            }
        }
        rows
    }
);

kernel!(
    /// Lays the rows at the beginning of as many lines.
    #[inline]
    fn lay(avx2: Avx2, rows: [__m256i; COLUMNS], lines: &mut [i16], stride: usize) {
        for r in 0..COLUMNS {
            let upper: i16x8<_> = _mm256_castsi256_si128(rows[r]).simd_into(avx2);
            upper.store_slice(&mut lines[r * stride..][..COLUMNS]);
            let lower: i16x8<_> = _mm256_extracti128_si256::<1>(rows[r]).simd_into(avx2);
            lower.store_slice(&mut lines[(r + COLUMNS) * stride..][..COLUMNS]);
        }
    }
);

kernel!(
    /// Mixes four filtered rows into one of the target.
    pub(crate) fn down(avx2: Avx2, lines: [&[i16]; 4], weights: [Weight; 4], out: &mut [u8]) {
        let mut spread = [_mm256_setzero_si256(); 4];
        for k in 0..4 {
            spread[k] = _mm256_set1_epi32(weights[k].twice());
        }
        let [a, b, c, d] = lines;
        let pairs = a.as_chunks::<ROWS>().0.iter().zip(b.as_chunks::<ROWS>().0);
        let others = c.as_chunks::<ROWS>().0.iter().zip(d.as_chunks::<ROWS>().0);
        for (out, ((a, b), (c, d))) in out.as_chunks_mut::<ROWS>().0.iter_mut().zip(pairs.zip(others)) {
            // Sums in 1/32 of a level; half a level is added to round.
            let mut sum = _mm256_set1_epi16(TRUNCATED + 16);
            let four = [a, b, c, d];
            for k in 0..4 {
                let row = i16x16::from_slice(avx2, four[k]);
                sum = _mm256_add_epi16(sum, _mm256_mulhi_epi16(row.into(), spread[k]));
            }
            let levels = _mm256_srai_epi16::<5>(sum);
            let packed = _mm_packus_epi16(_mm256_castsi256_si128(levels), _mm256_extracti128_si256::<1>(levels));
            let packed: u8x16<_> = packed.simd_into(avx2);
            packed.store_slice(out);
        }
    }
);
