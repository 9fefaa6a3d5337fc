//! Looking for a value that may have any of several names, at any of several places.

use serde_json::value::RawValue;

use crate::nemovideo::reply::{Object, number, object, word};

/// No name is shown longer, in characters.
const LONGEST_NAME: usize = 80;
/// More than a year, in milliseconds; what claims to be longer is no time.
const LONGEST_TIME: f64 = 4e10;

/// Where to look, the nearest place first.
pub(crate) type Places<'a> = &'a [&'a Object];

/// The value under the first of these names that any of the places has.
pub(crate) fn value<'a>(places: &[&'a Object], names: &[&str]) -> Option<&'a RawValue> {
    names.iter().find_map(|name| places.iter().find_map(|place| place.get(*name))).map(|raw| &**raw)
}

/// The metadata of a thing: an object, or one written out as a string.
pub(crate) fn metadata(fields: &Object) -> Object {
    value(&[fields], &["m", "metadata", "meta"]).and_then(unfolded).unwrap_or_default()
}

/// An object, or the one that a string holds.
pub(crate) fn unfolded(raw: &RawValue) -> Option<Object> {
    object(raw.get().as_bytes()).or_else(|| object(text(raw)?.as_bytes()))
}

/// The first of these that is a number.
pub(crate) fn amount(places: Places<'_>, names: &[&str]) -> Option<f64> {
    let numbers = |name: &&str| places.iter().find_map(|place| number(place.get(*name)?));
    names.iter().find_map(numbers)
}

/// The first of these that is a time, in milliseconds.
pub(crate) fn time(places: Places<'_>, names: &[&str]) -> Option<f64> {
    amount(places, names).filter(|time| (0.0..LONGEST_TIME).contains(time))
}

/// The first of these that is a text, ready to be shown.
pub(crate) fn name(places: Places<'_>, names: &[&str]) -> Option<String> {
    let texts = |name: &&str| places.iter().find_map(|place| shown(&text(place.get(*name)?)?));
    names.iter().find_map(texts)
}

/// The file's name at the end of the first address or path, well-known fields first.
pub(crate) fn file(places: Places<'_>) -> Option<String> {
    const WELL_KNOWN: [&str; 8] = ["src", "source", "url", "cdn_url", "path", "file", "file_path", "uri"];
    let known = WELL_KNOWN.iter().filter_map(|name| value(places, &[name]));
    let others = places.iter().flat_map(|place| place.values()).map(|raw| &**raw);
    known.chain(others).find_map(address)
}

fn address(raw: &RawValue) -> Option<String> {
    let Some(text) = text(raw) else {
        return object(raw.get().as_bytes())?
            .values()
            .filter_map(|inner| self::text(inner))
            .find_map(|text| last_part(&text));
    };
    last_part(&text)
}

fn last_part(text: &str) -> Option<String> {
    if !(text.contains("://") || text.starts_with('/')) {
        return None;
    }
    shown(text.split(['?', '#']).next()?.rsplit('/').next()?)
}

/// A string that is not blank; ids written as numbers are no text.
fn text(raw: &RawValue) -> Option<String> {
    word(raw).filter(|text| raw.get().starts_with('"') && !text.trim().is_empty())
}

/// One line of at most [`LONGEST_NAME`] characters.
pub(crate) fn shown(text: &str) -> Option<String> {
    let words = text.split_whitespace().flat_map(|word| [" ", word]).skip(1);
    let mut line: String = words.flat_map(str::chars).take(LONGEST_NAME + 1).collect();
    if let Some((end, _)) = line.char_indices().nth(LONGEST_NAME) {
        line.truncate(end);
        line.push('…');
    }
    (!line.is_empty()).then_some(line)
}
