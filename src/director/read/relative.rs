//! Words that compare: what "slower", "quieter" and "bigger" come to beside what was before.

use crate::brief::{Brief, Pace};
use crate::director::unhurried::unhurried;

/// How much longer a picture stands once "slower" was said.
const SLOWER: f64 = 1.5;
/// Half the amplitude: 6 dB, which everybody hears.
const QUIETER: f64 = 0.5;
/// What the lexicon calls quiet is below this gain, what it calls loud above.
const MIDDLE: f64 = 0.5;
/// Texts grow and shrink between these.
const SIZES: [f64; 2] = [0.5, 2.5];

/// The fields that come out different beside `lower`: the field, the one that was said, and the value. `said` compares
/// in the fields `relative`.
pub(crate) fn beside(said: &Brief, relative: &[String], lower: &Brief) -> Vec<(&'static str, &'static str, f64)> {
    let compares = |field: &str| relative.iter().any(|other| other == field);
    let sized = |now: Option<f64>, before: Option<f64>| Some(hundredths((now? * before?).clamp(SIZES[0], SIZES[1])));
    let volume = said.music_volume.filter(|_| compares("music_volume"));
    let volume = volume.zip(lower.music_volume).map(|(now, before)| louder(now, before));
    let title = sized(said.title_size.filter(|_| compares("title_size")), lower.title_size);
    let caption = sized(said.caption_size.filter(|_| compares("caption_size")), lower.caption_size);
    [
        pace(said, lower),
        volume.map(|value| ("music_volume", "music_volume", value)),
        title.map(|value| ("title_size", "title_size", value)),
        caption.map(|value| ("caption_size", "caption_size", value)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the word about the pace alone does what it says, beside the time that a picture has in `lower`.
pub(crate) fn enough(said: &Brief, lower: &Brief) -> bool {
    let Some(pace) = said.pace else { return false };
    let further = |each: f64| if pace == Pace::Slow { unhurried(pace) > each } else { unhurried(pace) < each };
    lower.total_seconds.is_none() && lower.seconds_per_image.is_none_or(further)
}

/// Sets one of the fields that [`beside`] gives.
pub(crate) fn put(brief: &mut Brief, field: &str, value: f64) {
    match field {
        "total_seconds" => brief.total_seconds = Some(value),
        "seconds_per_image" => brief.seconds_per_image = Some(value),
        "music_volume" => brief.music_volume = Some(value),
        "title_size" => brief.title_size = Some(value),
        "caption_size" => brief.caption_size = Some(value),
        _ => {}
    }
}

fn louder(now: f64, before: f64) -> f64 {
    hundredths(if now < MIDDLE { now.min(before * QUIETER) } else { now.max(before) })
}

/// A number that stood before is changed; where there was none, the word is enough.
fn pace(said: &Brief, lower: &Brief) -> Option<(&'static str, &'static str, f64)> {
    let pace = said.pace.filter(|_| said.seconds_per_image.is_none() && said.total_seconds.is_none())?;
    let factor = match pace {
        Pace::Slow => SLOWER,
        Pace::Fast => 1.0 / SLOWER,
        Pace::Medium => return None,
    };
    match (lower.total_seconds, lower.seconds_per_image, lower.pace) {
        (Some(total), _, _) => Some(("total_seconds", "pace", hundredths(total * factor))),
        (None, Some(each), _) => Some(("seconds_per_image", "pace", hundredths(each * factor))),
        (None, None, Some(before)) => Some(("seconds_per_image", "pace", hundredths(unhurried(before) * factor))),
        (None, None, None) => None,
    }
}

fn hundredths(value: f64) -> f64 {
    (value * 100.0).round().max(1.0) / 100.0
}
