//! Which of the two passes this processor can run: the choice is made once, and changes no byte.

use fearless_simd::Level;

use crate::render::resample::portable;
use crate::render::taps::{Tap, Weight};

/// The best that the processor has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passes(Level);

impl Default for Passes {
    fn default() -> Self {
        Self(Level::new())
    }
}

impl Passes {
    /// Filters one strip across and turns it upright on the way: lines of `stride` samples, a whole number of vectors.
    pub(crate) fn across(self, strip: &[u8], taps: &[Tap], stride: usize, lines: &mut [i16]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = self.0.as_avx2() {
            return crate::render::resample::avx2::across(avx2, strip, taps, stride, lines);
        }
        portable::across(strip, taps, stride, lines);
    }

    /// Mixes four filtered rows into one of the target.
    pub(crate) fn down(self, lines: [&[i16]; 4], weights: [Weight; 4], out: &mut [u8]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(avx2) = self.0.as_avx2() {
            return crate::render::resample::avx2::down(avx2, lines, weights, out);
        }
        portable::down(lines, weights, out);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Passes;
    use crate::render::resample::portable;
    use crate::render::strips::ROWS;
    use crate::render::taps::{Tap, Weight};

    const COLUMNS: u32 = 24;

    fn weights() -> impl Strategy<Value = [Weight; 4]> {
        prop::array::uniform4((-8192_i16..=i16::MAX).prop_map(Weight::new))
    }

    fn taps() -> impl Strategy<Value = Vec<Tap>> {
        let tap = (0..COLUMNS - 3, weights()).prop_map(|(at, weights)| Tap { at, weights, cover: 256 });
        prop::collection::vec(tap, 1..70)
    }

    proptest! {
        #[test]
        fn every_processor_draws_the_same_bytes(
            strip in prop::collection::vec(any::<u8>(), COLUMNS as usize * ROWS),
            taps in taps(),
            weights in weights(),
        ) {
            let stride = taps.len().next_multiple_of(ROWS);
            let mut lines = [vec![0; ROWS * stride], vec![0; ROWS * stride]];
            let [ours, plain] = &mut lines;
            Passes::default().across(&strip, &taps, stride, ours);
            portable::across(&strip, &taps, stride, plain);
            for (ours, plain) in ours.chunks(stride).zip(plain.chunks(stride)) {
                prop_assert_eq!(&ours[..taps.len()], &plain[..taps.len()]);
            }
            let four = [3, 0, 7, 15].map(|row| &plain[row * stride..][..stride]);
            let mut out = [vec![0; stride], vec![0; stride]];
            let [ours, plain] = &mut out;
            Passes::default().down(four, weights, ours);
            portable::down(four, weights, plain);
            prop_assert_eq!(ours, plain);
        }
    }
}
