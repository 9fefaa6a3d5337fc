//! Phrases of the lexicon: how they are written there, and where one stands in a text.

use crate::director::read::normalise::{Text, fold, hiragana, in_word};

/// No word goes on for longer.
const LONGEST_RUN: usize = 40;

/// One spelling of a phrase, folded; `*` stands for the rest of a word, a space for any space or hyphen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pattern(Vec<char>);

/// All spellings of a phrase: `zoom(s|ing|) in` is three, `crossfad*` is one.
pub(crate) fn patterns(phrase: &str) -> Vec<Pattern> {
    expand(phrase)
        .iter()
        .map(|spelling| Pattern(fold(&spelling.split_whitespace().collect::<Vec<_>>().join(" "))))
        .collect()
}

fn expand(phrase: &str) -> Vec<String> {
    let Some((before, rest)) = phrase.split_once('(') else { return vec![phrase.to_owned()] };
    let (choices, after) = choices(rest);
    let tails = expand(after);
    let heads = choices.into_iter().flat_map(expand);
    heads.flat_map(|head| tails.iter().map(move |tail| format!("{before}{head}{tail}")).collect::<Vec<_>>()).collect()
}

/// What stands between the bars of a bracket that has just been opened, and what follows the bracket.
fn choices(rest: &str) -> (Vec<&str>, &str) {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth > 0 => depth -= 1,
            '|' | ')' if depth == 0 => {
                found.push(&rest[from..at]);
                from = at + 1;
                if c == ')' {
                    return (found, &rest[from..]);
                }
            }
            _ => {}
        }
    }
    found.push(&rest[from..]);
    (found, "")
}

impl Pattern {
    pub(crate) fn first(&self) -> Option<char> {
        self.0.first().copied()
    }

    /// The end of this phrase if it stands at `at` and ends before `limit`, with whole words at both ends; a
    /// digit may stand right before, as in `3s`.
    pub(crate) fn end_at(&self, text: &Text<'_>, at: usize, limit: usize) -> Option<usize> {
        let mut here = at;
        for wanted in &self.0 {
            match wanted {
                '*' => here += run(text, here, limit, |c| in_word(c) || hiragana(c)),
                ' ' => match run(text, here, limit, |c| matches!(c, ' ' | '\t' | '\u{a0}' | '-' | '_')) {
                    0 => return None,
                    length => here += length,
                },
                wanted if here < limit && text.get(here) == Some(*wanted) => here += 1,
                _ => return None,
            }
        }
        let begins = text.is_edge(at) || (at > 0 && text.chars[at - 1].is_ascii_digit());
        (begins && text.is_edge(here)).then_some(here)
    }
}

fn run(text: &Text<'_>, from: usize, limit: usize, of: impl Fn(char) -> bool) -> usize {
    text.chars[from..limit].iter().take(LONGEST_RUN).take_while(|c| of(**c)).count()
}

#[cfg(test)]
mod tests {
    use super::{Text, patterns};

    fn found(phrase: &str, text: &str) -> bool {
        let text = Text::new(text);
        patterns(phrase).iter().any(|pattern| pattern.end_at(&text, 0, text.chars.len()).is_some())
    }

    #[test]
    fn choices_stars_and_spaces() {
        assert!(found("zoom(s|ing|) in", "Zooming-in on"));
        assert!(found("into (one another|the next( one|))", "into the next one"));
        assert!(found("überblend*", "Uberblendungen,"));
        assert!(found("(the |)whole film", "whole  film"));
        assert!(!found("zoom in", "zoom inside"));
        assert!(!found("zoom in", "zoom\nin"));
        assert!(found("竖屏", "竖屏视频"));
    }
}
