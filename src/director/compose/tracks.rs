//! What runs beside the pictures: the music, and how it and the film come and go.

use crate::brief::{Brief, Fade};
use crate::director::compose::check::Plan;
use crate::director::compose::sound::Sound;
use crate::timeline::{Music, Tune};

/// Long enough not to click, too short to be heard as a fade.
const NO_CLICK_SECONDS: f64 = 0.05;
/// A fade of the sound, where nobody says how long.
const SOUND_SECONDS: f64 = 2.0;
/// A fade of the film, where nobody says how long.
const FILM_SECONDS: f64 = 1.0;
/// A short film must not consist of fading.
const USUAL_PART: u32 = 4;
const MOST_PART: u32 = 2;

pub(crate) fn music(plan: &Plan, brief: &Brief, sound: Option<&Sound>, frames: u32) -> Option<Music> {
    let sound = sound.filter(|_| plan.music != Some(false))?;
    let tune = sound.made.map_or_else(|| Tune::File(sound.path.clone()), Tune::Mood);
    let span = |fade: Option<Fade>, usual: f64| match fade {
        Some(fade) => frames_of(plan, fade, SOUND_SECONDS, frames / MOST_PART),
        None => frames_of(plan, Fade::Seconds(usual), usual, frames / USUAL_PART),
    };
    let fade_in = span(brief.music_fade_in, NO_CLICK_SECONDS);
    // Music that is made for the film ends with it.
    let usual_end = if sound.made.is_some() { NO_CLICK_SECONDS } else { SOUND_SECONDS };
    let fade_out = span(brief.music_fade_out, usual_end);
    Some(Music { tune, volume: plan.music_volume, fade_in, fade_out })
}

/// Frames over which the film comes from black, and goes to black.
pub(crate) fn film(plan: &Plan, brief: &Brief, frames: u32) -> (u32, u32) {
    let span = |fade: Option<Fade>| fade.map_or(0, |fade| frames_of(plan, fade, FILM_SECONDS, frames / MOST_PART));
    (span(brief.fade_in), span(brief.fade_out))
}

fn frames_of(plan: &Plan, fade: Fade, usual: f64, most: u32) -> u32 {
    let seconds = match fade {
        Fade::Wanted(false) => 0.0,
        Fade::Wanted(true) => usual,
        Fade::Seconds(seconds) => seconds.max(0.0),
    };
    ((seconds * f64::from(plan.fps)).round() as u32).min(most)
}
