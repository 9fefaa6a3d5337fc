//! What has been understood so far, and which of two words about the same field stands.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::brief::{Brief, Filter};
use crate::director::read::lexicon::Wish;
use crate::director::read::looks::{Look, looks};
use crate::director::read::normalise::{Span, Text};
use crate::director::read::plain::Plainness;
use crate::director::read::reading::Understood;

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
    /// Where `filter` is to be emptied, of which filters; none are all.
    pub(crate) taken: Vec<Filter>,
    /// Fields whose value is meant beside what was before.
    pub(crate) relative: Vec<String>,
}

/// One value a field; what corrects wins, else the plainer word, of two equals the later. Filters are the one thing of
/// which a film has several.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    entries: BTreeMap<&'static str, Entry>,
    looks: Vec<Look>,
    /// Fields that are to be empty.
    dropped: Vec<String>,
    taken: Vec<Filter>,
    /// Where the words take back what was said before.
    corrections: Vec<usize>,
    /// What was said as plainly as something else that stands in its place.
    lost: Vec<Span>,
}

impl Ledger {
    pub(crate) fn new(corrections: Vec<usize>) -> Self {
        Self { corrections, ..Self::default() }
    }

    pub(crate) fn set(&mut self, field: &str, value: Value, plainness: Plainness, span: &Span) {
        let Some(field) = Brief::FIELDS.iter().find(|known| **known == field) else { return };
        let entry = Entry { plainness, span: span.clone(), value, relative: false };
        match (*field, serde_json::from_value(entry.value.clone())) {
            ("filter", Ok(filter)) => self.looks.push(Look { filter, plainness, span: span.clone() }),
            _ => self.enter(field, entry),
        }
    }

    fn enter(&mut self, field: &'static str, new: Entry) {
        let Some(old) = self.entries.remove(field) else {
            self.entries.insert(field, new);
            return;
        };
        let corrected = self.corrects(&old.span, &new.span);
        let stays = self.corrects(&new.span, &old.span);
        let later = (new.plainness, new.span.start) >= (old.plainness, old.span.start);
        let (stands, gone) = if corrected || (later && !stays) { (new, old) } else { (old, new) };
        let apart = stands.span.end <= gone.span.start || gone.span.end <= stands.span.start;
        let equal = stands.plainness == gone.plainness && stands.value != gone.value;
        if equal && apart && !corrected && !stays && field != "captions" {
            self.lost.push(gone.span);
        }
        self.entries.insert(field, stands);
    }

    /// From here on the words take back what was said before.
    pub(crate) fn correct(&mut self, from: usize) {
        self.corrections.push(from);
    }

    /// Whether the later words take the earlier ones back.
    pub(crate) fn corrects(&self, earlier: &Span, later: &Span) -> bool {
        self.corrections.iter().any(|at| earlier.start < *at && *at <= later.start)
    }

    pub(crate) fn wish(&mut self, wish: &Wish, plainness: Plainness, span: &Span) {
        for (field, said) in wish.0 {
            self.set(field, Value::from(*said), plainness, span);
        }
    }

    /// The fields of this wish, as far as it stands, are meant beside what was before.
    pub(crate) fn compare(&mut self, wish: &Wish, span: &Span) {
        for (field, entry) in &mut self.entries {
            entry.relative |= wish.has(field) && entry.span == *span;
        }
    }

    pub(crate) fn drop_all(&mut self, fields: &[&str]) {
        self.dropped.extend(fields.iter().map(|field| (*field).to_owned()));
    }

    /// This filter alone is to go.
    pub(crate) fn take(&mut self, filter: Value) {
        self.taken.extend(serde_json::from_value::<Filter>(filter));
    }

    pub(crate) fn get(&self, field: &str) -> Option<&Value> {
        self.entries.get(field).map(|entry| &entry.value)
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.entries.contains_key(field) || (field == "filter" && !self.looks.is_empty())
    }

    /// Whether the field was named by a word at least that plain.
    pub(crate) fn is_plain(&self, field: &str, at_least: Plainness) -> bool {
        self.entries.get(field).is_some_and(|entry| entry.plainness >= at_least)
    }

    /// Decides about the filters, and says what was asked for as plainly as what stands, and does not stand.
    pub(crate) fn settle(&mut self) -> Vec<Span> {
        let all = std::mem::take(&mut self.looks);
        let stand: Vec<Look> = all
            .iter()
            .filter(|look| !all.iter().any(|later| self.corrects(&look.span, &later.span)))
            .cloned()
            .collect();
        let (seen, lost) = looks(stand);
        self.lost.extend(lost);
        let mut seen = seen.into_iter();
        if let Some(Look { filter, plainness, span }) = seen.next() {
            self.enter("filter", Entry { plainness, span, value: serde_json::json!(filter), relative: false });
        }
        let more: Vec<Look> = seen.collect();
        if let Some(Look { plainness, span, .. }) = more.first().cloned() {
            let value = more.iter().map(|look| serde_json::json!(look.filter)).collect();
            self.enter("more_filters", Entry { plainness, span, value, relative: false });
        }
        std::mem::take(&mut self.lost)
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
        Closed { brief, understood: understood.collect(), dropped, taken: self.taken, relative }
    }
}
