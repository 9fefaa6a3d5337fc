//! A text cut into sentences and clauses, so that one can be taken out and the rest stays as it was written.

use std::ops::Range;

use crate::nemovideo::gui::words::quotations;

/// Clauses, and the mark and blanks at the end.
#[derive(Debug)]
pub(crate) struct Sentence<'a> {
    pub clauses: Vec<Clause<'a>>,
    pub end: &'a str,
}

/// A clause and what joins it to the one before.
#[derive(Debug)]
pub(crate) struct Clause<'a> {
    pub glue: &'a str,
    pub text: &'a str,
}

/// What joins clauses, the longer before the shorter that it begins with.
const GLUE: [&str; 39] = [
    ", and you can ",
    ", or you can ",
    ", so you can ",
    ", you can ",
    ", and then ",
    ", and ",
    ", or ",
    ", then ",
    ", so ",
    ", but ",
    " that you can ",
    " which you can ",
    " and you can ",
    " or you can ",
    " so you can ",
    " you can ",
    " you may ",
    " you could ",
    " and then ",
    " and ",
    " or ",
    " then ",
    " so ",
    " but ",
    ", ",
    "; ",
    ": ",
    " - ",
    "，",
    "、",
    "：",
    "或者",
    "或",
    "然后",
    "您可以",
    "你可以",
    "并",
    "–",
    "—",
];

/// The sentences of a text; put together again they are the text.
pub(crate) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let quotes = quotations(text);
    let (mut found, mut from) = (Vec::new(), 0);
    while from < text.len() {
        let (end, next) = sentence_end(text, from, &quotes);
        found.push(Sentence { clauses: clauses(text, from..end, &quotes), end: &text[end..next] });
        from = next;
    }
    found
}

/// Where the words of the sentence end that begins at `from`, and where the next one begins.
fn sentence_end(text: &str, from: usize, quotes: &[Range<usize>]) -> (usize, usize) {
    for (offset, c) in text[from..].char_indices() {
        let (at, after) = (from + offset, from + offset + c.len_utf8());
        let closes = match c {
            '\n' | '。' | '！' | '？' | '；' => true,
            '!' | '?' => text[after..].chars().next().is_none_or(|c| c.is_whitespace() || c == '*'),
            '.' => {
                let number = text[from..at].trim().chars().all(|c| c.is_ascii_digit());
                !number && text[after..].chars().next().is_none_or(|c| c.is_whitespace() || c == '*')
            }
            _ => false,
        };
        if closes && !within(quotes, at) {
            let marks = |c: char| c.is_whitespace() || ".!?。！？；*".contains(c);
            let rest = text[at..].find(|c| !marks(c)).map_or(text.len(), |length| at + length);
            return (at, rest);
        }
    }
    (text.len(), text.len())
}

fn within(quotes: &[Range<usize>], at: usize) -> bool {
    quotes.iter().any(|quote| quote.contains(&at))
}

fn clauses<'a>(text: &'a str, span: Range<usize>, quotes: &[Range<usize>]) -> Vec<Clause<'a>> {
    let mut found = Vec::new();
    let (mut glue, mut from, mut at) = (span.start..span.start, span.start, span.start);
    let mut depth = 0_usize;
    while let Some(c) = text[at..span.end].chars().next() {
        let next = at + c.len_utf8();
        let joint = if within(quotes, at) { None } else { joint(&text[..span.end], at, from, depth) };
        depth = match c {
            '(' | '（' if !within(quotes, at) => depth.saturating_add(1),
            ')' | '）' if !within(quotes, at) => depth.saturating_sub(1),
            _ => depth,
        };
        if let Some((words_end, end)) = joint.filter(|(words_end, end)| *words_end > from && *end > at) {
            found.push(Clause { glue: &text[glue], text: &text[from..words_end] });
            (glue, from) = (words_end..end, end);
        }
        at = joint.map_or(next, |(_, end)| end.max(next));
    }
    found.push(Clause { glue: &text[glue], text: &text[from..span.end] });
    found
}

/// The place and the end of what joins two clauses at `at`, if anything does.
fn joint(text: &str, at: usize, from: usize, depth: usize) -> Option<(usize, usize)> {
    let rest = &text[at..];
    if depth > 0 {
        return (depth == 1 && rest.starts_with([')', '）'])).then(|| {
            let end = at + rest.chars().next().map_or(0, char::len_utf8);
            (end, end)
        });
    }
    if rest.starts_with(" (") || rest.starts_with('（') {
        return Some((at, at + usize::from(rest.starts_with(' '))));
    }
    let said = &text[from..at];
    if rest.starts_with(" to ") && said.ends_with(" ready") {
        return Some((at, at + " to ".len()));
    }
    let glue = GLUE.iter().find(|glue| rest.get(..glue.len()).is_some_and(|start| start.eq_ignore_ascii_case(glue)))?;
    let pair = said.to_lowercase().ends_with("drag") && rest[glue.len()..].starts_with("drop");
    (!pair).then_some((at, at + glue.len()))
}
