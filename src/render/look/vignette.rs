//! Corners that are darker than the middle, as an old lens has them.

/// Where it begins, in halves of the diagonal; at 1, the corner, it is full.
const BEGINS: f32 = 0.35;

/// How much light is left at every sample of a plane, in 1/256, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Vignette(Vec<u16>);

impl Vignette {
    /// `loss` is what the very corners lose, 0 to 1.
    pub(crate) fn new(loss: f32, width: usize, height: usize) -> Self {
        let square = |at: usize, length: usize| {
            let from_middle = (2 * at + 1) as f32 / length as f32 - 1.0;
            from_middle * from_middle / 2.0
        };
        let across: Vec<f32> = (0..width).map(|x| square(x, width)).collect();
        let left = |(across, down): (&f32, f32)| {
            let far = (((across + down).sqrt() - BEGINS) / (1.0 - BEGINS)).clamp(0.0, 1.0);
            (256.0 * (1.0 - loss * far * far * (3.0 - 2.0 * far))).round() as u16
        };
        let rows = (0..height).map(|y| square(y, height));
        Self(rows.flat_map(|down| across.iter().map(move |across| left((across, down)))).collect())
    }

    /// Darkens the plane; `nothing` is the level of black, or of no colour.
    pub(crate) fn apply(&self, plane: &mut [u8], nothing: u8) {
        let nothing = i32::from(nothing);
        for (sample, left) in plane.iter_mut().zip(&self.0) {
            *sample = (nothing + (((i32::from(*sample) - nothing) * i32::from(*left) + 128) >> 8)) as u8;
        }
    }
}
