//! Lines that are settings already: `fps: 24`, `seconds per image = 2`.

use serde_json::{Value, json};

use crate::brief::Brief;
use crate::director::read::ledger::{Ledger, Plainness};
use crate::director::read::normalise::Span;
use crate::director::read::page::{Page, State};

/// Takes every line `field: value` whose value the brief can hold as it stands. A title is left to the reader of
/// texts, who knows about quotation marks.
pub(crate) fn settings(page: &mut Page<'_>, ledger: &mut Ledger) {
    let mut from = 0;
    let lines: Vec<Span> = page
        .text
        .chars
        .split(|c| *c == '\n')
        .map(|line| {
            let span = from..from + line.len();
            from = span.end + 1;
            span
        })
        .collect();
    for span in lines {
        let line: String = page.text.chars[span.clone()].iter().collect();
        if let Some((field, value)) = setting(&line) {
            ledger.set(&field, value, Plainness::Setting, &span);
            page.mark(&span, State::Spent);
        }
    }
}

fn setting(line: &str) -> Option<(String, Value)> {
    let (key, value) = line.split_once([':', '='])?;
    let field = key.trim_matches(|c: char| !c.is_alphanumeric()).replace([' ', '-'], "_");
    let value = value.trim().trim_matches('"');
    let known = Brief::FIELDS.contains(&field.as_str()) && field != "title";
    let readings = [serde_json::from_str(value).ok(), Some(json!(value.replace([' ', '-'], "_")))];
    let fits = |value: &Value| serde_json::from_value::<Brief>(json!({ field.as_str(): value })).is_ok();
    let value = readings.into_iter().flatten().filter(|value| !value.is_null()).find(fits).filter(|_| known)?;
    Some((field, value))
}
