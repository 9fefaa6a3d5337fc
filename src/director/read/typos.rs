//! Slips of the pen: a word that nobody knows, one letter away from one that the lexicon knows. First and last letters
//! have to agree, for at the end of a word languages differ more than pens slip.

use crate::director::read::lexicon;
use crate::director::read::normalise::{Span, Text, in_word};

/// Shorter words have too many neighbours that mean something else.
const SHORTEST: usize = 6;
/// Two letters that changed places are hardly ever another word.
const SHORTEST_SWAP: usize = 5;
/// From here on two slips may be in one word.
const LONG: usize = 9;
/// A longer prompt is not mended to its end: it has to be read in no time.
const MOST_WORDS: usize = 400;
/// The text with its slips mended. Words that touch a sign of an address are left alone.
pub(crate) fn mended(text: Text<'_>) -> Text<'_> {
    let found = words(&text).into_iter().take(MOST_WORDS).filter_map(|span| {
        let word: String = text.chars[span.clone()].iter().collect();
        nearest(&word).map(|right| (span, right))
    });
    let mends: Vec<(Span, &'static str)> = found.collect();
    if mends.is_empty() { text } else { text.with(&mends) }
}

/// Words of Latin letters that stand by themselves.
fn words(text: &Text<'_>) -> Vec<Span> {
    let letter = |at: usize| text.get(at).is_some_and(|c| c.is_alphabetic() && in_word(c));
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.chars.len() {
        let length = (at..text.chars.len()).take_while(|at| letter(*at)).count();
        let tied = |at: Option<usize>| {
            let next = at.and_then(|at| text.get(at));
            next.is_some_and(|c| matches!(c, '@' | '#' | '/' | '_' | '\'') || c.is_ascii_digit())
        };
        let dotted = text.get(at + length) == Some('.') && letter(at + length + 1);
        if length >= SHORTEST_SWAP && !tied(at.checked_sub(1)) && !tied(Some(at + length)) && !dotted {
            found.push(at..at + length);
        }
        at += length.max(1);
    }
    found
}

fn nearest(word: &str) -> Option<&'static str> {
    let bucket = lexicon::words(word.chars().next()?);
    let length = word.chars().count();
    if lexicon::is_meant(word)
        || bucket.binary_search(&word).is_ok()
        || bucket.iter().any(|stem| stem.strip_suffix('*').is_some_and(|stem| word.starts_with(stem)))
    {
        return None;
    }
    let last = word.chars().last();
    let alike = bucket
        .iter()
        .map(|right| right.trim_end_matches('*'))
        .filter(|right| right.chars().last() == last || swapped(word, right));
    let near = alike.filter(|right| right.len() >= SHORTEST_SWAP && right.len().abs_diff(word.len()) <= 2);
    let ranked = near.filter_map(|right| {
        let slips = strsim::osa_distance(word, right);
        let allowed = swapped(word, right)
            || (slips == 1 && length.max(right.chars().count()) >= SHORTEST)
            || (slips == 2 && length >= LONG);
        allowed.then_some((slips, right))
    });
    ranked.min().map(|(_, right)| right)
}

/// Whether two letters have changed places.
fn swapped(word: &str, right: &str) -> bool {
    right.len() == word.len() && strsim::osa_distance(word, right) == 1 && strsim::levenshtein(word, right) == 2
}

#[cfg(test)]
mod tests {
    use super::{Text, mended};

    fn read(text: &str) -> String {
        mended(Text::new(text)).chars.iter().collect()
    }

    #[test]
    fn a_slip_is_mended_and_a_word_is_not() {
        assert_eq!(read("vertcal, crosfade, 3 secnods, tilte"), "vertical, crossfade, 3 seconds, title");
        for meant in ["winter tiles by the valley", "https://a.b/vertcal", "vertcal.jpg"] {
            assert_eq!(read(meant), meant);
        }
    }

    #[test]
    fn the_words_as_written_can_still_be_quoted() {
        let text = mended(Text::new("Überblendnug, then Vertcal!"));
        let whole = 0..text.chars.len();
        assert_eq!(text.written(&whole), "Überblendnug, then Vertcal!");
        assert_eq!(text.written(&(0..12)), "Überblendnug");
    }
}
