//! Texts on the picture: a quotation, or the words that follow "title", "end card" and their kin.

use std::ops::Range;

use serde_json::json;

use crate::brief::Place;
use crate::director::read::amounts::Amount;
use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::{About, Role, Sense};
use crate::director::read::mask::Mask;
use crate::director::read::normalise::Span;
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;
use crate::director::read::scan::Token;

/// A longer one is no title.
const LONGEST: usize = 200;
/// A song's name stands right after "song".
const RIGHT_AFTER: usize = 3;
/// Words between "title" and its colon: `title at the top: …`.
const NEAR_COLON: usize = 4;
/// Words this short may stand between the capitalised ones of a title.
const SMALL_WORD: usize = 3;

/// Gives every quotation, every maker's mark and every unquoted text to the word it belongs to.
pub(crate) fn texts(page: &mut Page<'_>, ledger: &mut Ledger) {
    let (mut open, mut series) = (None, None);
    for clause in page.clauses.clone() {
        let quoted = |at: &usize| matches!(page.pieces[*at].token, Token::Mask(Mask::Quote | Mask::Mark));
        let quotes: Vec<usize> = clause.clone().filter(quoted).collect();
        for at in &quotes {
            let anchor = anchor(page, &clause, *at).or(open.take());
            let more = series.filter(|_| anchor.is_none() && is_bare(page, &clause));
            let about = more.or_else(|| kind(page, &clause, *at, anchor)).or(series);
            give(page, ledger, *at, anchor, about);
            series = about.filter(|about| *about == About::Caption);
        }
        open = None;
        for at in clause.clone() {
            if !is_text(page, at) || page.states[at] != State::Open {
                continue;
            }
            open = Some(at);
            if let Some(span) = unquoted(page, &clause, at) {
                assign(page, ledger, &clause, at, &span);
                open = None;
            }
        }
    }
}

/// The words that ask for a title without saying what it is: "add a title".
pub(crate) fn untitled(page: &Page<'_>, ledger: &Ledger) -> Option<String> {
    let title = |at: &usize| {
        page.about(*at) == Some(About::Title)
            && page.states[*at] == State::Open
            && page.sense(*at).is_some_and(|sense| sense.set.is_empty())
    };
    let at = (0..page.pieces.len()).find(title).filter(|_| !ledger.has("title"))?;
    Some(page.text.written(&page.pieces[at].span).to_owned())
}

fn is_text(page: &Page<'_>, at: usize) -> bool {
    let own = page.sense(at).is_some_and(|sense| !sense.set.is_empty() && !sense.names);
    let about = page.about(at).filter(|_| !own && page.sense(at).is_some());
    matches!(
        about,
        Some(About::Title | About::Subtitle | About::EndText | About::Caption | About::Watermark | About::Text)
    )
}

/// Whether nothing but quotations stands in the clause: the next of several captions.
fn is_bare(page: &Page<'_>, clause: &Range<usize>) -> bool {
    let bare =
        |at: usize| matches!(page.pieces[at].token, Token::Mask(Mask::Quote)) || page.role(at) == Some(Role::Filler);
    page.continues(clause) && clause.clone().all(bare)
}

/// The word a quotation belongs to: the nearest before it, else the nearest after it.
fn anchor(page: &Page<'_>, clause: &Range<usize>, quote: usize) -> Option<usize> {
    let song = |at: &usize| page.about(*at) == Some(About::Music) && page.gap(*at, quote) <= RIGHT_AFTER;
    let fits = |at: &usize| is_text(page, *at) && page.states[*at] == State::Open;
    (clause.start..quote).rev().find(|at| fits(at) || song(at)).or_else(|| (quote..clause.end).find(fits))
}

/// What text a quotation is; `None` where it is somebody's song, or a mark that asks for nothing.
fn kind(page: &Page<'_>, clause: &Range<usize>, quote: usize, anchor: Option<usize>) -> Option<About> {
    match anchor.and_then(|anchor| page.about(anchor)) {
        Some(About::Music) => None,
        Some(About::Text) | None => loose(page, clause, quote),
        named => named,
    }
}

/// A text without a name of its own: a maker's mark, or by where and when it stands.
fn loose(page: &Page<'_>, clause: &Range<usize>, quote: usize) -> Option<About> {
    let text = page.text.written(&page.pieces[quote].span);
    let mark = text.starts_with(['©', '@']) || text.to_lowercase().starts_with("(c)");
    let place = clause.clone().find_map(|at| page.sense(at)?.place);
    let strange = clause.clone().any(|at| matches!(page.pieces[at].token, Token::Unknown));
    if !mark && place.is_none() && is_named(page, clause, quote) {
        return None;
    }
    if mark {
        return (matches!(page.pieces[quote].token, Token::Mask(Mask::Quote)) || place.is_some() || !strange)
            .then_some(About::Watermark);
    }
    let ends = |at: &usize| matches!(page.about(*at), Some(About::Closes | About::Last));
    let begins = |at: &usize| matches!(page.about(*at), Some(About::Opens | About::First | About::Title));
    let corner = matches!(place, Some(Place::TopLeft | Place::TopRight | Place::BottomLeft | Place::BottomRight));
    let whole = introduced(page, clause).unwrap_or_else(|| clause.clone());
    match whole.filter(|at| ends(at) || begins(at)).min_by_key(|at| page.gap(*at, quote)) {
        Some(at) if ends(&at) => Some(About::EndText),
        None if corner => Some(About::Watermark),
        _ => Some(About::Title),
    }
}

