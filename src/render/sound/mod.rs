//! The film's sound: one music file in, or music made here (`mood`), AAC-LC packets out, fitted to the film's length and to a normal loudness.
//!
//! Everything streams: file → stereo → loop → 48 kHz → gain → limiter → fades → AAC, a block at a time.
//!
//! # Why `syom` encodes
//!
//! It is pure Rust, MIT and without dependencies; `fdk-aac` would need C and a licence that grants no patents. Measured
//! against `FFmpeg` 5.1's own encoder at 192 kbit/s on synthetic material, with lookahead and short-window grouping
//! (SNR in dB / noise over masking threshold in dB, lower is better): plucked strings with drums 22.5 / −1.3 (`FFmpeg`
//! 19.7 / −1.4), pink noise 13.4 / 1.1 (8.5 / 4.7), clicks 22.8 / −1.7 (16.2 / −4.0), sine sweep 55.7 / −13.8
//! (24.4 / −26.0). Its bandwidth is the full 20 kHz. Without the lookahead it smears attacks (noise 42 dB over the
//! threshold at worst, 18 with it).
//!
//! `cargo bench --bench sound` measures it anew, with a simpler threshold. At 192 kbit/s, `syom` before `FFmpeg`: sweep
//! 55.5 and 24.4 dB, plucked strings with drums 35.5 and 24.2, pink noise 13.4 and 9.8, held chords 32.5 and 36.9, clicks out
//! of silence 24.1 and 44.7. The clicks are its weak side: 2 to 20 ms before each, noise lies 45 dB under the click (`FFmpeg`:
//! 62), and more bits do not change that. At 128 kbit/s pink noise is 5 dB over the threshold, so 192 it is.

mod beats;
mod biquad;
mod downmix;
mod error;
mod fades;
mod limiter;
mod looped;
mod loudness;
mod mood;
mod onsets;
mod player;
mod resample;
mod soundtrack;
mod source;
mod survey;

pub use beats::{Beats, beats};
pub use error::Error;
pub use mood::pulse;
pub(crate) use mood::seed;
pub use soundtrack::Soundtrack;
pub use source::probe;

#[cfg(test)]
mod beats_tests;
#[cfg(test)]
mod tests;
