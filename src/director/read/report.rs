//! What is left: the phrases that asked for something and set nothing.

use crate::director::read::lexicon::{About, Role};
use crate::director::read::mask::Mask;
use crate::director::read::measures::is_mere_anchor;
use crate::director::read::normalise::{Span, hiragana};
use crate::director::read::page::{Page, State};
use crate::director::read::scan::Token;

/// Longer phrases are shortened: a report is read by a person.
const LONGEST: usize = 120;

/// The place of a piece in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// Says something nobody understood.
    Content,
    /// Only joins: part of a phrase if it stands inside.
    Glue,
    End,
}

/// Runs of pieces that were not understood, as written, in order and each once.
pub(crate) fn not_understood(page: &Page<'_>) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for at in 0..=page.pieces.len() {
        let weight = if at < page.pieces.len() { weigh(page, at) } else { Weight::End };
        run = match (weight, run) {
            (Weight::Content, None) => Some((first(page, at), at)),
            (Weight::Content, Some((from, _))) => Some((from, at)),
            (Weight::Glue, run) => run,
            (Weight::End, run) => {
                phrases.extend(run.map(|(from, to)| short(page.text.written(&marked(page, from, last(page, to))))));
                None
            }
        };
    }
    let mut seen = std::collections::HashSet::new();
    phrases.retain(|phrase| !phrase.is_empty() && seen.insert(phrase.clone()));
    phrases
}

/// A phrase begins with the "no" before it, and a number with what it counts.
fn first(page: &Page<'_>, at: usize) -> usize {
    let counted = |before: &usize| matches!(page.pieces[at].token, Token::Amount(_)) && is_mere_anchor(page, *before);
    at.checked_sub(1).filter(|before| page.role(*before) == Some(Role::Not) || counted(before)).unwrap_or(at)
}

fn last(page: &Page<'_>, at: usize) -> usize {
    let counts = matches!(page.pieces[at].token, Token::Amount(_)) && is_mere_anchor(page, at + 1);
    at + usize::from(counts)
}

/// The place from one piece to the other, with the marks around a quotation at either end.
fn marked(page: &Page<'_>, from: usize, to: usize) -> Span {
    let span = page.across(from, to);
    let quote = |at: usize| usize::from(matches!(page.pieces[at].token, Token::Mask(Mask::Quote)));
    span.start - quote(from)..span.end + quote(to)
}

fn weigh(page: &Page<'_>, at: usize) -> Weight {
    match (&page.pieces[at].token, page.states[at]) {
        (Token::Break(_), State::Claimed) => Weight::Glue,
        (Token::Break(_), _) => Weight::End,
        (_, State::Claimed) => Weight::Content,
        (Token::Sense(sense), _) if sense.role == Role::And => Weight::End,
        (Token::Sense(sense), _) if sense.role != Role::Wish => Weight::Glue,
        (_, State::Spent | State::Denied) => Weight::End,
        (Token::Unknown, _) if page.text.chars[page.pieces[at].span.clone()].iter().all(|c| hiragana(*c)) => {
            Weight::Glue
        }
        (Token::Sense(sense), State::Open) if sense.about == Some(About::Images) || is_mere_anchor(page, at) => {
            Weight::Glue
        }
        _ => Weight::Content,
    }
}

fn short(phrase: &str) -> String {
    let clean = phrase.chars().map(|c| if c.is_control() { ' ' } else { c });
    if phrase.chars().count() <= LONGEST { clean.collect() } else { clean.take(LONGEST).chain(['…']).collect() }
}
