//! A plane of samples, stored so that resampling it across needs neither gathers nor bounds checks in its inner loop.

/// Rows in a strip: one 256-bit register of 16-bit samples.
pub(crate) const ROWS: usize = 16;

/// Columns repeated on either side, so that a four-tap filter at the very edge finds its taps.
const PAD: usize = 2;

/// A plane cut into strips of [`ROWS`] rows; within a strip the samples of one column lie side by side, so the four
/// columns that a filter needs are 64 bytes in a row. The last strip repeats the last row.
#[derive(Clone, Debug)]
pub(crate) struct Strips {
    pub width: usize,
    pub height: usize,
    samples: Vec<u8>,
}

impl Strips {
    /// From a plane in reading order, `width` by the number of rows that are there; neither may be 0.
    pub(crate) fn new(plane: &[u8], width: usize) -> Self {
        let height = plane.len() / width;
        let columns = width + 2 * PAD;
        let mut samples = vec![0; columns * ROWS * height.div_ceil(ROWS)];
        for (s, strip) in samples.chunks_exact_mut(columns * ROWS).enumerate() {
            for r in 0..ROWS {
                let y = (s * ROWS + r).min(height - 1);
                let row = &plane[y * width..][..width];
                for (column, x) in strip.chunks_exact_mut(ROWS).zip(0..) {
                    column[r] = row[usize::saturating_sub(x, PAD).min(width - 1)];
                }
            }
        }
        Self { width, height, samples }
    }

    /// One strip with its padding: `width + 4` columns of [`ROWS`] samples.
    pub(crate) fn strip(&self, index: usize) -> &[u8] {
        let size = (self.width + 2 * PAD) * ROWS;
        &self.samples[index * size..][..size]
    }
}
