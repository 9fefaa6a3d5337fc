//! Parts that are settings already: `fps: 24`, `seconds per image = 2`.

use serde_json::{Value, json};

use crate::brief::{Brief, Transition};
use crate::director::read::ledger::Ledger;
use crate::director::read::normalise::Span;
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;

/// Takes every part `field: value` whose value the brief can hold as it stands.
pub(crate) fn settings(page: &mut Page<'_>, ledger: &mut Ledger) {
    for span in parts(&page.text.chars) {
        let line: String = page.text.chars[span.clone()].iter().collect();
        let written = page.text.written(&span);
        for (field, value) in setting(&line, written) {
            ledger.set(&field, value, Plainness::Setting, &span);
            page.mark(&span, State::Spent);
        }
    }
}

/// What stands between line ends, semicolons, and commas that are no decimal commas.
fn parts(chars: &[char]) -> Vec<Span> {
    let ends = (0..chars.len()).filter(|at| match chars[*at] {
        '\n' | ';' => true,
        ',' => chars.get(at + 1).is_none_or(|next| next.is_whitespace()),
        _ => false,
    });
    let mut from = 0;
    ends.chain([chars.len()]).map(|end| std::mem::replace(&mut from, end + 1)..end).collect()
}

/// Texts are left to their own reader, who knows about quotation marks and lists.
const TEXTS: [&str; 5] = ["title", "subtitle", "end_text", "captions", "watermark"];
/// Names of files keep their capitals.
const FILES: [&str; 3] = ["music_file", "first_image", "last_image"];

/// The fields and values of a part as folded and as written.
fn setting(line: &str, written: &str) -> Vec<(String, Value)> {
    let Some((key, value)) = line.split_once([':', '=']) else { return Vec::new() };
    let field = key.trim_matches(|c: char| !c.is_alphanumeric()).replace([' ', '-'], "_");
    let value = value.trim().trim_matches('"');
    match Transition::named(value).filter(|_| field == "transition") {
        Some((transition, direction)) => {
            let direction = direction.map(|to| ("transition_direction".to_owned(), json!(to)));
            [(field, json!(transition))].into_iter().chain(direction).collect()
        }
        None => plain(field, value, written).into_iter().collect(),
    }
}

/// A field whose value stands there as the brief spells it, or nearly so.
fn plain(field: String, value: &str, written: &str) -> Option<(String, Value)> {
    let known = Brief::FIELDS.contains(&field.as_str()) && !TEXTS.contains(&field.as_str());
    let as_written = written.split_once([':', '=']).map(|(_, value)| value.trim().trim_matches('"'));
    let file = as_written.filter(|_| FILES.contains(&field.as_str())).map(|name| json!(name));
    let switch = match value {
        "yes" | "on" => Some(json!(true)),
        "no" | "off" | "none" => Some(json!(false)),
        _ => None,
    };
    let readings = [file, switch, serde_json::from_str(value).ok(), Some(json!(value.replace([' ', '-'], "_")))];
    let fits = |value: &Value| serde_json::from_value::<Brief>(json!({ field.as_str(): value })).is_ok();
    let value = readings.into_iter().flatten().filter(|value| !value.is_null()).find(fits).filter(|_| known)?;
    Some((field, value))
}
