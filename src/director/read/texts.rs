//! The title: a quotation, or the words that follow "title".

use std::ops::Range;

use serde_json::json;

use crate::director::read::amounts::Amount;
use crate::director::read::ledger::{Ledger, Plainness};
use crate::director::read::lexicon::{About, Role};
use crate::director::read::mask::Mask;
use crate::director::read::normalise::Span;
use crate::director::read::page::{Page, State};
use crate::director::read::scan::Token;

/// A longer one is no title.
const LONGEST: usize = 200;
/// A song's name stands right after "song".
const RIGHT_AFTER: usize = 3;
/// Words between "title" and its colon: `title at the top: …`.
const NEAR_COLON: usize = 4;
/// Words this short may stand between the capitalised ones of a title.
const SMALL_WORD: usize = 3;

/// Gives every quotation and every unquoted text to the word it belongs to.
pub(crate) fn texts(page: &mut Page<'_>, ledger: &mut Ledger) {
    let mut open: Option<usize> = None;
    for clause in page.clauses.clone() {
        let quotes: Vec<usize> =
            clause.clone().filter(|at| matches!(page.pieces[*at].token, Token::Mask(Mask::Quote))).collect();
        for at in &quotes {
            let anchor = anchor(page, &clause, *at).or(open.take());
            quoted(page, ledger, *at, anchor);
        }
        open = None;
        for at in clause.clone() {
            if !is_text(page, at) || page.states[at] != State::Open {
                continue;
            }
            open = Some(at);
            if let Some(span) = unquoted(page, &clause, at) {
                assign(page, ledger, at, &span);
                open = None;
            }
        }
    }
}

fn is_text(page: &Page<'_>, at: usize) -> bool {
    matches!(page.about(at), Some(About::Title | About::OtherText))
}

/// The word a quotation belongs to: the nearest before it, else the nearest after it.
fn anchor(page: &Page<'_>, clause: &Range<usize>, quote: usize) -> Option<usize> {
    let song = |at: &usize| page.about(*at) == Some(About::Music) && page.gap(*at, quote) <= RIGHT_AFTER;
    let fits = |at: &usize| is_text(page, *at) && page.states[*at] == State::Open;
    (clause.start..quote).rev().find(|at| fits(at) || song(at)).or_else(|| (quote..clause.end).find(fits))
}

fn quoted(page: &mut Page<'_>, ledger: &mut Ledger, quote: usize, anchor: Option<usize>) {
    let about = anchor.and_then(|anchor| page.about(anchor));
    match about {
        Some(About::Title) | None if !(about.is_none() && ledger.has("title")) => {
            let words = page.pieces[quote].span.clone();
            let span =
                anchor.filter(|anchor| *anchor < quote).map_or(words.clone(), |anchor| page.across(anchor, quote));
            title(page, ledger, &words, &span);
            page.spend(quote);
        }
        _ => page.states[quote] = State::Claimed,
    }
    if let Some(anchor) = anchor {
        page.states[anchor] = if about == Some(About::Title) { State::Spent } else { page.states[anchor] };
    }
}

fn assign(page: &mut Page<'_>, ledger: &mut Ledger, anchor: usize, words: &Span) {
    if page.about(anchor) == Some(About::Title) {
        let span = page.pieces[anchor].span.start..words.end;
        title(page, ledger, words, &span);
        page.mark(&span, State::Spent);
    } else {
        page.mark(words, State::Claimed);
    }
}

fn title(page: &Page<'_>, ledger: &mut Ledger, words: &Span, span: &Span) {
    let text: String = page.text.written(words).chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    ledger.set("title", json!(text.trim()), Plainness::Number, span);
}

/// The words after a text's anchor: what follows "says" or a colon, else the capitalised words that follow.
fn unquoted(page: &Page<'_>, clause: &Range<usize>, anchor: usize) -> Option<Span> {
    let mut next = anchor + 1;
    let mut announced = page.sense(anchor).is_some_and(|sense| sense.announces);
    while next < clause.end && page.role(next) == Some(Role::Says) {
        (announced, next) = (true, next + 1);
    }
    let colon = (next..clause.end.min(next + NEAR_COLON)).find(|at| follows_colon(page, *at));
    let next = colon.unwrap_or(next);
    let from = page.pieces.get(next).filter(|_| next < clause.end)?.span.start;
    let end = if announced || colon.is_some() {
        announced_end(page, clause, next, colon.is_some())
    } else {
        capitals_end(page, from)
    };
    let span = from..end?;
    (span.start < span.end && span.end - span.start <= LONGEST).then_some(span)
}

fn follows_colon(page: &Page<'_>, at: usize) -> bool {
    let before = &page.text.chars[..page.pieces[at].span.start];
    matches!(before.iter().rev().find(|c| !matches!(c, ' ' | '*' | '(')), Some(':' | '='))
}

/// To the end of the clause, or before a time or a "not"; after a colon also through clauses that say nothing else.
fn announced_end(page: &Page<'_>, clause: &Range<usize>, from: usize, colon: bool) -> Option<usize> {
    let stops = |at: usize| match &page.pieces[at].token {
        Token::Amount(Amount::Seconds(_) | Amount::Share(_)) | Token::Mask(_) => true,
        Token::Sense(sense) => sense.role == Role::Not,
        _ => false,
    };
    let mut end = (from..clause.end).find(|at| stops(*at)).unwrap_or(clause.end);
    let plain = |at: usize| match &page.pieces[at].token {
        Token::Unknown | Token::Amount(Amount::Bare(_)) => true,
        Token::Sense(sense) => sense.role == Role::Filler || sense.role == Role::And,
        _ => false,
    };
    let goes_on = |end: usize| {
        page.role(end) == Some(Role::And)
            || matches!(page.pieces.get(end).map(|piece| &piece.token), Some(Token::Break(false)))
    };
    while colon && end > from && goes_on(end) {
        let more = (end + 1..page.pieces.len()).take_while(|at| plain(*at)).count();
        let closed = page.pieces.get(end + 1 + more).is_none_or(|piece| matches!(piece.token, Token::Break(_)));
        if more == 0 || !closed {
            break;
        }
        end += 1 + more;
    }
    let last = (from..end).rev().find(|at| colon || page.role(*at) != Some(Role::Filler))?;
    Some(page.pieces[last].span.end)
}

/// The end of a run of words that begin with capitals, with small words between them: `Before & After`, `Urlaub am Meer`.
fn capitals_end(page: &Page<'_>, from: usize) -> Option<usize> {
    let text = page.text;
    let (mut at, mut end) = (from, None);
    if !text.get(from)?.is_alphabetic() {
        return None;
    }
    while let Some(c) = text.get(at) {
        let length =
            text.chars[at..].iter().take_while(|c| c.is_alphanumeric() || matches!(c, '\'' | '&' | '-' | '+')).count();
        let piece = page.pieces.partition_point(|piece| piece.span.start < at);
        let other_wish = end.is_some()
            && page.sense(piece).is_some_and(|sense| page.pieces[piece].span.start == at && !sense.set.is_empty());
        if length == 0 || other_wish || at - from > LONGEST {
            break;
        }
        if text.is_capital(at) {
            end = Some(at + length);
        } else if end.is_none() || (c.is_alphabetic() && length > SMALL_WORD) {
            break;
        }
        at += length;
        at += usize::from(text.get(at) == Some(' '));
        if text.get(at - 1) != Some(' ') {
            break;
        }
    }
    end.map(|end| end + usize::from(matches!(text.get(end), Some('!' | '?'))))
}
