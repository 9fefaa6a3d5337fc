//! One segment of a track: what it is called, when it is seen or heard, how loud.

use serde_json::value::RawValue;

use crate::nemovideo::draft::fields::{Places, amount, file, metadata, name, shown, time, unfolded, value};
use crate::nemovideo::reply::{Object, object, word};

/// Times are milliseconds from the beginning of the film.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segment {
    pub name: Option<String>,
    pub start: f64,
    /// `None` if nothing says when it ends.
    pub end: Option<f64>,
    /// Percent.
    pub volume: Option<f64>,
}

const NAMES: [&str; 6] = ["name", "title", "text", "content", "label", "filename"];
/// What stands on the picture says more of a text than what somebody calls it.
const TEXTS: [&str; 6] = ["text", "content", "title", "name", "label", "filename"];
/// Nothing is louder than this, in percent.
const LOUDEST: f64 = 1000.0;

impl Segment {
    /// Reads one; `follows` is where it begins if it does not say so itself.
    pub(crate) fn read(raw: &RawValue, is_text: bool, follows: f64) -> Self {
        let Some(fields) = object(raw.get().as_bytes()) else {
            return Self { name: word(raw).and_then(|word| shown(&word)), start: follows, ..Self::default() };
        };
        let inner = metadata(&fields);
        let places: Places<'_> = &[&fields, &inner];
        let start = time(places, &["s", "st", "start", "b", "begin", "o", "offset", "in"]).unwrap_or(follows);
        let stated = time(places, &["e", "end", "out"]).filter(|end| *end >= start);
        let lasting = || time(places, &["d", "duration"]).map(|lasts| start + lasts);
        Self { name: called(&fields, is_text), start, end: stated.or_else(lasting), volume: volume(places) }
    }
}

/// What a segment or a track calls itself.
pub(crate) fn called(fields: &Object, is_text: bool) -> Option<String> {
    let inner = metadata(fields);
    let names = if is_text { &TEXTS } else { &NAMES };
    let plain = || {
        let text =
            value(&[fields], &["m", "metadata"]).filter(|raw| unfolded(raw).is_none() && raw.get().starts_with('"'))?;
        let text = word(text)?;
        shown(&text).filter(|_| !text.contains("://") && !text.starts_with('/'))
    };
    name(&[&inner, fields], names).or_else(plain).or_else(|| file(&[fields, &inner]))
}

/// How loud, in percent: up to 1 it is a share of the whole.
pub(crate) fn volume(places: Places<'_>) -> Option<f64> {
    let volume = amount(places, &["v", "vol", "volume"]).filter(|volume| *volume >= 0.0)?;
    Some(if volume <= 1.0 { volume * 100.0 } else { volume.min(LOUDEST) })
}
