//! Hard prompts, scored field by field: paraphrases, slips, lists, further instructions, and words that ask for nothing.
#![expect(clippy::print_stdout, reason = "the figures are worth reading even where they are good enough")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::director::read::read;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    language: String,
    kind: String,
    text: String,
    #[serde(default)]
    before: String,
    expect: BTreeMap<String, Value>,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Share(usize, usize);

impl Share {
    fn count(&mut self, right: bool) {
        *self = Self(self.0 + usize::from(right), self.1 + 1);
    }
}

#[derive(Debug, Default)]
struct Score {
    fields: Share,
    /// Of which every expected field is right.
    prompts: Share,
    by_language: BTreeMap<String, Share>,
    /// Fields that a distractor set.
    misled: usize,
    wrong: Vec<String>,
}

fn score(cases: &str) -> Score {
    let cases: Cases = toml::from_str(cases).unwrap();
    let mut score = Score::default();
    for case in cases.case {
        let brief = serde_json::to_value(read(&format!("{}\n---\n{}", case.before, case.text)).brief).unwrap();
        let found = brief.as_object().unwrap();
        let mut whole = true;
        for (field, expected) in &case.expect {
            let right = fits(expected, found.get(field));
            score.fields.count(right);
            score.by_language.entry(case.language.clone()).or_default().count(right);
            whole &= right;
            if !right {
                score.wrong.push(format!("{:?}: {field} is {:?}, not {expected}", case.text, found.get(field)));
            }
        }
        let further = found.keys().filter(|field| !case.expect.contains_key(*field)).count();
        if case.kind == "distractor" {
            score.misled += further;
            if further > 0 {
                score.wrong.push(format!("{:?} asks for {found:?}", case.text));
            }
            whole &= further == 0;
        }
        score.prompts.count(whole);
    }
    score
}

fn fits(expected: &Value, found: Option<&Value>) -> bool {
    match expected {
        Value::Object(table) => match table.get("any").and_then(Value::as_array) {
            Some(any) => any.iter().any(|one| fits(one, found)),
            None => found.and_then(Value::as_f64).is_some_and(|found| {
                let end = |end: &str| table[end].as_f64().unwrap();
                (end("min")..=end("max")).contains(&found)
            }),
        },
        Value::String(text) if text.is_empty() => found.is_none(),
        Value::Number(number) => found.and_then(Value::as_f64).is_some_and(|found| {
            let number = number.as_f64().unwrap();
            (found - number).abs() <= f64::max(0.02 * number.abs(), 0.011)
        }),
        // A fade of a given length is a fade.
        Value::Bool(true) => found.is_some_and(|found| *found != Value::Bool(false)),
        other => found == Some(other),
    }
}

#[test]
fn hard_prompts_are_understood() {
    let score = score(include_str!("../../tests/cases/prompts/hard.toml"));
    println!("{score:#?}");
    assert!(score.fields.0 >= SEEN.0 && score.prompts.0 >= SEEN.1, "{score:#?}");
    assert_eq!(score.misled, 0, "{score:#?}");
}

#[test]
fn hard_prompts_that_were_looked_at_last_are_understood() {
    let score = score(include_str!("../../tests/cases/prompts/hard_unseen.toml"));
    println!("{score:#?}");
    assert!(score.fields.0 >= UNSEEN.0 && score.prompts.0 >= UNSEEN.1, "{score:#?}");
    assert_eq!(score.misled, 0, "{score:#?}");
}

#[test]
fn hard_prompts_of_a_second_lot_are_understood() {
    let score = score(include_str!("../../tests/cases/prompts/hard_unseen_second.toml"));
    println!("{score:#?}");
    assert!(score.fields.0 >= SECOND.0 && score.prompts.0 >= SECOND.1, "{score:#?}");
    assert_eq!(score.misled, 0, "{score:#?}");
}

/// Fields and prompts that come out right, at least: of 141 and 66, and of 148 and 61. At first sight it had been 128 and 48 of
/// the first; of the second 136 and 47, with two distractors that asked for something. Mended after that were both.
const SEEN: (usize, usize) = (141, 66);
const UNSEEN: (usize, usize) = (146, 59);
/// Of 206 and 78; at first sight 162 and 44, with five fields that three of the 17 distractors set.
const SECOND: (usize, usize) = (195, 69);
