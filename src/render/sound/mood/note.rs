//! What is written down, and what is played.

use crate::render::sound::mood::drum::Drum;
use crate::render::sound::mood::instrument::Instrument;

/// Beat in the bar, beats of length, loudness, sound.
pub(crate) type Written = (f64, f64, f32, Sound);

/// One sound of one player. Times are in seconds from the beginning of the piece.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Note {
    pub(crate) at: f64,
    pub(crate) lasts: f64,
    pub(crate) sound: Sound,
    pub(crate) loud: f32,
    pub(crate) pan: f32,
    pub(crate) send: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Sound {
    Tone(Instrument, i32),
    Drum(Drum),
}
