//! The grain of film: another one on every frame, and the same every time the frame is made.

/// One side of the piece of film that all grain is cut from.
const SIDE: usize = 512;
/// The grain is laid in cells, each cut from another place of the piece, so that nothing repeats that an eye could find.
const CELL: (usize, usize) = (256, 32);
/// The standard deviation of the piece: as fine as a byte can hold without clipping.
const DEVIATION: f32 = 36.0;

#[derive(Clone, Debug)]
pub(crate) struct Grain {
    piece: Vec<i8>,
    /// How strong it is at each luma, in 1/256.
    strength: [i16; 256],
}

impl Grain {
    /// `deviation` is that of the grain in luma, where luma runs from 0 to 1.
    pub(crate) fn new(deviation: f32) -> Self {
        let most = deviation * 219.0 / DEVIATION * 256.0;
        let strength = std::array::from_fn(|luma| {
            // Film shows it in the middle tones; black and white are clean.
            let level = ((luma as f32 - 16.0) / 219.0).clamp(0.0, 1.0);
            (most * (4.0 * level * (1.0 - level)).sqrt()).round() as i16
        });
        Self { piece: piece(), strength }
    }

    pub(crate) fn apply(&self, frame: u32, luma: &mut [u8], width: usize) {
        for (y, row) in luma.chunks_exact_mut(width).enumerate() {
            for (column, cell) in row.chunks_mut(CELL.0).enumerate() {
                let place = scramble(u64::from(frame) << 32 | ((y / CELL.1) << 12 | column) as u64) as usize;
                let left = place % (SIDE - CELL.0);
                let top = (place >> 20) % (SIDE - CELL.1) + y % CELL.1;
                for (sample, grain) in cell.iter_mut().zip(&self.piece[top * SIDE + left..]) {
                    let change = (i32::from(*grain) * i32::from(self.strength[usize::from(*sample)]) + 128) >> 8;
                    *sample = (i32::from(*sample) + change).clamp(16, 235) as u8;
                }
            }
        }
    }
}

/// Noise of the normal distribution, softened so that a grain is about two pixels wide.
fn piece() -> Vec<i8> {
    let noise: Vec<f32> = (0..(SIDE * SIDE) as u64).map(normal).collect();
    let mut across = noise.clone();
    soften(&noise, &mut across, 1);
    let mut both = across.clone();
    soften(&across, &mut both, SIDE);
    both.into_iter().map(|grain| (grain * DEVIATION).round().clamp(-127.0, 127.0) as i8).collect()
}

/// Weights 1 2 1 over neighbours `step` apart, the piece closed to a ring; the squares of the weights add up to 1.
fn soften(from: &[f32], to: &mut [f32], step: usize) {
    let all = from.len();
    for (at, to) in to.iter_mut().enumerate() {
        *to = (from[(at + all - step) % all] + 2.0 * from[at] + from[(at + step) % all]) / 6_f32.sqrt();
    }
}

/// Four even numbers added up are nearly normal; their deviation is brought to 1.
fn normal(index: u64) -> f32 {
    let bits = scramble(index);
    let sum: f32 = (0..4).map(|part| ((bits >> (16 * part)) & 0xffff) as f32 / 65535.0 - 0.5).sum();
    sum * 3_f32.sqrt()
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
fn scramble(seed: u64) -> u64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
