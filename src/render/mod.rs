//! From a timeline to an MP4.

mod backdrop;
mod blend;
mod budget;
mod chunk;
mod curtain;
mod encoder;
mod error;
mod faces;
mod ffmpeg;
mod film;
mod fingerprint;
mod flaw;
mod frame;
mod gate;
mod geometry;
mod glance;
mod grade;
mod h264;
mod inspect;
mod job;
mod library;
mod look;
mod mp4;
mod open;
mod painter;
mod picture;
mod plan;
mod planar;
mod preview;
mod proofs;
mod reprint;
mod resample;
mod scene;
mod score;
mod set;
mod settings;
pub mod sound;
mod still;
mod strips;
mod taken;
mod tally;
mod taps;
pub mod text;
mod titles;
mod whole;

pub use encoder::{Encoder, Name};
pub use error::Error;
pub use faces::{Detector, Face};
pub use ffmpeg::{ENVIRONMENT, Trial, trial};
pub use film::{Made, film};
pub use flaw::Flaw;
pub use frame::Frame;
pub use inspect::{FilmFacts, inspect};
pub use open::probe;
pub use plan::check;
pub use preview::preview;
pub use proofs::{Press, Proof};
pub use reprint::{Print, reprint};
pub use settings::{Facts, Progress, Settings};
pub use taken::probe_dated;

/// Whether the encoder's assembly was built in. Without it, a film takes about twice as long (19.6 s against 10.5 s, in turn on two cores).
#[must_use]
pub fn encoder_is_fast() -> bool {
    env!("REELDROP_ENCODER_ASSEMBLY") == "yes"
}

#[cfg(test)]
mod cost_tests;
#[cfg(test)]
mod film_tests;
#[cfg(test)]
mod format_tests;
#[cfg(test)]
mod lean_tests;
#[cfg(test)]
mod motion_tests;
#[cfg(test)]
mod paint_tests;
#[cfg(test)]
mod probe_tests;
#[cfg(test)]
mod resume_tests;
#[cfg(test)]
mod size_tests;
#[cfg(test)]
mod support_tests;
