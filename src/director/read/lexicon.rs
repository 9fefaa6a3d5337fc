//! The words the director knows, read from the tables in `lexicon/` that anybody can edit.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::director::read::normalise::Text;
use crate::director::read::pattern::{Pattern, patterns};

const SHEETS: [&str; 6] = [
    include_str!("lexicon/picture.toml"),
    include_str!("lexicon/change.toml"),
    include_str!("lexicon/sound.toml"),
    include_str!("lexicon/text.toml"),
    include_str!("lexicon/number.toml"),
    include_str!("lexicon/grammar.toml"),
];

/// Fields of a brief and their values.
pub(crate) type Wish = BTreeMap<String, Value>;

/// What a number beside the phrase measures, and what the phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum About {
    /// Each picture.
    Image,
    /// Pictures in general: a number right beside it is the time of each.
    Images,
    Transition,
    /// The length of the film.
    Film,
    /// A film in general: a number right beside it is its length.
    Films,
    Title,
    Music,
    /// How loud: a bare number beside it is a share.
    Volume,
    Fps,
    /// Text that is no title.
    OtherText,
    /// The first or the last picture alone.
    Ends,
    /// Something reeldrop cannot do: its numbers and texts belong to it and to nothing else.
    Elsewhere,
}

/// When an ambiguous word counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Guard {
    /// Not beside a word that is not in the lexicon: `static electricity`.
    Shy,
    /// Only with nothing but punctuation, numbers and wishes beside it: `square`.
    Alone,
}

/// How a phrase works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Role {
    #[default]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    /// Counted, but nothing reeldrop can do: pixels, megabytes.
    Other,
}

/// One row: a meaning and its phrases in six languages.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Sense {
    #[serde(skip)]
    pub(crate) role: Role,
    /// What the phrase asks for.
    pub(crate) set: Wish,
    /// What it asks for after a "no".
    pub(crate) not: Wish,
    pub(crate) about: Option<About>,
    /// Counts only in a clause that is also about this.
    pub(crate) with: Option<About>,
    /// Does not count in a clause that is also about this.
    pub(crate) unless: Option<About>,
    pub(crate) guard: Option<Guard>,
    /// Asks, wholly or besides, for something reeldrop cannot do; is reported.
    pub(crate) beyond: bool,
    /// A text follows without a colon: 标题是.
    pub(crate) announces: bool,
    /// Gives way to a plainer word about the same field, wherever it stands.
    pub(crate) weak: bool,
    pub(crate) unit: Option<Unit>,
    /// A number word's value.
    pub(crate) value: f64,
    en: Vec<String>,
    zh: Vec<String>,
    ja: Vec<String>,
    es: Vec<String>,
    de: Vec<String>,
    fr: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Sheet {
    wish: Vec<Sense>,
    filler: Vec<Sense>,
    not: Vec<Sense>,
    not_before: Vec<Sense>,
    and: Vec<Sense>,
    or: Vec<Sense>,
    says: Vec<Sense>,
    number: Vec<Sense>,
    plus: Vec<Sense>,
    percent_before: Vec<Sense>,
    to: Vec<Sense>,
    unit: Vec<Sense>,
}

impl Sheet {
    fn senses(self) -> impl Iterator<Item = Sense> {
        let sections = [
            (Role::Wish, self.wish),
            (Role::Filler, self.filler),
            (Role::Not, self.not),
            (Role::NotBefore, self.not_before),
            (Role::And, self.and),
            (Role::Or, self.or),
            (Role::Says, self.says),
            (Role::Number, self.number),
            (Role::Plus, self.plus),
            (Role::PercentBefore, self.percent_before),
            (Role::To, self.to),
            (Role::Unit, self.unit),
        ];
        sections.into_iter().flat_map(|(role, senses)| senses.into_iter().map(move |sense| Sense { role, ..sense }))
    }
}

/// All senses, and their phrases by first character.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    pub(crate) senses: Vec<Sense>,
    phrases: HashMap<char, Vec<(Pattern, usize)>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let sheets = SHEETS.iter().map(|sheet| toml::from_str::<Sheet>(sheet).expect("a test reads every sheet"));
    Lexicon::new(sheets.flat_map(Sheet::senses).collect())
});

impl Lexicon {
    pub(crate) fn get() -> &'static Self {
        &LEXICON
    }

    fn new(senses: Vec<Sense>) -> Self {
        let mut phrases: HashMap<char, Vec<(Pattern, usize)>> = HashMap::new();
        for (index, sense) in senses.iter().enumerate() {
            for pattern in sense.phrases().flat_map(|phrase| patterns(phrase)) {
                if let Some(first) = pattern.first() {
                    phrases.entry(first).or_default().push((pattern, index));
                }
            }
        }
        Self { senses, phrases }
    }

    /// The longest phrase at `at` that ends by `limit`, of the senses that are `wanted`, and where it ends. Of two
    /// equally long the earlier row: wishes stand before grammar.
    pub(crate) fn find(
        &'static self,
        text: &Text<'_>,
        at: usize,
        limit: usize,
        wanted: impl Fn(Role) -> bool,
    ) -> Option<(&'static Sense, usize)> {
        let bucket = self.phrases.get(&text.get(at)?)?;
        let hits = bucket.iter().filter(|(_, index)| wanted(self.senses[*index].role));
        let ends = hits.filter_map(|(pattern, index)| Some((pattern.end_at(text, at, limit)?, Reverse(*index))));
        ends.max().map(|(end, Reverse(index))| (&self.senses[index], end))
    }
}

impl Sense {
    pub(crate) fn phrases(&self) -> impl Iterator<Item = &String> {
        [&self.en, &self.zh, &self.ja, &self.es, &self.de, &self.fr].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::{Lexicon, Role};
    use crate::brief::Brief;
    use crate::director::read::pattern::patterns;

    #[test]
    fn every_wish_is_one_that_a_brief_can_hold() {
        for sense in &Lexicon::get().senses {
            for (field, value) in sense.set.iter().chain(&sense.not) {
                assert!(Brief::FIELDS.contains(&field.as_str()), "{field} is no field");
                let wish = serde_json::json!({ field: value });
                assert!(serde_json::from_value::<Brief>(wish).is_ok(), "{field} cannot be {value}");
            }
        }
    }

    #[test]
    fn every_row_says_something_in_some_language() {
        for sense in &Lexicon::get().senses {
            assert!(sense.phrases().count() > 0, "{sense:?}");
            let useful = !sense.set.is_empty() || !sense.not.is_empty() || sense.about.is_some() || sense.beyond;
            assert!(useful || sense.role != Role::Wish, "{sense:?}");
        }
    }

    #[test]
    fn no_phrase_asks_for_two_things() {
        let mut seen = HashMap::new();
        let mut twice = Vec::new();
        for (index, sense) in Lexicon::get().senses.iter().enumerate().filter(|(_, sense)| sense.role == Role::Wish) {
            for phrase in sense.phrases() {
                for pattern in patterns(phrase) {
                    if seen.insert(pattern.clone(), index).is_some_and(|before| before != index) {
                        twice.push((phrase, pattern));
                    }
                }
            }
        }
        assert!(twice.is_empty(), "stand in two rows: {twice:?}");
    }
}
