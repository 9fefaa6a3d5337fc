//! What runs beside the pictures: the music and the title.

use crate::brief::Place;
use crate::director::compose::check::Plan;
use crate::timeline::{Music, Role, Text, Tune};

/// Long enough not to click, too short to be heard as a fade.
const FADE_IN_SECONDS: f64 = 0.05;
const FADE_OUT_SECONDS: f64 = 2.0;
/// A short film must not consist of fading.
const FADE_OUT_PART: u32 = 4;

pub(crate) fn music(plan: &Plan, sound: Option<&str>, frames: u32) -> Option<Music> {
    let file = sound.filter(|_| plan.music != Some(false))?.to_owned();
    let at_most = |seconds: f64| ((seconds * f64::from(plan.fps)).round() as u32).min(frames / FADE_OUT_PART);
    let (fade_in, fade_out) = (at_most(FADE_IN_SECONDS), at_most(FADE_OUT_SECONDS));
    Some(Music { tune: Tune::File(file), volume: plan.music_volume, fade_in, fade_out })
}

/// A sentence if music was asked for and the folder has none.
pub(crate) fn missing_sound(plan: &Plan, sound: Option<&str>) -> Option<String> {
    (plan.music == Some(true) && sound.is_none())
        .then(|| "music was asked for, but there is no sound file in the folder".to_owned())
}

pub(crate) fn title(plan: &Plan, frames: u32) -> Option<Text> {
    let text = plan.title.clone()?;
    let wanted = (plan.title_seconds * f64::from(plan.fps)).round() as u32;
    Some(Text { text, role: Role::Title, place: Place::Center, start: 0, frames: wanted.clamp(1, frames) })
}
