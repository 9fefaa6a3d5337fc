//! The sheets of `src/director/read/lexicon/` as tables that are ready when the program starts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

use crate::choices::choices;
use crate::normalise::fold;
use crate::spellings;

const FOLDER: &str = "src/director/read/lexicon";
/// Of two phrases as long as each other, the one of the earlier sheet counts.
const SHEETS: [&str; 10] =
    ["choice", "picture", "look", "change", "course", "sound", "file", "text", "number", "grammar"];
/// The sections of a sheet, which are the roles of its rows; of two phrases as long, the one of the earlier counts.
const SECTIONS: [&str; 12] =
    ["wish", "filler", "not", "not_before", "and", "or", "says", "number", "plus", "percent_before", "to", "unit"];
const LANGUAGES: [&str; 6] = ["en", "zh", "ja", "es", "de", "fr"];

/// Writes `lexicon.rs` into `out`: the rows, their phrases, which phrases begin with which two letters, and all words.
#[expect(
    clippy::disallowed_methods,
    reason = "what is built lies in the build's own folder, and no room stands there yet"
)]
pub(crate) fn write(out: &Path) {
    println!("cargo:rerun-if-changed={FOLDER}");
    let (mut rows, mut phrases) = (String::new(), Vec::new());
    let mut count = 0;
    for sheet in SHEETS {
        let path = format!("{FOLDER}/{sheet}.toml");
        let table = table(&path);
        let unknown = table.keys().find(|section| !SECTIONS.contains(&section.as_str()));
        assert!(unknown.is_none(), "{path}: there is no section {unknown:?}");
        for (section, row) in SECTIONS.iter().flat_map(|section| in_section(&table, section)) {
            writeln!(rows, "    Sense {{ {} ..Sense::NONE }}, // {sheet}.toml", columns(section, row)).expect(MEMORY);
            phrases.extend(in_all_languages(&path, row).map(|phrase| (phrase, count)));
            count += 1;
        }
    }
    let tables = tables(&rows, &phrases) + &meant();
    fs::write(out.join("lexicon.rs"), tables).expect("the build's own folder can be written to");
}

/// The words that are no slips of the pen, whatever they look like.
fn meant() -> String {
    let words = table(&format!("{FOLDER}/meant.toml"));
    let words: BTreeSet<&str> = words.values().filter_map(Value::as_str).flat_map(str::split_whitespace).collect();
    format!("static MEANT: &[&str] = {};\n", list(words))
}

fn table(path: &str) -> Table {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    text.parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

const MEMORY: &str = "writing to memory does not fail";

fn in_section<'t>(table: &'t Table, section: &'static str) -> impl Iterator<Item = (&'static str, &'t Table)> {
    let rows = table.get(section).and_then(Value::as_array).into_iter().flatten();
    rows.filter_map(Value::as_table).map(move |row| (section, row))
}

/// The phrases of a row, folded as a prompt is.
fn in_all_languages<'t>(path: &'t str, row: &'t Table) -> impl Iterator<Item = String> + 't {
    let phrases = LANGUAGES.iter().filter_map(move |language| row.get(*language)).filter_map(Value::as_array).flatten();
    phrases.filter_map(Value::as_str).map(move |phrase| {
        let folded: String = fold(phrase).into_iter().collect();
        assert!(is_whole(&folded), "{path}: a bracket is not closed, or never was open, in {phrase:?}");
        assert!(!folded.is_empty() && !folded.contains("  "), "{path}: empty, or two spaces in a row: {phrase:?}");
        folded
    })
}

/// Whether every bracket is closed, and every bar stands in one.
fn is_whole(phrase: &str) -> bool {
    match phrase.find(['(', '|', ')']) {
        None => true,
        Some(at) if phrase[at..].starts_with('(') => {
            let (choices, rest) = choices(&phrase[at + 1..]);
            let closed = phrase[..phrase.len() - rest.len()].ends_with(')');
            closed && choices.iter().all(|choice| is_whole(choice)) && is_whole(rest)
        }
        Some(_) => false,
    }
}

fn tables(rows: &str, phrases: &[(String, usize)]) -> String {
    let mut by_beginning: BTreeMap<(char, char), BTreeSet<usize>> = BTreeMap::new();
    let mut words = BTreeSet::new();
    for (at, (phrase, _)) in phrases.iter().enumerate() {
        for beginning in spellings::beginnings(phrase) {
            by_beginning.entry(beginning).or_default().insert(at);
        }
        words.extend(spellings::words(phrase));
    }
    let mut out = format!("pub(crate) static SENSES: &[Sense] = &[\n{rows}];\n");
    writeln!(out, "static PHRASES: &[(&str, u16)] = &{phrases:?};").expect(MEMORY);
    writeln!(out, "static BY_BEGINNING: &[(char, char, &[u16])] = &[").expect(MEMORY);
    for ((first, second), at) in by_beginning {
        writeln!(out, "    ({first:?}, {second:?}, {}),", list(at)).expect(MEMORY);
    }
    writeln!(out, "];\nstatic WORDS: &[&str] = {};", list(words)).expect(MEMORY);
    out
}

/// As a slice that Rust can read.
fn list(items: impl IntoIterator<Item: std::fmt::Debug>) -> String {
    format!("&{:?}", items.into_iter().collect::<Vec<_>>())
}

/// The columns of a row as the fields of a `Sense`.
fn columns(section: &str, row: &Table) -> String {
    let said = row.iter().filter(|(column, _)| !LANGUAGES.contains(&column.as_str()));
    let said = said.map(|(column, value)| format!("{column}: {},", field(column, value)));
    said.fold(format!("role: Role::{},", name(section)), |all, column| all + " " + &column)
}

fn field(column: &str, value: &Value) -> String {
    let one = |kind: &str, value: &Value| format!("{kind}::{}", name(value.as_str().unwrap_or_default()));
    let some = |kind: &str| format!("Some({})", one(kind, value));
    match (column, value) {
        ("about" | "with", _) => some("About"),
        ("guard", _) => some("Guard"),
        ("place", _) => some("Place"),
        ("toward", _) => some("Direction"),
        ("fade", _) => some("Fading"),
        ("unit", _) => some("Unit"),
        ("unless", Value::Array(all)) => {
            format!("&[{}]", all.iter().map(|about| one("About", about)).collect::<Vec<_>>().join(", "))
        }
        ("set" | "not", Value::Table(wish)) => {
            let said = wish.iter().map(|(field, value)| format!("({field:?}, {})", said(value)));
            format!("Wish(&[{}])", said.collect::<Vec<_>>().join(", "))
        }
        ("drop", Value::Array(all)) => list(all.iter().filter_map(Value::as_str)),
        (_, Value::Integer(number)) => format!("{number}.0"),
        (_, value) => value.to_string(),
    }
}

fn said(value: &Value) -> String {
    match value {
        Value::Boolean(value) => format!("Said::Switch({value})"),
        Value::Float(value) => format!("Said::Number({value:?})"),
        other => format!("Said::Text({:?})", other.as_str().unwrap_or_default()),
    }
}

/// `not_before` and `top-left` as Rust spells them.
fn name(word: &str) -> String {
    let parts = word.split(['_', '-']).map(|part| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_uppercase() + rest
    });
    parts.collect()
}
