//! Music made by code, for words that ask for music where no sound lies.
//!
//! A style (`styles`, data) says tempo, scale, chords and players. `form` divides the film's length into phrases that lead
//! to a last chord; `band` writes down each bar when its time has come, with `harmony` and `melody`; `piece` lets the notes
//! sound: `tone` on a `bank` of partials or `drum`, in the room of `reverb`. The beat never bends. The same film always gets
//! the same piece, and memory does not grow with its length.
//!
//! Whether it is any good was judged by figures: see `tests.rs`, which holds them, and `cargo bench --bench sound`.

mod band;
mod bank;
mod chance;
mod drum;
mod form;
mod hands;
mod harmony;
mod instrument;
mod melody;
mod note;
mod piece;
mod reverb;
mod style;
mod styles;
mod tone;

pub(crate) use chance::seed;
pub(crate) use piece::Piece;

use crate::brief::Mood;

/// No film is longer than half a day, nor followed beyond once and a half its length.
const LONGEST_SECS: f64 = 64_800.0;

/// When music that is made in this mood beats, in seconds from the beginning of the film.
#[must_use]
pub fn pulse(mood: Mood) -> Vec<f64> {
    let beat = 60.0 / styles::style(mood).bpm;
    (0..(LONGEST_SECS / beat) as u32).map(|n| f64::from(n) * beat).collect()
}

#[cfg(test)]
mod tests;
