//! The words of a clause, and which of them are quoted.

use std::ops::Range;

/// Marks of quotation, opening and closing.
const MARKS: [(char, char); 8] =
    [('"', '"'), ('“', '”'), ('„', '“'), ('«', '»'), ('「', '」'), ('『', '』'), ('《', '》'), ('`', '`')];

/// The quotations in a text, their marks included; one that is not closed on its line is none.
pub(crate) fn quotations(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut past) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        let Some((_, close)) = MARKS.iter().find(|(open, _)| *open == c && at >= past) else { continue };
        let inside = at + c.len_utf8();
        let line = text[inside..].split('\n').next().unwrap_or_default();
        if let Some(length) = line.find(*close) {
            past = inside + length + close.len_utf8();
            found.push(at..past);
        }
    }
    found
}

/// One word in small letters.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    pub text: String,
    pub quoted: bool,
    /// It begins with a capital.
    pub capital: bool,
    /// Where it begins in the clause, in bytes.
    pub at: usize,
}

/// The words of a clause, without punctuation and marks of emphasis.
pub(crate) fn words(clause: &str) -> Vec<Word> {
    let quotes = quotations(clause);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    let mut words = Vec::new();
    let mut rest = clause;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let at = clause.len() - rest.len() + start;
        let end = clause[at..].find(|c| !is_word(c)).map_or(clause.len(), |length| at + length);
        let text = clause[at..end].trim_end_matches(['\'', '’']);
        words.push(Word {
            text: text.to_lowercase(),
            quoted: quotes.iter().any(|quote| quote.contains(&at)),
            capital: text.starts_with(char::is_uppercase),
            at,
        });
        rest = &clause[end..];
    }
    words
}

/// The clause with what is quoted blanked out.
pub(crate) fn unquoted(clause: &str) -> String {
    let mut bare = clause.to_owned();
    for quote in quotations(clause).into_iter().rev() {
        bare.replace_range(quote, " ");
    }
    bare
}
