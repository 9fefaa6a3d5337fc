//! What an export asks for beside the draft (§4.8): format, quality, size, rate.

use serde::Deserialize;

use crate::brief::{Quality, Resolution};
use crate::timeline::{Canvas, Timeline};

/// The keys that clients of the service send. `crf` belongs to another encoder, and says no more than `quality`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    format: Option<String>,
    codec: Option<String>,
    #[serde(rename = "crf")]
    _crf: Option<f64>,
    quality: Option<Quality>,
    resolution: Option<Resolution>,
    pub(crate) fps: Option<u32>,
}

impl Output {
    pub(crate) fn read(json: &str) -> Result<Self, String> {
        let output: Option<Self> = serde_json::from_str(json).map_err(|error| format!("`output`: {error}"))?;
        let output = output.unwrap_or_default();
        let is = |word: &Option<String>, known: &[&str]| {
            word.as_ref().is_none_or(|word| known.iter().any(|known| known.eq_ignore_ascii_case(word)))
        };
        if !is(&output.format, &["mp4"]) || !is(&output.codec, &["h264", "avc", "libx264"]) {
            return Err("`output`: this server makes MP4 files with H.264".to_owned());
        }
        if output.fps.is_some_and(|fps| !(1..=120).contains(&fps)) {
            return Err("`output`: `fps` must be from 1 to 120".to_owned());
        }
        Ok(output)
    }

    /// The service's clients ask for `high` whatever was said before, so it is no wish; anything less is one.
    pub(crate) fn apply(&self, mut timeline: Timeline) -> Result<Timeline, String> {
        let rank =
            |quality: Quality| [Quality::Draft, Quality::Standard, Quality::High].iter().position(|q| *q == quality);
        if let Some(quality) = self.quality.filter(|quality| rank(*quality) < rank(timeline.quality)) {
            timeline.quality = quality;
        }
        if let Some(resolution) = self.resolution {
            timeline.canvas = resized(timeline.canvas, resolution.short_side())?;
        }
        Ok(timeline)
    }
}

/// The same shape with another short side, both sides even.
fn resized(canvas: Canvas, short: u32) -> Result<Canvas, String> {
    let (from, long) = (canvas.width.min(canvas.height), canvas.width.max(canvas.height));
    let part = u64::from(from.max(1));
    let long = (u64::from(short) * u64::from(long) + part) / (2 * part) * 2;
    let long = u32::try_from(long).map_err(|_| "the canvas is too long".to_owned())?;
    Ok(if canvas.width < canvas.height {
        Canvas { width: short, height: long }
    } else {
        Canvas { width: long, height: short }
    })
}
