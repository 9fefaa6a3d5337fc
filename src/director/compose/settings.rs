//! What a film is like where nobody says anything: the built-in `[video]` settings.

use crate::brief::{Aspect, Brief, Fit, Motion, Quality, Resolution, Transition};

/// The lowest layer of every brief.
#[must_use]
pub fn defaults() -> Brief {
    Brief {
        aspect: Some(Aspect::Auto),
        resolution: Some(Resolution::P1080),
        fps: Some(30),
        seconds_per_image: Some(3.5),
        transition: Some(Transition::Crossfade),
        transition_seconds: Some(0.6),
        motion: Some(Motion::KenBurns),
        fit: Some(Fit::Auto),
        music_volume: Some(0.8),
        quality: Some(Quality::High),
        ..Brief::default()
    }
}
