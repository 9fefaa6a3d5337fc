//! What every row of the lexicon has to be, and that no two of them are at odds.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{PHRASES, Role, SENSES};
use crate::brief::Brief;
use crate::director::read::choices::choices;

#[test]
fn every_wish_is_one_that_a_brief_can_hold() {
    for sense in SENSES {
        for (field, said) in sense.set.0.iter().chain(sense.not.0) {
            assert!(Brief::FIELDS.contains(field), "{field} is no field");
            let wish = serde_json::json!({ *field: serde_json::Value::from(*said) });
            assert!(serde_json::from_value::<Brief>(wish).is_ok(), "{field} cannot be {said:?}");
        }
    }
}

#[test]
fn every_row_says_something_in_some_language() {
    let spoken: BTreeSet<u16> = PHRASES.iter().map(|(_, row)| *row).collect();
    assert_eq!(spoken.len(), SENSES.len(), "a row has no phrase");
    for sense in SENSES {
        let sets = !sense.set.is_empty() || !sense.not.is_empty() || !sense.drop.is_empty();
        let binds = sense.about.is_some() || sense.place.is_some() || sense.toward.is_some() || sense.limits;
        assert!(sets || binds || sense.beyond || sense.role != Role::Wish, "{sense:?}");
    }
}

/// What is still to be spelled of a phrase: its parts, the next one last, and whether a space is due before the next
/// letter. Spaces at the beginning and at the end count for nothing, several as one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Rest {
    row: u16,
    parts: Vec<&'static str>,
    due: bool,
}

/// How phrases can go on that have been spelled alike so far.
#[derive(Debug, Default)]
struct Next {
    ended: BTreeSet<u16>,
    by_letter: BTreeMap<char, BTreeSet<Rest>>,
}

impl Rest {
    fn step(mut self, begun: bool, next: &mut Next) {
        let Some(part) = self.parts.pop() else {
            next.ended.insert(self.row);
            return;
        };
        let Some(letter) = part.chars().next() else { return self.step(begun, next) };
        let rest = &part[letter.len_utf8()..];
        match letter {
            '(' => {
                let (choices, rest) = choices(rest);
                for choice in choices {
                    Self { parts: [self.parts.as_slice(), &[rest, choice]].concat(), ..self }.step(begun, next);
                }
            }
            ' ' => self.before(rest, begun).step(begun, next),
            _ if self.due => _ = next.by_letter.entry(' ').or_default().insert(self.before(part, false)),
            letter => _ = next.by_letter.entry(letter).or_default().insert(self.before(rest, false)),
        }
    }

    fn before(mut self, part: &'static str, due: bool) -> Self {
        self.parts.push(part);
        Self { due, ..self }
    }
}

/// Whether not all of these rows ask for the same.
fn differ<'r>(rows: impl IntoIterator<Item = &'r u16>) -> bool {
    let mut asked = rows.into_iter().map(|row| &SENSES[usize::from(*row)]).map(|sense| (sense.set, sense.fade));
    asked.next().is_some_and(|first| asked.any(|other| other != first))
}

/// All phrases are spelled at once, letter by letter: where two end after the same letters, both are spelled so.
#[test]
fn no_phrase_asks_for_two_things() {
    let wishes = PHRASES.iter().filter(|(_, row)| SENSES[usize::from(*row)].role == Role::Wish);
    let all: BTreeSet<Rest> =
        wishes.map(|(phrase, row)| Rest { row: *row, parts: vec![*phrase], due: false }).collect();
    let (mut seen, mut open, mut twice) = (HashSet::new(), vec![(String::new(), all)], Vec::new());
    while let Some((spelling, rests)) = open.pop() {
        let mut next = Next::default();
        for rest in rests {
            rest.step(!spelling.is_empty(), &mut next);
        }
        if differ(&next.ended) {
            twice.push(spelling.clone());
        }
        let at_odds = next.by_letter.into_iter().filter(|(_, rests)| differ(rests.iter().map(|rest| &rest.row)));
        let fresh = at_odds.filter(|(_, rests)| seen.insert(rests.clone()));
        open.extend(fresh.map(|(letter, rests)| (format!("{spelling}{letter}"), rests)));
    }
    assert!(seen.len() > 1000, "hardly any phrases were spelled");
    assert!(twice.is_empty(), "stand in two rows: {twice:?}");
}
