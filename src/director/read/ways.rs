//! Where things move to: a direction belongs to the nearest thing that moves.

use std::ops::Range;

use serde_json::json;

use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::Said;
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;

/// Transitions and camera movements that have a direction.
const TRANSITIONS: [&str; 2] = ["slide", "wipe"];
const MOTIONS: [&str; 2] = ["pan", "ken_burns"];

pub(crate) fn ways(page: &mut Page<'_>, ledger: &mut Ledger) {
    let mut last: Option<&'static str> = None;
    for clause in page.clauses.clone() {
        last = last.filter(|_| page.continues(&clause));
        for at in clause.clone() {
            let Some(toward) = page.sense(at).and_then(|sense| sense.toward) else { continue };
            if page.states[at] == State::Denied {
                continue;
            }
            if let Some(field) = nearest(page, &clause, at).or(last) {
                ledger.set(field, json!(toward), Plainness::Name, &page.pieces[at].span);
                page.spend(at);
            }
        }
        last = clause.clone().rev().find_map(|at| field(page, at)).or(last);
    }
}

fn nearest(page: &Page<'_>, clause: &Range<usize>, way: usize) -> Option<&'static str> {
    let movers = clause.clone().filter_map(|at| Some((page.gap(at, way), field(page, at)?)));
    movers.min_by_key(|(gap, _)| *gap).map(|(_, field)| field)
}

fn field(page: &Page<'_>, at: usize) -> Option<&'static str> {
    let sense = page.sense(at).filter(|_| page.states[at] != State::Denied)?;
    let sets = |field: &str, values: &[&str]| matches!(sense.set.get(field), Some(Said::Text(value)) if values.contains(&value));
    if sets("transition", &TRANSITIONS) {
        Some("transition_direction")
    } else if sets("motion", &MOTIONS) {
        Some("motion_direction")
    } else {
        None
    }
}
