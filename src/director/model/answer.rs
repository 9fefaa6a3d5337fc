//! The answer: each of its wishes is looked at on its own, and taken only where the words left room for it.

use serde_json::{Value, json};

use crate::brief::Brief;
use crate::director::compose::{Picture, compose, defaults};
use crate::director::error::Error;
use crate::director::model::fields::{FIELDS, Kind, settled};
use crate::director::model::question::{phrases, said};
use crate::director::read::{Reading, Understood};
use crate::legible;

/// More wishes than these are no answer to a dozen phrases.
const MOST_WISHES: usize = 32;
/// In bytes: four Latin letters, or two signs of Chinese; less stands in any phrase.
const LEAST_ASKED: usize = 4;
/// What is said about an answer, at most.
const MOST_NOTES: usize = 8;
/// Any ordinary picture: what a film can be does not depend on which.
const ORDINARY: (u32, u32) = (1920, 1080);

impl Reading {
    /// The reading with what a language model made of the phrases that the rules did not understand, and a sentence about
    /// each of its wishes that was not taken as it stands. No field that the words settled is changed. `prompt` are the
    /// words; `lower` is what holds below them, and `pictures` how many there are: what would make a film of these
    /// impossible is not taken.
    #[must_use]
    pub fn heard(self, answer: &Value, (prompt, lower, pictures): (&str, &Brief, usize)) -> (Self, Vec<String>) {
        let wishes = answer["wishes"].as_array().map(Vec::as_slice).unwrap_or_default();
        let open: Vec<String> = phrases(&self).into_iter().map(str::to_owned).collect();
        let (mut reading, mut notes) = (self, Vec::new());
        for wish in wishes.iter().take(MOST_WISHES) {
            match reading.taken(wish, &open, prompt).and_then(|new| new.possible(&reading, lower, pictures)) {
                Ok(new) => {
                    notes.extend(new.unclear(&open));
                    reading = new.laid_over(reading);
                }
                Err(note) => notes.push(note),
            }
        }
        let guessed = |one: &&Understood| reading.guessed.contains(&one.field);
        let clear: Vec<String> = reading.understood.iter().filter(guessed).map(|one| one.text.clone()).collect();
        reading.not_understood.retain(|phrase| !clear.contains(phrase));
        notes.dedup();
        notes.truncate(MOST_NOTES);
        (reading, notes)
    }

    /// One wish, if it says something that can be said and that nobody has said yet.
    fn taken(&self, wish: &Value, open: &[String], prompt: &str) -> Result<Wish, String> {
        let field = FIELDS.iter().find(|field| wish["field"] == field.name);
        let field = field.ok_or("the model named a setting that it was not asked about")?;
        let name = field.name;
        if settled(said(self)).contains(&name) {
            return Err(format!("the model wanted another `{name}`, which the words have settled"));
        }
        let text = wish["asked"].as_str().and_then(|asked| meant(asked, open));
        let text = text.ok_or_else(|| format!("the model wanted a `{name}` for words that were not in question"))?;
        let value = field.kind.take(&wish["value"], |words| holds(prompt, words));
        let brief = value.as_ref().and_then(|value| serde_json::from_value(json!({ name: value })).ok());
        match (value, brief) {
            (Some(value), Some(brief)) => Ok(Wish { text, field: name, value, brief }),
            _ if field.kind == Kind::Text => Err(format!("the model wanted a `{name}` that nobody wrote")),
            _ => Err(format!("the model wanted a `{name}`, and there is no such `{name}`")),
        }
    }
}

/// A wish that may be granted.
#[derive(Clone)]
struct Wish {
    /// The phrase that it is about, or the words that the model gave for it.
    text: String,
    field: &'static str,
    value: Value,
    /// Says this field alone.
    brief: Brief,
}

impl Wish {
    /// Looked at as it will be used: "fast" is measured by what holds below.
    fn possible(self, reading: &Reading, lower: &Brief, pictures: usize) -> Result<Self, String> {
        let made = |reading: Reading| stands(&reading.upon(lower).over(lower.clone()), pictures);
        let with = || match made(reading.clone()) {
            Ok(()) => made(self.clone().laid_over(reading.clone())),
            // What the words alone make impossible is for others to say.
            Err(_) => Ok(()),
        };
        let stands = stands(&self.brief, 1).and_then(|()| with());
        stands.map_err(|error| format!("the model wanted a `{}` that cannot be: {error}", self.field))?;
        Ok(self)
    }

    /// A sentence where the wish is not about one whole phrase, which is then still not understood.
    fn unclear(&self, open: &[String]) -> Option<String> {
        let what = format!("the model took `{}` for {} {}", self.text, self.field, self.value);
        (!open.contains(&self.text))
            .then(|| format!("{what}; which phrase that is is not clear, so it is still listed"))
    }

    fn laid_over(self, mut reading: Reading) -> Reading {
        reading.brief = self.brief.over(reading.brief);
        reading.guessed.push(self.field.to_owned());
        let Self { text, value, .. } = self;
        reading.understood.push(Understood { text, field: self.field.to_owned(), value });
        reading
    }
}

/// Whether a film of so many ordinary pictures can be made of a brief.
fn stands(brief: &Brief, pictures: usize) -> Result<(), Error> {
    let (width, height) = ORDINARY;
    let pictures = vec![Picture { width, height, ..Picture::default() }; pictures.max(1)];
    compose(&brief.clone().over(defaults()), &pictures, None).map(|_| ())
}

/// What of the phrases the model speaks of: one of them, or words of which one is a part or that are a part of one.
fn meant(asked: &str, open: &[String]) -> Option<String> {
    let asked = asked.trim();
    let tells = asked.len() >= LEAST_ASKED;
    let same = |phrase: &&String| folded(phrase) == folded(asked);
    let near = |phrase: &String| holds(&folded(phrase), &folded(asked)) || holds(&folded(asked), &folded(phrase));
    let whole = open.iter().find(same).cloned();
    whole.or_else(|| (tells && open.iter().any(near)).then(|| short(asked)))
}

fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether words stand in others, however the blanks between them are written.
fn holds(text: &str, words: &str) -> bool {
    let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = plain(words);
    !words.is_empty() && plain(text).contains(&words)
}

fn short(words: &str) -> String {
    legible::line(&words.chars().take(120).collect::<String>())
}
