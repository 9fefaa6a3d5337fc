//! What a "no" turns round: the next wish, and what an "or" ties to it.

use std::ops::Range;

use crate::director::read::lexicon::{About, Role, Sense};
use crate::director::read::page::{Page, State};
use crate::director::read::scan::Token;

/// Where the words take back what was said before: at a "no wait", at the clause in which it stands, or after a clause that
/// is nothing but a "no".
pub(crate) fn corrections(page: &Page<'_>) -> Vec<usize> {
    let start = |at: usize| page.pieces[at].span.start;
    let mut found = Vec::new();
    for clause in page.clauses.iter().filter(|clause| !clause.is_empty()) {
        let corrects = |at: &usize| page.sense(*at).is_some_and(|sense| sense.corrects);
        let no = |at: usize| matches!(page.role(at), Some(Role::Not | Role::Filler));
        if let Some(at) = clause.clone().find(corrects) {
            found.extend([start(clause.start), start(at)]);
        } else if clause.clone().all(no) && clause.clone().any(|at| page.role(at) == Some(Role::Not)) {
            found.push(start(clause.start));
        }
    }
    found
}

/// Marks denied pieces. Only fillers and unknown words may stand between the "no" and its wish.
pub(crate) fn negate(page: &mut Page<'_>) {
    for clause in page.clauses.clone() {
        let mut active = false;
        let mut last: Option<usize> = None;
        for at in clause.clone() {
            match (&page.pieces[at].token, page.role(at)) {
                (_, Some(Role::Not)) => active = true,
                (_, Some(Role::Or)) => active = active || last.is_some_and(|last| page.states[last] == State::Denied),
                (_, Some(Role::NotBefore)) => {
                    if let Some(last) = last {
                        deny(page, last);
                        page.spend(at);
                    } else {
                        active = true;
                    }
                }
                (Token::Sense(sense), Some(Role::Wish)) if page.states[at] == State::Open => {
                    if active
                        || last.is_some_and(|last| page.states[last] == State::Denied && same(page, last, at, sense))
                    {
                        deny(page, at);
                    }
                    (active, last) = (false, Some(at));
                }
                (Token::Amount(_), _) if active => {
                    page.spend(at);
                    active = false;
                }
                _ => {}
            }
        }
        if let Some(at) = answered(page, &clause).filter(|_| active) {
            deny(page, at);
        }
    }
    share_the_choice(page);
}

/// "Skip duplicates and blurry ones": of pictures that are named together, all are left out or none.
fn share_the_choice(page: &mut Page<'_>) {
    let choices: Vec<usize> = (0..page.pieces.len()).filter(|at| page.about(*at) == Some(About::Choice)).collect();
    let mut pairs: Vec<(usize, usize)> = choices.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.retain(|(one, other)| (one + 1..*other).all(|at| joins(page, at)));
    for (one, other) in pairs.iter().copied().chain(pairs.iter().rev().map(|(one, other)| (*other, *one))) {
        if page.states[one] == State::Denied && page.states[other] == State::Open {
            deny(page, other);
        }
    }
}

fn joins(page: &Page<'_>, at: usize) -> bool {
    matches!(page.role(at), Some(Role::And | Role::Or | Role::Filler))
        || matches!(page.pieces[at].token, Token::Break(false))
}

/// The wish of a line such as `Musique : non`, which nothing but a "no" follows.
fn answered(page: &Page<'_>, clause: &Range<usize>) -> Option<usize> {
    let no = clause.clone().next_back().filter(|at| page.role(*at) == Some(Role::Not))?;
    let wish = no.checked_sub(1).filter(|at| clause.contains(at) && page.role(*at) == Some(Role::Wish))?;
    let between = &page.text.chars[page.pieces[wish].span.end..page.pieces[no].span.start];
    between.iter().any(|c| matches!(c, ':' | '=')).then_some(wish)
}

fn deny(page: &mut Page<'_>, at: usize) {
    page.states[at] = State::Denied;
}

/// Whether a wish right after a denied one is about the same thing: "no piano music".
fn same(page: &Page<'_>, last: usize, at: usize, sense: &Sense) -> bool {
    let before = page.sense(last);
    last + 1 == at && before.is_some_and(|before| before.about.is_some() && before.about == sense.about)
}
