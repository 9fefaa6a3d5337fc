//! The pieces of a prompt in their clauses, with what has become of each.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::director::read::lexicon::{About, Role, Sense};
use crate::director::read::mask::Mask;
use crate::director::read::normalise::{Span, Text};
use crate::director::read::scan::{Piece, Token, scan};

/// What has become of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    /// Turned round by a "no" before it.
    Denied,
    /// Set something, or needs nothing.
    Spent,
    /// Belongs to something reeldrop cannot do; asks for nothing else.
    Claimed,
}

/// In pieces. Nobody speaks longer without a comma; a longer one is cut, so that no text takes long to read.
const LONGEST_CLAUSE: usize = 80;

#[derive(Debug)]
pub(crate) struct Page<'t> {
    pub(crate) text: &'t Text<'t>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) states: Vec<State>,
    /// Ranges of pieces between two breaks.
    pub(crate) clauses: Vec<Range<usize>>,
    /// What text each quotation has become.
    pub(crate) given: BTreeMap<usize, About>,
    /// The fields that a fade sets.
    pub(crate) fades: BTreeMap<usize, Vec<&'static str>>,
}

impl<'t> Page<'t> {
    pub(crate) fn new(text: &'t Text<'t>) -> Self {
        let pieces = scan(text);
        let ends = (0..pieces.len()).filter(|at| ends_clause(&pieces[*at])).chain([pieces.len()]);
        let mut from = 0;
        let clauses = ends.map(|end| std::mem::replace(&mut from, end + 1)..end);
        let clauses = clauses.flat_map(|clause| {
            let end = clause.end;
            clause.step_by(LONGEST_CLAUSE).map(move |from| from..end.min(from + LONGEST_CLAUSE))
        });
        let clauses = clauses.collect();
        let states = vec![State::Open; pieces.len()];
        Self { text, pieces, states, clauses, given: BTreeMap::new(), fades: BTreeMap::new() }
    }

    pub(crate) fn sense(&self, at: usize) -> Option<&'static Sense> {
        match self.pieces.get(at)?.token {
            Token::Sense(sense) => Some(sense),
            _ => None,
        }
    }

    pub(crate) fn role(&self, at: usize) -> Option<Role> {
        self.sense(at).map(|sense| sense.role)
    }

    /// What a piece is about; a sound file is about music, a quotation about whatever it was given to.
    pub(crate) fn about(&self, at: usize) -> Option<About> {
        match self.pieces.get(at)?.token {
            Token::Sense(sense) if self.states[at] != State::Claimed => sense.about,
            Token::Mask(Mask::Sound) => Some(About::Music),
            Token::Mask(Mask::Quote) if self.states[at] == State::Claimed => Some(About::Elsewhere),
            Token::Mask(Mask::Quote | Mask::Mark) => self.given.get(&at).copied(),
            _ => None,
        }
    }

    /// Whether another piece of the clause than `at` is about this.
    pub(crate) fn speaks_of(&self, clause: &Range<usize>, about: About, at: usize) -> bool {
        clause.clone().any(|other| {
            let found = self.about(other);
            let music = about == About::Music && found == Some(About::Volume);
            other != at && self.states[other] != State::Denied && (found == Some(about) || music)
        })
    }

    /// From the beginning of one piece to the end of the other.
    pub(crate) fn across(&self, one: usize, other: usize) -> Span {
        let (first, last) = (one.min(other), one.max(other));
        self.pieces[first].span.start..self.pieces[last].span.end
    }

    /// Characters between two pieces.
    pub(crate) fn gap(&self, one: usize, other: usize) -> usize {
        let (first, last) = (one.min(other), one.max(other));
        self.pieces[last].span.start.saturating_sub(self.pieces[first].span.end)
    }

    /// Whether the clause goes on with the sentence of the clause before.
    pub(crate) fn continues(&self, clause: &Range<usize>) -> bool {
        let breaks = self.pieces[..clause.start].iter().rev().map(|piece| &piece.token);
        let mut breaks = breaks.take_while(|token| matches!(token, Token::Break(_)));
        clause.start > 0 && !breaks.any(|token| matches!(token, Token::Break(true)))
    }

    pub(crate) fn spend(&mut self, at: usize) {
        self.states[at] = State::Spent;
    }

    /// Whether a piece is a wish that asks for this field.
    pub(crate) fn asks_for(&self, at: usize, field: &str) -> bool {
        self.states[at] != State::Denied && self.sense(at).is_some_and(|sense| sense.set.has(field))
    }

    /// Gives all pieces that reach into the place that state.
    pub(crate) fn mark(&mut self, span: &Span, state: State) {
        let from = self.pieces.partition_point(|piece| piece.span.end <= span.start);
        let to = self.pieces.partition_point(|piece| piece.span.start < span.end);
        for at in from..to {
            self.states[at] = state;
        }
    }
}

fn ends_clause(piece: &Piece) -> bool {
    matches!(piece.token, Token::Break(_)) || matches!(piece.token, Token::Sense(sense) if sense.role == Role::And)
}
