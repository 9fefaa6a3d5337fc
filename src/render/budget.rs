//! How many bytes a film may take, and how coarse the encoder must be for it: pure arithmetic.

use crate::brief::Quality;
use crate::timeline::{Canvas, Timeline};

/// The coarsest quantiser of H.264.
pub(crate) const COARSEST: i32 = 51;

/// A constant quantiser has no ceiling, and film grain or noise takes twenty times the bits of a photograph. At 1080p and
/// 30 frames a second this is 19 Mbit/s: more than twice what video sites ask for, and less than the 25 that level 4
/// allows (ITU-T H.264 table A-1, High profile).
const MOST_BITS_A_PIXEL: f64 = 0.3;

/// Steps for what takes twice as much as it may, where the beginning of a chunk is all that is known: what explodes is
/// noise, which vanishes under a coarse quantiser much faster than pictures do, and the first frame weighs more than it should.
const CAUTIOUS: f64 = 3.0;
const LONGEST_STEP: i32 = 6;
/// What is asked for of the rate that would just do.
const NEARLY: f64 = 0.95;
/// Twice as many bits.
const OCTAVE: f64 = 6.0;

/// Of a film whose size is limited the music gets at most this part, and never so few bits that it is not worth hearing.
const SOUND_SHARE: f64 = 0.25;
const SOUND_BITS: std::ops::RangeInclusive<f64> = 64_000.0..=192_000.0;

/// The encoder's constant quantiser: 6 more halve the bits.
pub(crate) fn quantiser(quality: Quality) -> i32 {
    match quality {
        Quality::Draft => 34,
        Quality::Standard => 30,
        Quality::High => 27,
    }
}

/// A quantiser for what took `ratio` times the bytes it may: at least one step coarser.
pub(crate) fn coarser(quantiser: i32, ratio: f64) -> i32 {
    (quantiser + steps(ratio, OCTAVE)).min(COARSEST)
}

/// The same, judged by the first frames of a chunk alone.
pub(crate) fn a_little_coarser(quantiser: i32, ratio: f64) -> i32 {
    (quantiser + steps(ratio, CAUTIOUS).min(LONGEST_STEP)).min(COARSEST)
}

/// Bits a second for what took `ratio` times the bytes it may at `bits`: a little less than that, since an encoder which is
/// told a rate meets it about.
pub(crate) fn fewer(bits: f64, ratio: f64) -> u64 {
    (bits / ratio * NEARLY).max(1.0) as u64
}

fn steps(ratio: f64, octave: f64) -> i32 {
    (octave * ratio.max(1.0).log2()).ceil().max(1.0) as i32
}

/// Bytes that a chunk of so many frames may take.
pub(crate) fn most_bytes(canvas: Canvas, frames: u32) -> u64 {
    let pixels = f64::from(canvas.width) * f64::from(canvas.height) * f64::from(frames);
    (pixels * MOST_BITS_A_PIXEL / 8.0) as u64
}

/// Bits a second that a film of this shape may take.
pub(crate) fn most_bits(canvas: Canvas, fps: u32) -> u64 {
    8 * most_bytes(canvas, fps)
}

/// Bits a second for an encoder that has no constant quality.
pub(crate) fn usual_bits(canvas: Canvas, fps: u32, quality: Quality) -> u64 {
    let share = match quality {
        Quality::Draft => 0.13,
        Quality::Standard => 0.23,
        Quality::High => 0.33,
    };
    (most_bits(canvas, fps) as f64 * share) as u64
}

/// Bytes that the whole file may take; `None` where nobody set a limit.
pub(crate) fn file_bytes(timeline: &Timeline) -> Option<u64> {
    timeline.max_size_mb.map(|limit| (limit.max(0.0) * 1e6) as u64)
}

/// Bits a second of the film's sound.
pub(crate) fn sound_bits(timeline: &Timeline) -> u32 {
    let (least, most) = (*SOUND_BITS.start(), *SOUND_BITS.end());
    let bits = file_bytes(timeline).map_or(most, |bytes| bytes as f64 * 8.0 * SOUND_SHARE / timeline.seconds());
    // A film without length has no sound either; `max` and `min` pass over what is not a number.
    bits.max(least).min(most) as u32
}

#[cfg(test)]
mod tests {
    use super::{COARSEST, a_little_coarser, coarser, most_bytes};
    use crate::timeline::Canvas;

    #[test]
    fn twice_the_bytes_are_six_steps_and_there_is_an_end() {
        assert_eq!((coarser(27, 2.0), coarser(27, 1.01), coarser(27, 0.5)), (33, 28, 28));
        assert_eq!((coarser(50, 9.0), coarser(51, 9.0), a_little_coarser(27, 1000.0)), (COARSEST, COARSEST, 33));
    }

    #[test]
    fn full_hd_stays_below_what_its_level_allows() {
        let second = most_bytes(Canvas { width: 1920, height: 1080 }, 30) * 8;
        assert!((18_000_000..25_000_000).contains(&second), "{second}");
    }
}
