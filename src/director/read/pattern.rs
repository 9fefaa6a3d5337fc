//! Phrases of the lexicon: how they are written there, and where one stands in a text.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::director::read::normalise::{Text, fold, hiragana, in_word};

/// No word goes on for longer.
const LONGEST_RUN: usize = 40;

/// A phrase of the lexicon as a tree. `(a|b|)` is a choice, `*` the rest of a word, a space any space or hyphen.
#[derive(Clone, Debug)]
pub(crate) struct Pattern(Vec<Node>);

#[derive(Clone, Debug)]
enum Node {
    Letter(char),
    /// The rest of a word, its Japanese endings included.
    Rest,
    Space,
    Choice(Vec<Vec<Node>>),
}

/// How far a phrase has come: the place in the text, and whether a space is due before the next letter. Spaces at either
/// end of a phrase, and several in a row, count for nothing, so that choices may be empty.
type Place = (usize, bool);

impl Pattern {
    pub(crate) fn new(phrase: &str) -> Self {
        Self(sequence(&mut fold(phrase).into_iter().peekable()))
    }

    /// The letters that the phrase can begin with.
    pub(crate) fn firsts(&self) -> Vec<char> {
        let mut found = Vec::new();
        firsts(&self.0, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The words of Latin letters in all its spellings; a stem ends in `*`.
    pub(crate) fn words(&self) -> Vec<String> {
        let mut found = Vec::new();
        let open = spelled(&self.0, vec![String::new()], &mut found);
        found.extend(open);
        found.retain(|word| word.len() > 1);
        found
    }

    /// The farthest end of this phrase if it stands at `at` and ends before `limit`, with whole words at both ends; a
    /// digit may stand right before, as in `3s`.
    pub(crate) fn end_at(&self, text: &Text<'_>, at: usize, limit: usize) -> Option<usize> {
        let begins = text.is_edge(at) || (at > 0 && text.chars[at - 1].is_ascii_digit());
        if !begins {
            return None;
        }
        let walk = Walk { text, start: at, limit };
        let ends = walk.along(&self.0, vec![(at, false)]).into_iter().map(|(end, _)| end);
        ends.filter(|end| *end > at && text.is_edge(*end)).max()
    }
}

fn sequence(letters: &mut Peekable<IntoIter<char>>) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some(letter) = letters.next_if(|letter| !matches!(letter, '|' | ')')) {
        nodes.push(match letter {
            '(' => choice(letters),
            '*' => Node::Rest,
            letter if letter.is_whitespace() => Node::Space,
            letter => Node::Letter(letter),
        });
    }
    nodes
}

/// What stands between the bars of a bracket that has just been opened.
fn choice(letters: &mut Peekable<IntoIter<char>>) -> Node {
    let mut choices = vec![sequence(letters)];
    while letters.next() == Some('|') {
        choices.push(sequence(letters));
    }
    Node::Choice(choices)
}

/// Whether the nodes can be passed without a letter.
fn firsts(nodes: &[Node], found: &mut Vec<char>) -> bool {
    nodes.iter().all(|node| match node {
        Node::Letter(letter) => {
            found.push(*letter);
            false
        }
        Node::Rest | Node::Space => true,
        Node::Choice(choices) => choices.iter().filter(|choice| firsts(choice, found)).count() > 0,
    })
}

/// Goes along the nodes with the words begun before; whole ones go to `found`, those still open come back.
fn spelled(nodes: &[Node], mut open: Vec<String>, found: &mut Vec<String>) -> Vec<String> {
    for node in nodes {
        match node {
            Node::Letter(letter) if letter.is_ascii() => open.iter_mut().for_each(|word| word.push(*letter)),
            Node::Letter(_) => open.clear(),
            Node::Rest => open.iter_mut().for_each(|word| word.push('*')),
            Node::Space => found.extend(std::mem::replace(&mut open, vec![String::new()])),
            Node::Choice(choices) => open = branched(choices, &open, found),
        }
    }
    open
}

/// The words begun are whole before every choice that begins with a space, and go on in the others.
fn branched(choices: &[Vec<Node>], open: &[String], found: &mut Vec<String>) -> Vec<String> {
    let spaced = |choice: &&Vec<Node>| matches!(choice.first(), Some(Node::Space));
    if choices.iter().any(|choice| spaced(&choice)) {
        found.extend_from_slice(open);
    }
    let mut next: Vec<String> = choices
        .iter()
        .flat_map(|choice| match choice.split_first() {
            Some((Node::Space, rest)) => spelled(rest, vec![String::new()], found),
            _ => spelled(choice, open.to_vec(), found),
        })
        .collect();
    next.sort_unstable();
    next.dedup();
    next
}

struct Walk<'t> {
    text: &'t Text<'t>,
    start: usize,
    limit: usize,
}

impl Walk<'_> {
    fn along(&self, nodes: &[Node], mut places: Vec<Place>) -> Vec<Place> {
        for node in nodes {
            places = match node {
                Node::Space => places.into_iter().map(|(at, _)| (at, true)).collect(),
                Node::Letter(letter) => self.over(&places, |at| (self.text.get(at) == Some(*letter)).then_some(at + 1)),
                Node::Rest => self.over(&places, |at| {
                    Some(at + run(self.text, at, self.limit, |c| (in_word(c) && !c.is_ascii_digit()) || hiragana(c)))
                }),
                Node::Choice(choices) => choices.iter().flat_map(|choice| self.along(choice, places.clone())).collect(),
            };
            places.sort_unstable();
            places.dedup();
            if places.is_empty() {
                break;
            }
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
        Pattern::new(phrase).end_at(&text, 0, text.chars.len()).is_some()
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
        assert!(found("(very |)(loud|)( music|)", "music") && found("cut (to |)(the |)", "cut"));
        assert_eq!(Pattern::new("(the |)(big|)title").firsts(), ['b', 't']);
    }
}
