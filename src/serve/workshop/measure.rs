//! Milliseconds of a draft and frames of a film, and back without loss.

use serde_json::{Value, json};

/// As long as a film may be at the most, half a day as in any brief.
pub(crate) const MOST_MS: f64 = 43_200_000.0;

/// The time at which a frame begins, to the microsecond: a whole number where it is one.
pub(crate) fn milliseconds(frame: u32, fps: u32) -> Value {
    let exact = f64::from(frame) * 1000.0 / f64::from(fps);
    let near = (exact * 1000.0).round() / 1000.0;
    if near.fract() == 0.0 { json!(near as u64) } else { json!(near) }
}

/// The frame that begins nearest to a time; `None` for what is no time of a film.
pub(crate) fn frame(ms: f64, fps: u32) -> Option<u32> {
    (0.0..=MOST_MS).contains(&ms).then(|| (ms * f64::from(fps) / 1000.0).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::{frame, milliseconds};
    use proptest::prelude::{prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn every_frame_finds_back(at in 0_u32..5_000_000, fps in 1_u32..=120) {
            let ms = milliseconds(at, fps).as_f64().unwrap();
            if ms <= super::MOST_MS {
                prop_assert_eq!(frame(ms, fps), Some(at));
            }
        }
    }

    #[test]
    fn whole_times_are_written_whole_and_no_time_is_none() {
        assert_eq!(milliseconds(105, 30), 3500);
        assert_eq!(milliseconds(107, 30), 3566.667);
        assert_eq!((frame(-1.0, 30), frame(f64::NAN, 30), frame(1e300, 30)), (None, None, None));
    }
}
