//! A brief without a gap and without a number that makes no sense.

use std::ops::RangeInclusive;

use crate::brief::{Aspect, Brief, Fit, Motion, Quality, Resolution, Transition};
use crate::director::compose::settings::defaults;
use crate::director::error::Error;

/// More frames a second than any screen people own shows gain nothing.
const FPS: RangeInclusive<f64> = 1.0..=120.0;
/// A film of half a day is a mistake in the number, not a wish.
const SECONDS: RangeInclusive<f64> = 0.01..=43_200.0;
/// As long as one likes: no overlap is longer than its pictures allow.
const OVERLAP: RangeInclusive<f64> = 0.0..=43_200.0;
const GAIN: RangeInclusive<f64> = 0.0..=1.0;
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
    /// Without control characters; `None` where nothing can be read.
    pub(crate) title: Option<String>,
    pub(crate) title_seconds: f64,
    pub(crate) music: Option<bool>,
    pub(crate) music_volume: f64,
    pub(crate) quality: Quality,
}

/// How long the film shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    PerPicture(f64),
    Total(f64),
}

pub(crate) fn plan(brief: &Brief) -> Result<Plan, Error> {
    let full = brief.clone().over(defaults());
    Ok(Plan {
        aspect: full.aspect.unwrap_or(Aspect::Auto),
        resolution: full.resolution.unwrap_or(Resolution::P1080),
        fps: within("fps", f64::from(full.fps.unwrap_or(30)), FPS)? as u32,
        pace: wanted(&full)?,
        transition: full.transition.unwrap_or(Transition::Crossfade),
        transition_seconds: within("transition_seconds", full.transition_seconds.unwrap_or(0.0), OVERLAP)?,
        transition_chosen: full.transition_seconds != defaults().transition_seconds,
        motion: full.motion.unwrap_or(Motion::KenBurns),
        fit: full.fit.unwrap_or(Fit::Auto),
        title: full.title.as_deref().and_then(readable),
        title_seconds: within("title_seconds", full.title_seconds.unwrap_or(TITLE_SECONDS), SECONDS)?,
        music: full.music,
        music_volume: within("music_volume", full.music_volume.unwrap_or(1.0), GAIN)?,
        quality: full.quality.unwrap_or(Quality::High),
    })
}

fn wanted(full: &Brief) -> Result<Wanted, Error> {
    match (full.total_seconds, full.seconds_per_image) {
        (Some(total), _) => within("total_seconds", total, SECONDS).map(Wanted::Total),
        (None, each) => within("seconds_per_image", each.unwrap_or(f64::NAN), SECONDS).map(Wanted::PerPicture),
    }
}

fn within(field: &'static str, value: f64, range: RangeInclusive<f64>) -> Result<f64, Error> {
    if range.contains(&value) {
        return Ok(value);
    }
    Err(Error::OutOfRange { field, value, least: *range.start(), most: *range.end() })
}

fn readable(title: &str) -> Option<String> {
    let text: String = title.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
