//! How long a picture stands where a word says it and no number.

use crate::brief::Pace;

/// Seconds: 3 to 5 are usual for memories, about 1 for films cut to a beat.
pub(crate) const fn unhurried(pace: Pace) -> f64 {
    match pace {
        Pace::Slow => 5.0,
        Pace::Medium => 3.5,
        Pace::Fast => 1.2,
    }
}
