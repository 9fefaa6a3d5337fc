//! Where a phrase of the lexicon stands in a text.

use crate::director::read::choices::choices;
use crate::director::read::normalise::{Text, hiragana, in_word};

/// No word goes on for longer.
const LONGEST_RUN: usize = 40;

/// A phrase, folded. `(a|b|)` is a choice, `*` the rest of a word, a space any space or hyphen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pattern<'p>(pub(crate) &'p str);

/// How far a phrase has come: the place in the text, and whether a space is due before the next letter. Spaces at either
/// end of a phrase, and several in a row, count for nothing, so that choices may be empty.
type Place = (usize, bool);

impl Pattern<'_> {
    /// The farthest end of this phrase if it stands at `at` and ends before `limit`, with whole words at both ends; a
    /// digit may stand right before, as in `3s`.
    pub(crate) fn end_at(self, text: &Text<'_>, at: usize, limit: usize) -> Option<usize> {
        let begins = text.is_edge(at) || (at > 0 && text.chars[at - 1].is_ascii_digit());
        if !begins {
            return None;
        }
        let walk = Walk { text, start: at, limit };
        let ends = walk.along(self.0, vec![(at, false)]).into_iter().map(|(end, _)| end);
        ends.filter(|end| *end > at && text.is_edge(*end)).max()
    }
}

struct Walk<'t> {
    text: &'t Text<'t>,
    start: usize,
    limit: usize,
}

impl Walk<'_> {
    fn along(&self, mut phrase: &str, mut places: Vec<Place>) -> Vec<Place> {
        while let Some(letter) = phrase.chars().next().filter(|_| !places.is_empty()) {
            phrase = &phrase[letter.len_utf8()..];
            places = match letter {
                ' ' => places.into_iter().map(|(at, _)| (at, true)).collect(),
                '*' => self.over(&places, |at| {
                    Some(at + run(self.text, at, self.limit, |c| (in_word(c) && !c.is_ascii_digit()) || hiragana(c)))
                }),
                '(' => {
                    let (choices, rest) = choices(phrase);
                    phrase = rest;
                    choices.into_iter().flat_map(|choice| self.along(choice, places.clone())).collect()
                }
                letter => self.over(&places, |at| (self.text.get(at) == Some(letter)).then_some(at + 1)),
            };
            places.sort_unstable();
            places.dedup();
        }
        places
    }

    /// Every place after the space that is due and after what `step` passes.
    fn over(&self, places: &[Place], step: impl Fn(usize) -> Option<usize>) -> Vec<Place> {
        let spaced = |(at, due): &Place| {
            let spaces = run(self.text, *at, self.limit, |c| matches!(c, ' ' | '\t' | '\u{a0}' | '-' | '_'));
            (!due || spaces > 0 || *at == self.start).then_some(if *due { at + spaces } else { *at })
        };
        let ends = places.iter().filter_map(spaced).filter_map(step).filter(|end| *end <= self.limit);
        ends.map(|end| (end, false)).collect()
    }
}

fn run(text: &Text<'_>, from: usize, limit: usize, of: impl Fn(char) -> bool) -> usize {
    text.chars[from..limit].iter().take(LONGEST_RUN).take_while(|c| of(**c)).count()
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Text};

    fn found(phrase: &str, text: &str) -> bool {
        let text = Text::new(text);
        Pattern(phrase).end_at(&text, 0, text.chars.len()).is_some()
    }

    #[test]
    fn choices_stars_and_spaces() {
        assert!(found("zoom(s|ing|) in", "Zooming-in on"));
        assert!(found("into (one another|the next( one|))", "into the next one"));
        assert!(found("uberblend*", "Überblendungen,"));
        assert!(found("(the |)whole film", "whole  film"));
        assert!(!found("zoom in", "zoom inside"));
        assert!(!found("zoom in", "zoom\nin"));
        assert!(found("竖屏", "竖屏视频"));
        assert!(found("(very |)(loud|)( music|)", "music") && found("cut (to |)(the |)", "cut"));
    }
}
