//! What comes and goes gently: the music where the words are about music, else the whole film.

use std::ops::Range;

use serde_json::json;

use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::{About, Fading, Role};
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;

/// Characters between a text and the word that it fades.
const BESIDE: usize = 3;

/// Sets the fades of the page, and notes for each which fields a time beside it means.
pub(crate) fn fades(page: &mut Page<'_>, ledger: &mut Ledger) {
    let mut topic = false;
    for clause in page.clauses.clone() {
        topic = heard(page, &clause, topic && page.continues(&clause));
        let music = topic || (ahead(page, &clause) && !shown(page, &clause));
        for at in clause.clone() {
            let Some(fading) = page.sense(at).and_then(|sense| sense.fade) else { continue };
            let done = page.states[at] != State::Open && !page.asks_for(at, "music");
            if done || page.states[at] == State::Denied {
                continue;
            }
            if is_of_a_text(page, &clause, at) {
                page.spend(at);
                continue;
            }
            let visual = page.sense(at).is_some_and(|sense| sense.seen);
            let fields = fields(fading, music && !visual);
            for field in &fields {
                ledger.set(field, json!(true), Plainness::Name, &page.pieces[at].span);
            }
            page.fades.insert(at, fields);
            page.spend(at);
        }
    }
}

/// Whether the clause is about music, or goes on with a sentence that is and names nothing else.
fn heard(page: &Page<'_>, clause: &Range<usize>, before: bool) -> bool {
    let music = |at: usize| page.about(at) == Some(About::Music) || page.asks_for(at, "music");
    clause.clone().any(|at| music(at) && page.states[at] != State::Denied) || (before && !shown(page, clause))
}

/// Whether the clause names something that is seen.
fn shown(page: &Page<'_>, clause: &Range<usize>) -> bool {
    let seen = |about| {
        matches!(about, About::Image | About::Images | About::Transition | About::Title | About::Film | About::Films)
    };
    clause.clone().any(|at| page.about(at).is_some_and(seen) && page.states[at] != State::Denied)
}

/// "Fade in and fade out the sound": whether the next clause, tied by an "and", says that it is the music.
fn ahead(page: &Page<'_>, clause: &Range<usize>) -> bool {
    let next = page.clauses.iter().find(|next| next.start == clause.end + 1);
    let tied = page.role(clause.end) == Some(Role::And);
    let fade = |at: usize| page.sense(at).is_some_and(|sense| sense.fade.is_some());
    next.is_some_and(|next| tied && next.clone().any(fade) && heard(page, next, false))
}

/// Whether a text right beside it fades, which all of them do anyway: "das Datum unten einblenden".
fn is_of_a_text(page: &Page<'_>, clause: &Range<usize>, at: usize) -> bool {
    let text = |about| {
        matches!(
            about,
            About::Title | About::Subtitle | About::EndText | About::Caption | About::Watermark | About::Text
        )
    };
    clause.clone().any(|other| page.about(other).is_some_and(text) && page.gap(other, at) <= BESIDE)
}

fn fields(fading: Fading, music: bool) -> Vec<&'static str> {
    let (begin, end) = if music { ("music_fade_in", "music_fade_out") } else { ("fade_in", "fade_out") };
    match fading {
        Fading::In => vec![begin],
        Fading::Out => vec![end],
        Fading::Both => vec![begin, end],
    }
}
