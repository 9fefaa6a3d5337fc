//! The words the director knows, made by the build of the tables in `lexicon/` that anybody can edit.

use std::cmp::Reverse;

use serde_json::Value;

use crate::brief::{Direction, Place};
use crate::director::read::normalise::Text;
use crate::director::read::pattern::Pattern;

/// What a row asks for in one field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Said {
    Switch(bool),
    Number(f64),
    Text(&'static str),
}

impl From<Said> for Value {
    fn from(said: Said) -> Self {
        match said {
            Said::Switch(said) => said.into(),
            Said::Number(said) => said.into(),
            Said::Text(said) => said.into(),
        }
    }
}

/// Fields of a brief and their values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wish(pub(crate) &'static [(&'static str, Said)]);

impl Wish {
    pub(crate) fn get(&self, field: &str) -> Option<Said> {
        self.0.iter().find(|(known, _)| *known == field).map(|(_, said)| *said)
    }

    pub(crate) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a number or a text beside the phrase belongs to, and what the phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Each picture.
    Image,
    /// Pictures in general: a number right beside it is the time of each.
    Images,
    /// The first picture alone, the last one, both.
    First,
    Last,
    Ends,
    /// Begins or ends the film: a picture's file or a text beside it stands there.
    Opens,
    Closes,
    Transition,
    /// The length of the film.
    Film,
    /// A film in general: a number right beside it is its length.
    Films,
    Title,
    Subtitle,
    EndText,
    Caption,
    Watermark,
    /// Text of whatever kind its clause says.
    Text,
    Music,
    /// How loud: a bare number beside it is a share.
    Volume,
    /// Something that fades; what, its clause says.
    Fade,
    Fps,
    Width,
    Height,
    /// Pictures that are shown or left out.
    Choice,
    /// Something reeldrop cannot do: its numbers and texts belong to it and to nothing else.
    Elsewhere,
}

/// Which end of the music or of the film fades.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fading {
    In,
    Out,
    Both,
}

/// When an ambiguous word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Not beside a word that is not in the lexicon: `static electricity`.
    Shy,
    /// Only with nothing but punctuation, numbers and wishes beside it: `square`.
    Alone,
}

/// How a phrase works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Wish,
    /// Politeness and glue; says nothing.
    Filler,
    /// Turns the next wish round.
    Not,
    /// Turns the wish before it round.
    NotBefore,
    /// Joins two clauses.
    And,
    /// Carries a negation on to what follows.
    Or,
    /// Says that a text follows.
    Says,
    Number,
    /// Added to a number: "and a half".
    Plus,
    /// Before a percentage, as Chinese has it.
    PercentBefore,
    /// Between two numbers of a range.
    To,
    Unit,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Millisecond,
    Minute,
    Hour,
    Percent,
    Decibel,
    Fps,
    /// `1080p`, but also `24p`.
    P,
    /// `4k`.
    K,
    Pixel,
    Kilobyte,
    Megabyte,
    Gigabyte,
    /// Pictures, counted.
    Picture,
    /// Counted, but nothing reeldrop can do: years, people.
    Other,
}

/// One row: a meaning, whose phrases stand in six languages.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the tables")]
pub(crate) struct Sense {
    pub(crate) role: Role,
    /// What the phrase asks for.
    pub(crate) set: Wish,
    /// What it asks for after a "no".
    pub(crate) not: Wish,
    pub(crate) about: Option<About>,
    /// Counts only in a clause that is also about this.
    pub(crate) with: Option<About>,
    /// Does not count in a clause that is also about one of these.
    pub(crate) unless: &'static [About],
    pub(crate) guard: Option<Guard>,
    /// Asks, wholly or besides, for something reeldrop cannot do; is reported.
    pub(crate) beyond: bool,
    /// After a "no", fields to be empty whatever a layer below says.
    pub(crate) drop: &'static [&'static str],
    /// Where a text stands.
    pub(crate) place: Option<Place>,
    /// Where the new picture or the camera moves to.
    pub(crate) toward: Option<Direction>,
    pub(crate) fade: Option<Fading>,
    /// A fade of the picture, whatever the sentence is about.
    pub(crate) seen: bool,
    /// A number of pictures beside it is the most there may be.
    pub(crate) limits: bool,
    /// A text follows without a colon: 标题是.
    pub(crate) announces: bool,
    /// Names the text that it is about as well: a text beside it is that one.
    pub(crate) names: bool,
    /// Says it beside what was before: "quieter", "bigger".
    pub(crate) relative: bool,
    /// Gives way to a plainer word about the same field, wherever it stands.
    pub(crate) weak: bool,
    /// Takes back what was said before: "no wait".
    pub(crate) corrects: bool,
    /// Brings something into the film: "add".
    pub(crate) adds: bool,
    pub(crate) unit: Option<Unit>,
    /// A number word's value.
    pub(crate) value: f64,
}

impl Sense {
    /// What a row is where its columns say nothing.
    const NONE: Self = Self {
        role: Role::Wish,
        set: Wish(&[]),
        not: Wish(&[]),
        about: None,
        with: None,
        unless: &[],
        guard: None,
        beyond: false,
        drop: &[],
        place: None,
        toward: None,
        fade: None,
        seen: false,
        limits: false,
        announces: false,
        names: false,
        relative: false,
        weak: false,
        corrects: false,
        adds: false,
        unit: None,
        value: 0.0,
    };
}

// `SENSES`, the rows in their order; `PHRASES`, each with its row; `BY_BEGINNING`, which phrases begin with two letters,
// or with one and whatever follows; `WORDS`, all words of all phrases, and `MEANT`, common words near them, both sorted.
include!(concat!(env!("OUT_DIR"), "/lexicon.rs"));

/// Every word of every phrase that begins with this letter, folded and sorted; a stem ends in `*`.
pub(crate) fn words(first: char) -> &'static [&'static str] {
    let from = WORDS.partition_point(|word| word.chars().next() < Some(first));
    let count = WORDS[from..].partition_point(|word| word.starts_with(first));
    &WORDS[from..from + count]
}

/// Whether a word is common and means what it says, though a word of the lexicon is near.
pub(crate) fn is_meant(word: &str) -> bool {
    MEANT.binary_search(&word).is_ok()
}

/// The longest phrase at `at` that ends by `limit`, of the senses that are `wanted`, and where it ends. Of two
/// equally long the earlier row: wishes stand before grammar.
pub(crate) fn find(
    text: &Text<'_>,
    at: usize,
    limit: usize,
    wanted: impl Fn(Role) -> bool,
) -> Option<(&'static Sense, usize)> {
    let (first, second) = (text.get(at)?, text.get(at + 1).unwrap_or_default());
    let both = ['\0', second];
    let beginnings = &both[..if second == '\0' { 1 } else { 2 }];
    let hits = beginnings.iter().flat_map(|second| beginning_with(first, *second)).map(|at| PHRASES[usize::from(*at)]);
    let hits = hits.filter(|(_, row)| wanted(SENSES[usize::from(*row)].role));
    let ends = hits.filter_map(|(phrase, row)| Some((Pattern(phrase).end_at(text, at, limit)?, Reverse(row))));
    ends.max().map(|(end, Reverse(row))| (&SENSES[usize::from(row)], end))
}

fn beginning_with(first: char, second: char) -> &'static [u16] {
    let found = BY_BEGINNING.binary_search_by_key(&(first, second), |(first, second, _)| (*first, *second));
    found.map_or(&[], |found| BY_BEGINNING[found].2)
}

#[cfg(test)]
#[path = "lexicon_tests.rs"]
mod tests;
