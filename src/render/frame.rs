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
    /// Three bytes a pixel, red, green and blue, by the equations of BT.709; colour is taken from the nearest chroma
    /// sample.
    #[must_use]
    pub fn rgb(&self) -> Vec<u8> {
        let mut rgb = Vec::with_capacity(3 * self.y.len());
        for (at, luma) in self.y.iter().enumerate() {
            let chroma = at / self.width / 2 * (self.width / 2) + at % self.width / 2;
            let share = |sample: u8, zero: f32, range: f32| (f32::from(sample) - zero) / range;
            let luma = share(*luma, 16.0, 219.0);
            let blue = luma + share(self.u[chroma], 128.0, 224.0) * 1.8556;
            let red = luma + share(self.v[chroma], 128.0, 224.0) * 1.5748;
            let green = (luma - 0.2126 * red - 0.0722 * blue) / 0.7152;
            rgb.extend([red, green, blue].map(|colour| (colour * 255.0).round().clamp(0.0, 255.0) as u8));
        }
        rgb
    }

    /// Becomes the same as `other`, which must have the same size.
    pub fn copy_from(&mut self, other: &Self) {
        self.y.copy_from_slice(&other.y);
        self.u.copy_from_slice(&other.u);
        self.v.copy_from_slice(&other.v);
    }
}
