//! Wishes about what is heard, and how things come and go.

use serde::{Deserialize, Serialize};

/// What the music is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mood {
    Lofi,
    Upbeat,
    Calm,
    Cinematic,
    Piano,
    Acoustic,
    Electronic,
    Jazz,
    Ambient,
    Classical,
    Rock,
    Hiphop,
    Romantic,
    Sad,
    Corporate,
}

impl Mood {
    pub const ALL: [Self; 15] = [
        Self::Lofi,
        Self::Upbeat,
        Self::Calm,
        Self::Cinematic,
        Self::Piano,
        Self::Acoustic,
        Self::Electronic,
        Self::Jazz,
        Self::Ambient,
        Self::Classical,
        Self::Rock,
        Self::Hiphop,
        Self::Romantic,
        Self::Sad,
        Self::Corporate,
    ];
}

/// Whether something fades, or for how many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fade {
    Wanted(bool),
    Seconds(f64),
}
