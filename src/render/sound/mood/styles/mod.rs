//! The moods, as data: tempo, scale, chords, players. What is well worn is safe, and was chosen for it.

mod lively;
mod quiet;
mod usual;

use crate::brief::Mood;
use crate::render::sound::mood::style::Style;

/// The style of a mood.
pub(crate) fn style(mood: Mood) -> &'static Style {
    match mood {
        Mood::Lofi => &lively::LOFI,
        Mood::Upbeat => &lively::UPBEAT,
        Mood::Calm => &quiet::CALM,
        Mood::Cinematic => &quiet::CINEMATIC,
        Mood::Piano => &quiet::PIANO,
        Mood::Acoustic => &lively::ACOUSTIC,
        Mood::Electronic => &lively::ELECTRONIC,
        Mood::Jazz => &lively::JAZZ,
        Mood::Ambient => &quiet::AMBIENT,
        Mood::Classical => &quiet::CLASSICAL,
        Mood::Rock => &lively::ROCK,
        Mood::Hiphop => &lively::HIPHOP,
        Mood::Romantic => &quiet::ROMANTIC,
        Mood::Sad => &quiet::SAD,
        Mood::Corporate => &lively::CORPORATE,
    }
}
