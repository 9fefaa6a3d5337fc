//! Which pictures begin and end the film, by the names of their files.

use std::ops::Range;

use serde_json::json;

use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::About;
use crate::director::read::mask::Mask;
use crate::director::read::page::Page;
use crate::director::read::plain::Plainness;
use crate::director::read::scan::Token;

/// Gives every picture's file to the nearest word about the beginning or the end in its clause.
pub(crate) fn files(page: &mut Page<'_>, ledger: &mut Ledger) {
    for clause in page.clauses.clone() {
        for at in clause.clone() {
            if !matches!(page.pieces[at].token, Token::Mask(Mask::Picture)) {
                continue;
            }
            let Some((anchor, field)) = nearest(page, &clause, at) else { continue };
            let name = page.text.written(&page.pieces[at].span).to_owned();
            ledger.set(field, json!(name), Plainness::Number, &page.across(anchor, at));
            page.spend(at);
            page.spend(anchor);
        }
    }
}

fn nearest(page: &Page<'_>, clause: &Range<usize>, file: usize) -> Option<(usize, &'static str)> {
    let field = |at: usize| match page.about(at) {
        Some(About::Opens | About::First) => Some((at, "first_image")),
        Some(About::Closes | About::Last) => Some((at, "last_image")),
        _ => None,
    };
    clause.clone().filter_map(field).min_by_key(|(at, _)| page.gap(*at, file))
}
