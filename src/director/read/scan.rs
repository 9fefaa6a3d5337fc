//! A prompt cut into pieces: phrases of the lexicon, amounts, quotations, and what is left.

use crate::director::read::amounts::{Amount, amount};
use crate::director::read::lexicon::{self, Role, Sense};
use crate::director::read::mask::{Mask, masks};
use crate::director::read::normalise::{Span, Text, in_word};

#[derive(Clone, Debug)]
pub(crate) enum Token {
    Sense(&'static Sense),
    Amount(Amount),
    Mask(Mask),
    /// A word, or a run of unspaced letters, that is not in the lexicon.
    Unknown,
    /// The end of a clause; `true` at the end of a sentence or a line.
    Break(bool),
}

#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    pub(crate) token: Token,
}

/// The whole text as pieces in order; only white space and symbols belong to none.
pub(crate) fn scan(text: &Text<'_>) -> Vec<Piece> {
    let mut masks = masks(text).into_iter().peekable();
    let (mut pieces, mut at) = (Vec::new(), 0);
    while at < text.chars.len() {
        if let Some((span, mask)) = masks.next_if(|(span, _)| span.start <= at) {
            at = span.end.max(at + 1);
            pieces.push(Piece { span, token: Token::Mask(mask) });
            continue;
        }
        let limit = masks.peek().map_or(text.chars.len(), |(span, _)| span.start);
        match token(text, at, limit) {
            Some((token, end)) => {
                pieces.push(Piece { span: at..end, token });
                at = end;
            }
            None => at += 1,
        }
    }
    pieces
}

/// The piece that begins at `at`; `None` for what is part of no piece.
fn token(text: &Text<'_>, at: usize, limit: usize) -> Option<(Token, usize)> {
    let phrase = text.is_edge(at).then(|| lexicon::find(text, at, limit, spoken)).flatten();
    let amount = text.is_edge(at).then(|| amount(text, at, limit)).flatten();
    match (phrase, amount) {
        (Some((sense, end)), Some((_, longer))) if end > longer => Some((Token::Sense(sense), end)),
        (_, Some((amount, end))) => Some((Token::Amount(amount), end)),
        (Some((sense, end)), None) => Some((Token::Sense(sense), end)),
        (None, None) => stop(text, at).or_else(|| unknown(text, at, limit)),
    }
}

/// Roles that stand by themselves; the others are parts of amounts.
fn spoken(role: Role) -> bool {
    !matches!(role, Role::Number | Role::Plus | Role::PercentBefore | Role::To | Role::Unit)
}

fn stop(text: &Text<'_>, at: usize) -> Option<(Token, usize)> {
    let spaced = |at: usize| text.get(at).is_none_or(char::is_whitespace);
    let end = match text.get(at)? {
        '.' => spaced(at + 1).then_some(true)?,
        '!' | '?' | '\n' | '。' | ';' => true,
        '-' if at > 0 && spaced(at - 1) && spaced(at + 1) => false,
        ',' | '、' | '(' | ')' | '[' | ']' | '|' | '—' | '•' | '+' => false,
        _ => return None,
    };
    Some((Token::Break(end), at + 1))
}

fn unknown(text: &Text<'_>, at: usize, limit: usize) -> Option<(Token, usize)> {
    let first = text.get(at)?;
    if !first.is_alphanumeric() && !matches!(first, '@' | '©') {
        return None;
    }
    let inner = |c: &&char| in_word(**c) || **c == '\'';
    let length = if in_word(first) { text.chars[at..limit].iter().take_while(inner).count() } else { 1 };
    Some((Token::Unknown, at + length))
}
