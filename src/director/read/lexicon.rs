//! The words the director knows, read from the tables in `lexicon/` that anybody can edit.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::brief::{Direction, Place};
use crate::director::read::normalise::Text;
use crate::director::read::pattern::Pattern;

/// Of two phrases as long as each other, the one of the earlier sheet counts.
const SHEETS: [&str; 10] = [
    include_str!("lexicon/choice.toml"),
    include_str!("lexicon/picture.toml"),
    include_str!("lexicon/look.toml"),
    include_str!("lexicon/change.toml"),
    include_str!("lexicon/course.toml"),
    include_str!("lexicon/sound.toml"),
    include_str!("lexicon/file.toml"),
    include_str!("lexicon/text.toml"),
    include_str!("lexicon/number.toml"),
    include_str!("lexicon/grammar.toml"),
];

/// Fields of a brief and their values.
pub(crate) type Wish = BTreeMap<String, Value>;

/// What a number or a text beside the phrase belongs to, and what the phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Fading {
    In,
    Out,
    Both,
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
    Pixel,
    Kilobyte,
    Megabyte,
    Gigabyte,
    /// Pictures, counted.
    Picture,
    /// Counted, but nothing reeldrop can do: years, people.
    Other,
}

/// One row: a meaning and its phrases in six languages.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the tables")]
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
    /// Does not count in a clause that is also about one of these.
    pub(crate) unless: Vec<About>,
    pub(crate) guard: Option<Guard>,
    /// Asks, wholly or besides, for something reeldrop cannot do; is reported.
    pub(crate) beyond: bool,
    /// After a "no", fields to be empty whatever a layer below says.
    pub(crate) drop: Vec<String>,
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
    phrases: Vec<(Pattern, usize)>,
    /// The phrases that can begin with a letter.
    by_first: HashMap<char, Vec<usize>>,
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
        let mut found = Self::default();
        for (index, sense) in senses.iter().enumerate() {
            for pattern in sense.phrases().map(|phrase| Pattern::new(phrase)) {
                for first in pattern.firsts() {
                    found.by_first.entry(first).or_default().push(found.phrases.len());
                }
                found.phrases.push((pattern, index));
            }
        }
        Self { senses, ..found }
    }

    /// Every word of every phrase, folded; a stem ends in `*`.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> {
        self.phrases.iter().flat_map(|(pattern, _)| pattern.words())
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
        let bucket = self.by_first.get(&text.get(at)?)?.iter().map(|phrase| &self.phrases[*phrase]);
        let hits = bucket.filter(|(_, index)| wanted(self.senses[*index].role));
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

    /// All spellings of a phrase.
    fn spellings(phrase: &str) -> Vec<String> {
        let Some(close) = phrase.find(')') else {
            return vec![phrase.split_whitespace().collect::<Vec<_>>().join(" ")];
        };
        let open = phrase[..close].rfind('(').expect("a bracket is opened before it is closed");
        let choices = phrase[open + 1..close].split('|');
        choices.flat_map(|choice| spellings(&format!("{}{choice}{}", &phrase[..open], &phrase[close + 1..]))).collect()
    }

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
            let sets = !sense.set.is_empty() || !sense.not.is_empty() || !sense.drop.is_empty();
            let binds = sense.about.is_some() || sense.place.is_some() || sense.toward.is_some() || sense.limits;
            assert!(sets || binds || sense.beyond || sense.role != Role::Wish, "{sense:?}");
        }
    }

    #[test]
    fn no_phrase_asks_for_two_things() {
        let mut seen = HashMap::new();
        let mut twice = Vec::new();
        for (index, sense) in Lexicon::get().senses.iter().enumerate().filter(|(_, sense)| sense.role == Role::Wish) {
            for phrase in sense.phrases() {
                for spelling in spellings(phrase) {
                    let other = seen.insert(spelling.clone(), index);
                    let asks = |index: usize| (&Lexicon::get().senses[index].set, Lexicon::get().senses[index].fade);
                    if other.is_some_and(|before| before != index && asks(before) != asks(index)) {
                        twice.push((phrase, spelling));
                    }
                }
            }
        }
        assert!(twice.is_empty(), "stand in two rows: {twice:?}");
    }
}
