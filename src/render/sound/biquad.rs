//! A second-order filter, of which all that listens here is made.

use std::f64::consts::TAU;

/// In transposed direct form II.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Biquad {
    pub(crate) b: [f64; 3],
    pub(crate) a: [f64; 2],
    pub(crate) z: [f64; 2],
}

impl Biquad {
    /// Lets the frequencies around `hertz` through, those half an octave to either side 3 dB down (Bristow-Johnson,
    /// "Cookbook formulae for audio EQ biquad filter coefficients", constant peak gain).
    pub(crate) fn band(hertz: f64, rate: f64) -> Self {
        let angle = TAU * hertz / rate;
        let alpha = angle.sin() / (2.0 * std::f64::consts::SQRT_2);
        let a0 = 1.0 + alpha;
        Self { b: [alpha / a0, 0.0, -alpha / a0], a: [-2.0 * angle.cos() / a0, (1.0 - alpha) / a0], z: [0.0; 2] }
    }

    pub(crate) fn run(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}
