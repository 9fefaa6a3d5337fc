//! What has been understood so far, and which of two words about the same field stands.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::brief::Brief;
use crate::director::read::lexicon::Wish;
use crate::director::read::normalise::{Span, Text};
use crate::director::read::reading::Understood;

/// How plain a word is: a platform or a mood gives way to a name, a name to a number, and all to `field = value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plainness {
    Hint,
    Name,
    Number,
    Setting,
}

#[derive(Clone, Debug)]
struct Entry {
    plainness: Plainness,
    span: Span,
    value: Value,
    /// Meant beside what was before.
    relative: bool,
}

/// What a prompt came to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Closed {
    pub(crate) brief: Brief,
    /// Where each field came from, in the order of the text.
    pub(crate) understood: Vec<Understood>,
    /// Fields to be emptied.
    pub(crate) dropped: Vec<String>,
    /// Fields whose value is meant beside what was before.
    pub(crate) relative: Vec<String>,
}

/// One value a field; the plainer word wins, of two equals the later.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    entries: BTreeMap<&'static str, Entry>,
    /// Fields that are to be empty.
    dropped: Vec<String>,
}

impl Ledger {
    pub(crate) fn set(&mut self, field: &str, value: Value, plainness: Plainness, span: &Span) {
        let Some(field) = Brief::FIELDS.iter().find(|known| **known == field) else { return };
        let later = |entry: &Entry| (plainness, span.start) >= (entry.plainness, entry.span.start);
        if self.entries.get(field).is_none_or(later) {
            self.entries.insert(field, Entry { plainness, span: span.clone(), value, relative: false });
        }
    }

    pub(crate) fn wish(&mut self, wish: &Wish, plainness: Plainness, span: &Span) {
        for (field, value) in wish {
            self.set(field, value.clone(), plainness, span);
        }
    }

    /// The fields of this wish, as far as it stands, are meant beside what was before.
    pub(crate) fn compare(&mut self, wish: &Wish, span: &Span) {
        for (field, entry) in &mut self.entries {
            entry.relative |= wish.contains_key(*field) && entry.span == *span;
        }
    }

    pub(crate) fn drop_all(&mut self, fields: &[String]) {
        self.dropped.extend_from_slice(fields);
    }

    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.entries.get(field).map(|entry| &entry.value)
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.entries.contains_key(field)
    }

    /// Whether the field was named by a word at least that plain.
    pub(crate) fn is_plain(&self, field: &str, at_least: Plainness) -> bool {
        self.entries.get(field).is_some_and(|entry| entry.plainness >= at_least)
    }

    pub(crate) fn close(self, text: &Text<'_>) -> Closed {
        let (mut dropped, entries) = (self.dropped, &self.entries);
        dropped.retain(|field| !entries.contains_key(field.as_str()));
        let fields = entries.iter().map(|(field, entry)| ((*field).to_owned(), entry.value.clone())).collect();
        let brief = serde_json::from_value(Value::Object(fields)).expect("tests hold the lexicon to the brief's types");
        let relative =
            entries.iter().filter(|(_, entry)| entry.relative).map(|(field, _)| (*field).to_owned()).collect();
        let mut entries: Vec<_> = self.entries.into_iter().collect();
        entries.sort_by_key(|(_, entry)| entry.span.start);
        let understood = entries.into_iter().map(|(field, Entry { span, value, .. })| Understood {
            text: text.written(&span).to_owned(),
            field: field.to_owned(),
            value,
        });
        Closed { brief, understood: understood.collect(), dropped, relative }
    }
}
