//! One picture in planar YCbCr 4:2:0, BT.709, limited range (Y 16–235, Cb and Cr 16–240): what is composed and encoded.

/// Planes without padding. Both sides are even; the chroma planes are half as wide and half as high. Chroma is sited as
/// H.264's default says: on the left luma sample of its pair, halfway between the two rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub width: usize,
    pub height: usize,
    pub y: Vec<u8>,
    pub u: Vec<u8>,
    pub v: Vec<u8>,
}

impl Frame {
    /// A black frame. `width` and `height` must be even.
    #[must_use]
    pub fn black(width: usize, height: usize) -> Self {
        let quarter = width / 2 * (height / 2);
        Self { width, height, y: vec![16; width * height], u: vec![128; quarter], v: vec![128; quarter] }
    }
}

impl Frame {
    /// Becomes the same as `other`, which must have the same size.
    pub fn copy_from(&mut self, other: &Self) {
        self.y.copy_from_slice(&other.y);
        self.u.copy_from_slice(&other.u);
        self.v.copy_from_slice(&other.v);
    }
}
