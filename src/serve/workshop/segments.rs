//! One segment of a draft that came back: its keys, its times, and its `m` laid over what would hold without it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::serve::workshop::measure::frame;
use crate::serve::workshop::writing::fields;

/// A segment in frames.
#[derive(Clone, Debug)]
pub(crate) struct Segment<'a> {
    /// Where it is told from others in a message: `segment 2 of track 1`.
    pub(crate) place: String,
    pub(crate) start: Option<u32>,
    pub(crate) frames: u32,
    pub(crate) source: Option<&'a str>,
    pub(crate) m: Map<String, Value>,
}

impl<'a> Segment<'a> {
    pub(crate) fn read(value: &'a Value, place: String, fps: u32) -> Result<Self, String> {
        let object = object(value, &place)?;
        only(object, &["s", "d", "src", "m"], &place)?;
        let time = |key: &str| match object.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let frame = value.as_f64().and_then(|ms| frame(ms, fps));
                frame
                    .map(Some)
                    .ok_or_else(|| format!("`{key}` of {place} is {value}, which is no time in milliseconds"))
            }
        };
        let (start, frames) = (time("s")?, time("d")?);
        let frames = frames.filter(|frames| *frames > 0).ok_or_else(|| format!("{place} has no duration `d`"))?;
        let m = match object.get("m") {
            None | Some(Value::Null) => Map::new(),
            Some(m) => self::object(m, &format!("`m` of {place}"))?.clone(),
        };
        Ok(Self { place, start, frames, source: object.get("src").and_then(Value::as_str), m })
    }

    pub(crate) fn end(&self, start: u32) -> Result<u32, String> {
        start.checked_add(self.frames).ok_or_else(|| format!("{} ends too late", self.place))
    }
}

/// The object that a value must be.
pub(crate) fn object<'a>(value: &'a Value, place: &str) -> Result<&'a Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("{place} is no object"))
}

/// Refuses what nobody here would heed.
pub(crate) fn only(object: &Map<String, Value>, known: &[&str], place: &str) -> Result<(), String> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("{place} has `{key}`, which this server does not know")),
        None => Ok(()),
    }
}

/// What `m` says beside its name; of `elsewhere` it may not speak, since that is said by other keys.
pub(crate) fn wishes(m: &Map<String, Value>, elsewhere: &[&str], place: &str) -> Result<Map<String, Value>, String> {
    match m.keys().find(|key| elsewhere.contains(&key.as_str())) {
        Some(key) => Err(format!("`m` of {place} has `{key}`, which is said by the keys around it")),
        None => {
            Ok(m.iter().filter(|(key, _)| *key != "name").map(|(key, value)| (key.clone(), value.clone())).collect())
        }
    }
}

/// `wanted` laid over a part of a timeline. What does not come out as it was asked for is refused, not dropped.
pub(crate) fn overlaid<T>(base: &T, wanted: &Map<String, Value>, place: &str) -> Result<T, String>
where
    T: Serialize + DeserializeOwned,
{
    let mut merged = fields(base, &[]);
    merged.extend(wanted.clone());
    let part: T = serde_json::from_value(Value::Object(merged)).map_err(|error| format!("`m` of {place}: {error}"))?;
    let made = fields(&part, &[]);
    match wanted.iter().find(|(key, value)| !value.is_null() && !holds(made.get(*key), value)) {
        Some((key, value)) => Err(format!("`{key}` of {place} cannot be {value} here")),
        None => Ok(part),
    }
}

/// Whether everything that was wanted is there; more may be.
fn holds(made: Option<&Value>, wanted: &Value) -> bool {
    match (made, wanted) {
        (Some(Value::Object(made)), Value::Object(wanted)) => {
            wanted.iter().all(|(key, value)| value.is_null() || holds(made.get(key), value))
        }
        (Some(Value::Number(made)), Value::Number(wanted)) => made.as_f64() == wanted.as_f64(),
        (made, wanted) => made == Some(wanted),
    }
}