/// "At the end, show …": the clause together with one before it that says only when.
fn introduced(page: &Page<'_>, clause: &Range<usize>) -> Option<Range<usize>> {
    let before = page.clauses.iter().find(|before| before.end + 1 == clause.start && !before.is_empty())?;
    let when =
        |at: usize| matches!(page.about(at), Some(About::Opens | About::Closes)) || page.role(at) == Some(Role::Filler);
    (page.continues(clause) && before.clone().all(when)).then_some(before.start..clause.end)
}

/// Words of languages without spaces after which a quotation is a name.
const NAMERS: [&str; 8] = ["乐队", "叫", "店名是", "名前は", "バンド", "バンドの", "店の", "グループ"];

/// Whether a quotation is the name of something that is no text: `my band "Cut Copy"`.
fn is_named(page: &Page<'_>, clause: &Range<usize>, quote: usize) -> bool {
    let before: String = page.text.chars[..page.pieces[quote].span.start.saturating_sub(1)].iter().collect();
    if NAMERS.iter().any(|namer| before.ends_with(namer)) {
        return true;
    }
    let idle = |at: &usize| matches!(page.role(*at), Some(Role::Filler | Role::Says));
    let noun = (clause.start..quote).rev().find(|at| !idle(at));
    noun.is_some_and(|at| {
        let word = &page.text.chars[page.pieces[at].span.clone()];
        matches!(page.pieces[at].token, Token::Unknown) && word.iter().all(char::is_ascii)
    })
}

/// Makes a quotation the text it is.
fn give(page: &mut Page<'_>, ledger: &mut Ledger, quote: usize, anchor: Option<usize>, about: Option<About>) {
    let named = anchor.is_some_and(|anchor| page.about(anchor) != Some(About::Text));
    match about {
        Some(about) if named || !ledger.has(field(about)) || about == About::Caption => {
            let words = page.pieces[quote].span.clone();
            let span =
                anchor.filter(|anchor| *anchor < quote).map_or(words.clone(), |anchor| page.across(anchor, quote));
            set(page, ledger, about, &words, &span);
            page.given.insert(quote, about);
            page.spend(quote);
            if let Some(anchor) = anchor {
                page.spend(anchor);
            }
        }
        _ => page.states[quote] = State::Claimed,
    }
}

const fn field(about: About) -> &'static str {
    match about {
        About::Subtitle => "subtitle",
        About::EndText => "end_text",
        About::Caption => "captions",
        About::Watermark => "watermark",
        _ => "title",
    }
}

fn assign(page: &mut Page<'_>, ledger: &mut Ledger, clause: &Range<usize>, anchor: usize, words: &Span) {
    let about = page.about(anchor).filter(|about| *about != About::Text);
    let about = about.or_else(|| loose(page, clause, anchor)).unwrap_or(About::Title);
    let span = page.pieces[anchor].span.start..words.end;
    if about == About::Caption {
        for caption in parts(page, words) {
            set(page, ledger, about, &caption, &span);
        }
    } else {
        set(page, ledger, about, words, &span);
    }
    page.mark(&(page.pieces[anchor].span.start..page.pieces[anchor].span.end), State::Spent);
    page.mark(words, State::Spent);
}

/// Captions stand between commas.
fn parts(page: &Page<'_>, words: &Span) -> Vec<Span> {
    let comma = |at: &usize| matches!(page.text.chars[*at], ',' | '、' | ';' | '|');
    let mut from = words.start;
    let ends = words.clone().filter(comma).chain([words.end]);
    ends.map(|end| std::mem::replace(&mut from, end + 1)..end).filter(|span| span.start < span.end).collect()
}

fn set(page: &Page<'_>, ledger: &mut Ledger, about: About, words: &Span, span: &Span) {
    let text: String = page.text.written(words).chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let value = if about == About::Caption {
        let mut all = ledger.get("captions").and_then(|all| all.as_array().cloned()).unwrap_or_default();
        all.push(json!(text.trim()));
        json!(all)
    } else {
        json!(text.trim())
    };
    ledger.set(field(about), value, Plainness::Number, span);
}

/// The words after a text's anchor: what follows "says" or a colon, else the capitalised words that follow.
fn unquoted(page: &Page<'_>, clause: &Range<usize>, anchor: usize) -> Option<Span> {
    let mut next = anchor + 1;
    let mut announced = page.sense(anchor).is_some_and(|sense| sense.announces);
    // After a colon stands the text itself, even if it is a word that announces one elsewhere: "Sea" is Spanish for "be".
    while next < clause.end && page.role(next) == Some(Role::Says) && !follows_colon(page, next) {
        (announced, next) = (true, next + 1);
    }
    let colon = (next..clause.end.min(next + NEAR_COLON)).find(|at| follows_colon(page, *at));
    let next = colon.unwrap_or(next);
    let source = page.sense(next).is_some_and(|sense| sense.set.has("captions_from"));
    let from = page.pieces.get(next).filter(|_| next < clause.end && !source)?.span.start;
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
    let named = page.text.is_capital(page.pieces[from].span.start);
    let stops = |at: usize| match &page.pieces[at].token {
        Token::Amount(Amount::Seconds(_) | Amount::Share(_)) | Token::Mask(_) => true,
        Token::Sense(sense) if sense.role == Role::Not => true,
        Token::Sense(sense) => named && at > from && asks(sense) && !page.text.is_capital(page.pieces[at].span.start),
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

/// Whether a phrase in small letters after a name says something else than the name.
fn asks(sense: &Sense) -> bool {
    sense.place.is_some() || !sense.set.is_empty() || matches!(sense.about, Some(About::Opens | About::Closes))
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
            && !text.is_capital(at)
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
