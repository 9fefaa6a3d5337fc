//! A brief without a gap and without a number that makes no sense.

use std::ops::RangeInclusive;

use crate::brief::{Aspect, Brief, Direction, Fit, Motion, Pace, Quality, Resolution, Transition};
use crate::director::compose::readable::readable;
use crate::director::compose::settings::defaults;
use crate::director::error::Error;
use crate::director::unhurried::unhurried;

/// More frames a second than any screen people own shows gain nothing.
const FPS: RangeInclusive<f64> = 1.0..=120.0;
/// A film of half a day is a mistake in the number, not a wish.
const SECONDS: RangeInclusive<f64> = 0.01..=43_200.0;
/// As long as one likes: no overlap is longer than its pictures allow.
const OVERLAP: RangeInclusive<f64> = 0.0..=43_200.0;
const GAIN: RangeInclusive<f64> = 0.0..=1.0;
/// H.264 at level 5.2 holds 4096 pixels a side and a little more.
const SIDE: RangeInclusive<f64> = 16.0..=4096.0;
const MEGABYTES: RangeInclusive<f64> = 0.01..=1_000_000.0;
/// Smaller than half cannot be read, larger than two and a half times is no text but a picture.
const SIZES: RangeInclusive<f64> = 0.5..=2.5;
/// Long enough to read two lines twice.
const TITLE_SECONDS: f64 = 3.0;

/// A brief in which every value is there and in range. Times in seconds, volume as linear gain.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) aspect: Aspect,
    pub(crate) resolution: Resolution,
    pub(crate) fps: u32,
    pub(crate) pace: Wanted,
    pub(crate) transition: Transition,
    pub(crate) transition_seconds: f64,
    /// Whether the overlap is somebody's wish and not the default.
    pub(crate) transition_chosen: bool,
    pub(crate) motion: Motion,
    pub(crate) fit: Fit,
    pub(crate) transition_direction: Option<Direction>,
    pub(crate) motion_direction: Option<Direction>,
    /// Sides in pixels, where somebody named them.
    pub(crate) size: (Option<u32>, Option<u32>),
    pub(crate) first_seconds: Option<f64>,
    pub(crate) last_seconds: Option<f64>,
    /// The first picture comes back at the end.
    pub(crate) looped: bool,
    pub(crate) beat_sync: bool,
    /// Without control characters; `None` where nothing can be read.
    pub(crate) title: Option<String>,
    pub(crate) title_seconds: f64,
    /// Hundredths of the usual.
    pub(crate) title_size: u32,
    pub(crate) caption_size: u32,
    pub(crate) music: Option<bool>,
    pub(crate) music_volume: f64,
    pub(crate) quality: Quality,
    pub(crate) max_size_mb: Option<f64>,
}

/// How long the film shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    PerPicture(f64),
    Total(f64),
}

/// `sound` is as long as that many seconds, where that is known.
pub(crate) fn plan(brief: &Brief, sound: Option<f64>) -> Result<Plan, Error> {
    let full = brief.clone().over(defaults());
    Ok(Plan {
        aspect: full.aspect.unwrap_or(Aspect::Auto),
        resolution: full.resolution.unwrap_or(Resolution::P1080),
        fps: within("fps", f64::from(full.fps.unwrap_or(30)), FPS)? as u32,
        pace: wanted(&full, sound)?,
        transition: full.transition.unwrap_or(Transition::Crossfade),
        transition_seconds: within("transition_seconds", full.transition_seconds.unwrap_or(0.0), OVERLAP)?,
        transition_chosen: full.transition_seconds != defaults().transition_seconds,
        motion: full.motion.unwrap_or(Motion::KenBurns),
        fit: fit(&full),
        transition_direction: full.transition_direction,
        motion_direction: full.motion_direction,
        size: (side("width", full.width)?, side("height", full.height)?),
        first_seconds: optional("first_image_seconds", full.first_image_seconds, SECONDS)?,
        last_seconds: optional("last_image_seconds", full.last_image_seconds, SECONDS)?,
        looped: full.looped == Some(true),
        beat_sync: full.beat_sync == Some(true),
        title: full.title.as_deref().and_then(readable),
        title_seconds: within("title_seconds", full.title_seconds.unwrap_or(TITLE_SECONDS), SECONDS)?,
        title_size: size("title_size", full.title_size)?,
        caption_size: size("caption_size", full.caption_size)?,
        music: full.music,
        music_volume: within("music_volume", full.music_volume.unwrap_or(1.0), GAIN)?,
        quality: full.quality.unwrap_or(Quality::High),
        max_size_mb: optional("max_size_mb", full.max_size_mb, MEGABYTES)?,
    })
}

/// The length asked for, else that of the music if the film is to be as long, else the time of a picture, else the
/// pace.
fn wanted(full: &Brief, sound: Option<f64>) -> Result<Wanted, Error> {
    let music = sound.filter(|_| full.match_music == Some(true));
    match (full.total_seconds.or(music), full.seconds_per_image) {
        (Some(total), _) => within("total_seconds", total, SECONDS).map(Wanted::Total),
        (None, Some(each)) => within("seconds_per_image", each, SECONDS).map(Wanted::PerPicture),
        (None, None) => Ok(Wanted::PerPicture(paced(full))),
    }
}

/// Seconds a picture where nobody gave a number.
fn paced(full: &Brief) -> f64 {
    match full.pace {
        None if full.beat_sync == Some(true) => 1.0,
        pace => unhurried(pace.unwrap_or(Pace::Medium)),
    }
}

/// A background can be seen only beside a picture that stands whole.
fn fit(full: &Brief) -> Fit {
    let whole = full.background.is_some() && matches!(full.fit, None | Some(Fit::Auto));
    if whole { Fit::Contain } else { full.fit.unwrap_or(Fit::Auto) }
}

fn side(field: &'static str, pixels: Option<u32>) -> Result<Option<u32>, Error> {
    pixels.map(|pixels| within(field, f64::from(pixels), SIDE).map(|pixels| pixels as u32)).transpose()
}

fn size(field: &'static str, size: Option<f64>) -> Result<u32, Error> {
    within(field, size.unwrap_or(1.0), SIZES).map(|size| (size * 100.0).round() as u32)
}

fn optional(field: &'static str, value: Option<f64>, range: RangeInclusive<f64>) -> Result<Option<f64>, Error> {
    value.map(|value| within(field, value, range)).transpose()
}

fn within(field: &'static str, value: f64, range: RangeInclusive<f64>) -> Result<f64, Error> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(Error::OutOfRange { field, value, least: *range.start(), most: *range.end() })
}
