//! Where each text stands: a place belongs to the text of its own clause, else to the last one before or the next.

use std::ops::Range;

use serde_json::json;

use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::About;
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;

pub(crate) fn places(page: &mut Page<'_>, ledger: &mut Ledger) {
    let mut last: Option<&'static str> = None;
    let mut waiting: Vec<usize> = Vec::new();
    for clause in page.clauses.clone() {
        if !page.continues(&clause) {
            (last, waiting) = (None, Vec::new());
        }
        for at in clause.clone() {
            if page.states[at] != State::Open || page.sense(at).is_none_or(|sense| sense.place.is_none()) {
                continue;
            }
            let field = nearest(page, &clause, at).or(last);
            if !put(page, ledger, at, field) {
                waiting.push(at);
            }
        }
        let first = clause.clone().find_map(|at| field(page, at));
        for at in first.into_iter().flat_map(|_| waiting.split_off(0)) {
            put(page, ledger, at, first);
        }
        last = clause.clone().rev().find_map(|at| field(page, at)).or(last);
    }
}

/// Sets a place, if there is a text that stands there and has no place yet that is nearer.
fn put(page: &mut Page<'_>, ledger: &mut Ledger, at: usize, field: Option<&'static str>) -> bool {
    let place = page.sense(at).and_then(|sense| sense.place);
    let (Some(field), Some(place)) = (field, place) else { return false };
    ledger.set(field, json!(place), Plainness::Name, &page.pieces[at].span);
    page.spend(at);
    true
}

/// The field of the text nearest to a place.
fn nearest(page: &Page<'_>, clause: &Range<usize>, place: usize) -> Option<&'static str> {
    let texts = clause.clone().filter_map(|at| Some((page.gap(at, place), field(page, at)?)));
    texts.min_by_key(|(gap, _)| *gap).map(|(_, field)| field)
}

fn field(page: &Page<'_>, at: usize) -> Option<&'static str> {
    let denied = page.states[at] == State::Denied;
    match page.about(at).filter(|_| !denied)? {
        About::Title | About::Text | About::Subtitle => Some("title_position"),
        About::Caption => Some("caption_position"),
        About::Watermark => Some("watermark_position"),
        _ => None,
    }
}
