//! No music: what is said of its kind beside that counts for nothing.

use std::ops::Range;

use serde_json::json;

use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::{About, Role, Said, Sense};
use crate::director::read::normalise::Span;
use crate::director::read::page::{Page, State};

/// Whether it is music of whatever kind.
pub(crate) fn is_of_all_music(sense: &Sense) -> bool {
    sense.about == Some(About::Music)
        && sense.not.get("music") == Some(Said::Switch(false))
        && sense.set.0.iter().all(|(field, _)| *field == "music")
}

/// Where all music is forbidden; a setting forbids it from the beginning.
pub(crate) fn silence(page: &Page<'_>, ledger: &Ledger) -> Option<Span> {
    if ledger.get("music") == Some(&json!(false)) {
        return Some(0..0);
    }
    let silent = |at: &usize| {
        let sense = page.sense(*at).filter(|sense| sense.role == Role::Wish);
        sense.is_some_and(|sense| match page.states[*at] {
            State::Denied => is_of_all_music(sense),
            State::Open => sense.set.get("music") == Some(Said::Switch(false)),
            _ => false,
        })
    };
    (0..page.pieces.len()).find(silent).map(|at| page.pieces[at].span.clone())
}

/// Whether a piece names a kind of music where there is to be none. Who adds music after that takes it back.
pub(crate) fn is_silenced(
    page: &Page<'_>,
    ledger: &mut Ledger,
    clause: &Range<usize>,
    at: usize,
    silence: Option<&Span>,
) -> bool {
    let span = &page.pieces[at].span;
    let Some(silence) = silence.filter(|silence| !ledger.corrects(silence, span)) else { return false };
    let music = page.asks_for(at, "music_mood");
    let adds = |at: usize| page.sense(at).is_some_and(|sense| sense.adds);
    let added = silence.start < span.start && clause.clone().any(adds);
    if music && added {
        ledger.correct(page.pieces[clause.start].span.start);
    }
    music && !added
}
