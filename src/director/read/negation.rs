//! What a "no" turns round: the next wish, and what an "or" ties to it.

use crate::director::read::lexicon::{Role, Sense};
use crate::director::read::page::{Page, State};
use crate::director::read::scan::Token;

/// Marks denied pieces. Only fillers and unknown words may stand between the "no" and its wish.
pub(crate) fn negate(page: &mut Page<'_>) {
    for clause in page.clauses.clone() {
        let mut active = false;
        let mut last: Option<usize> = None;
        for at in clause {
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
    }
}

fn deny(page: &mut Page<'_>, at: usize) {
    page.states[at] = State::Denied;
}

/// Whether a wish right after a denied one is about the same thing: "no piano music".
fn same(page: &Page<'_>, last: usize, at: usize, sense: &Sense) -> bool {
    let before = page.sense(last);
    last + 1 == at && before.is_some_and(|before| before.about.is_some() && before.about == sense.about)
}
