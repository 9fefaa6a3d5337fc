//! Phrases and amounts that say all they mean by themselves.

use std::ops::Range;

use serde_json::{Value, json};

use crate::brief::{Aspect, Resolution};
use crate::director::read::amounts::Amount;
use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::{About, Guard, Role, Sense};
use crate::director::read::mask::Mask;
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;
use crate::director::read::scan::Token;
use crate::director::read::silence::{is_of_all_music, is_silenced, silence};

const FPS: std::ops::RangeInclusive<f64> = 1.0..=120.0;
/// "Three pictures a second" are photographs and no frames: so few move nothing.
const PICTURES: f64 = 4.0;
const ASPECTS: [&str; 8] = ["16:9", "9:16", "1:1", "4:5", "4:3", "3:4", "2:3", "21:9"];
/// A pair of numbers below is a shape, from here on a size in pixels.
const LEAST_PIXELS: u32 = 100;

/// Sets what the phrases and the self-explaining amounts of the page ask for.
pub(crate) fn wishes(page: &mut Page<'_>, ledger: &mut Ledger) {
    let silence = silence(page, ledger);
    for clause in page.clauses.clone() {
        for at in clause.clone() {
            match (page.pieces[at].token.clone(), page.states[at]) {
                (Token::Sense(sense), State::Open) if sense.weak && is_of_the_camera(page, &clause, at, sense) => {
                    page.spend(at);
                }
                (Token::Sense(sense), State::Open)
                    if counts(page, &clause, at, sense)
                        && !is_silenced(page, ledger, &clause, at, silence.as_ref()) =>
                {
                    grant(page, ledger, &clause, at);
                }
                (Token::Sense(sense), State::Denied) => deny(page, ledger, &clause, at, sense),
                (Token::Sense(sense), State::Spent) if sense.names => {
                    grant(page, ledger, &clause, at);
                }
                (Token::Amount(amount), State::Open) => {
                    let wish = plain(amount);
                    for (field, value) in &wish {
                        ledger.set(field, value.clone(), Plainness::Number, &page.pieces[at].span);
                        page.spend(at);
                    }
                }
                (Token::Mask(Mask::Sound), State::Open) => {
                    let span = page.pieces[at].span.clone();
                    if silence.is_some() {
                        ledger.correct(span.start);
                    }
                    ledger.set("music", json!(true), Plainness::Number, &span);
                    ledger.set("music_file", json!(page.text.written(&span)), Plainness::Number, &span);
                    page.spend(at);
                }
                _ => {}
            }
        }
    }
}

/// What was denied and has nothing to put in its place: fine if reeldrop would not have done it anyway, or if another
/// word says what to do instead.
pub(crate) fn settle_denied(page: &mut Page<'_>, ledger: &Ledger) {
    for at in 0..page.pieces.len() {
        let field = match page.about(at) {
            Some(About::Caption) if ledger.has("captions_from") => "captions_from",
            Some(About::Caption) => "captions",
            Some(About::Watermark) => "watermark",
            Some(About::EndText) => "end_text",
            Some(About::Title) => "title",
            _ => continue,
        };
        if page.states[at] == State::Open && ledger.has(field) {
            page.spend(at);
        }
    }
    for at in 0..page.pieces.len() {
        let Some(sense) = page.sense(at).filter(|_| page.states[at] == State::Denied) else { continue };
        let settled = sense.set.is_empty()
            || !sense.not.is_empty()
            || !sense.drop.is_empty()
            || sense.set.0.iter().any(|(field, _)| ledger.has(field));
        page.states[at] = if settled { State::Spent } else { State::Open };
    }
}

fn plainness(sense: &Sense) -> Plainness {
    if sense.weak { Plainness::Hint } else { Plainness::Name }
}

/// A kind of music that is not wanted says less than one that is: "jazz, no rock".
fn deny(page: &Page<'_>, ledger: &mut Ledger, clause: &Range<usize>, at: usize, sense: &Sense) {
    let kind = sense.set.has("music_mood") || sense.set.has("music_volume");
    let plainness = match (is_of_all_music(sense), kind) {
        (true, _) => Plainness::Number,
        (_, true) => Plainness::Hint,
        _ => plainness(sense),
    };
    ledger.drop_all(sense.drop);
    if let Some(filter) = sense.set.get("filter") {
        ledger.take(filter.into());
    }
    ledger.wish(&sense.not, plainness, &with_no(page, clause, at));
}

fn grant(page: &mut Page<'_>, ledger: &mut Ledger, clause: &Range<usize>, at: usize) {
    let Some(sense) = page.sense(at) else { return };
    let set = sense.set.0.iter().filter(|(field, _)| is_of_its_text(page, clause, sense, field));
    for (field, said) in set {
        ledger.set(field, Value::from(*said), plainness(sense), &page.pieces[at].span);
    }
    if sense.relative {
        ledger.compare(&sense.set, &page.pieces[at].span);
    }
    if !sense.beyond && !sense.set.is_empty() {
        page.spend(at);
    }
}

/// Of letters in general, whether the field is of a text that the words are about: of the one named in the clause, else
/// in the prompt, else of all.
fn is_of_its_text(page: &Page<'_>, clause: &Range<usize>, sense: &Sense, field: &str) -> bool {
    if sense.about != Some(About::Text) {
        return true;
    }
    let names = |range: &Range<usize>, about: &[About]| {
        range.clone().any(|at| {
            let named = page.about(at).is_some_and(|found| about.contains(&found));
            named && page.states[at] != State::Denied
        })
    };
    let texts = [clause.clone(), 0..page.pieces.len()].map(|range| {
        (names(&range, &[About::Title, About::Subtitle, About::EndText]), names(&range, &[About::Caption]))
    });
    let one = texts.into_iter().find(|(title, caption)| title != caption);
    one.is_none_or(|(title, _)| match field {
        "title_size" => title,
        "caption_size" => !title,
        _ => true,
    })
}

/// Whether an open phrase means here what the lexicon says it means.
fn counts(page: &Page<'_>, clause: &Range<usize>, at: usize, sense: &Sense) -> bool {
    let company = |about: Option<About>| about.map(|about| page.speaks_of(clause, about, at));
    let with = |about: Option<About>| {
        about.is_none_or(|about| page.speaks_of(clause, about, at) || alone(page, clause, at, about))
    };
    let beside =
        [at.checked_sub(1).filter(|before| clause.contains(before)), Some(at + 1).filter(|next| clause.contains(next))];
    let free = |guard| {
        beside.into_iter().flatten().all(|other| match &page.pieces[other].token {
            Token::Unknown | Token::Mask(_) => false,
            Token::Sense(other) => guard == Guard::Shy || (other.role == Role::Wish && !other.set.is_empty()),
            _ => true,
        })
    };
    sense.role == Role::Wish
        && with(sense.with)
        && !is_subject(page, clause, at)
        && !(sense.guard.is_some() && is_name(page, clause, at))
        && !sense.unless.iter().any(|about| company(Some(*about)) == Some(true))
        && sense.guard.is_none_or(free)
}

/// Whether a phrase is what a picture shows: "a photo of a piano".
fn is_subject(page: &Page<'_>, clause: &Range<usize>, at: usize) -> bool {
    let word = |at: usize| page.text.chars[page.pieces[at].span.clone()].iter().collect::<String>();
    let of = (clause.start..at).rev().take(2).find(|before| word(*before) == "of");
    let pictures = |at: usize| matches!(page.about(at), Some(About::Images | About::Image));
    of.is_some_and(|of| of > clause.start && pictures(of - 1)) && page.about(at) == Some(About::Music)
}

/// Whether a word is a clause by itself and the prompt speaks of its company elsewhere: "music, something upbeat".
fn alone(page: &Page<'_>, clause: &Range<usize>, at: usize, about: About) -> bool {
    let idle = |other: usize| {
        other == at
            || page.role(other) == Some(Role::Filler)
            || page.sense(other).is_some_and(|sense| sense.with == Some(about))
    };
    about == About::Music && clause.clone().all(idle) && page.speaks_of(&(0..page.pieces.len()), about, at)
}

/// Small words between the parts of a name.
const LINKS: [&str; 8] = ["de", "d'", "du", "des", "del", "of", "von", "the"];

/// `Carré d'Art`: written with a capital, and tied to another word that is.
fn is_name(page: &Page<'_>, clause: &Range<usize>, at: usize) -> bool {
    let capital = |at: usize| page.text.is_capital(page.pieces[at].span.start);
    let link = |at: &usize| {
        let word: String = page.text.chars[page.pieces[*at].span.clone()].iter().collect();
        LINKS.contains(&word.as_str())
    };
    let next = (at + 1..clause.end).find(|next| !link(next));
    let unknown = |next: usize| matches!(page.pieces[next].token, Token::Unknown) && capital(next);
    at > clause.start && capital(at) && next.is_some_and(unknown)
}

/// "Slowly" beside a movement of the camera is the camera's.
fn is_of_the_camera(page: &Page<'_>, clause: &Range<usize>, at: usize, sense: &Sense) -> bool {
    let pace = sense.set.has("pace") && sense.set.0.len() == 1;
    let idle = |at: &usize| page.role(*at) == Some(Role::Filler);
    let before = (clause.start..at).rev().find(|at| !idle(at));
    let after = (at + 1..clause.end).find(|at| !idle(at));
    pace && [before, after].into_iter().flatten().any(|at| page.asks_for(at, "motion"))
}

/// The phrase with the "no" before it.
fn with_no(page: &Page<'_>, clause: &Range<usize>, at: usize) -> std::ops::Range<usize> {
    let no = (clause.start..at).rev().find(|before| page.role(*before) == Some(Role::Not));
    page.across(no.unwrap_or(at), at)
}

/// The fields that an amount sets by itself.
fn plain(amount: Amount) -> Vec<(&'static str, Value)> {
    match amount {
        Amount::Fps(fps) if (0.1..=PICTURES).contains(&fps) => vec![("seconds_per_image", json!(1.0 / fps))],
        Amount::Fps(fps) => frame_rate(fps).into_iter().collect(),
        Amount::Lines(lines, fps) => {
            let film =
                if resolution(lines as u32).is_none() { frame_rate(lines).filter(|_| lines < 100.0) } else { None };
            resolution(lines as u32).into_iter().chain(film).chain(fps.and_then(frame_rate)).collect()
        }
        Amount::Pair(width, height) if width.min(height) >= LEAST_PIXELS => {
            vec![("width", json!(width)), ("height", json!(height))]
        }
        Amount::Megabytes(size) if size > 0.0 => vec![("max_size_mb", json!(size))],
        Amount::Pair(width, height) => aspect(width, height).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Broadcast's 23.976 and 29.97 are meant as 24 and 30.
fn frame_rate(fps: f64) -> Option<(&'static str, Value)> {
    FPS.contains(&fps).then(|| ("fps", json!(fps.round() as u32)))
}

fn resolution(lines: u32) -> Option<(&'static str, Value)> {
    let name = if lines == Resolution::Uhd.short_side() { "4k".to_owned() } else { format!("{lines}p") };
    serde_json::from_value::<Resolution>(json!(name)).ok().map(|_| ("resolution", json!(name)))
}

fn aspect(width: u32, height: u32) -> Option<(&'static str, Value)> {
    let same = |name: &&&str| {
        let ratio = serde_json::from_value::<Aspect>(json!(name)).ok().and_then(Aspect::ratio);
        ratio.is_some_and(|(across, down)| u64::from(width) * u64::from(down) == u64::from(height) * u64::from(across))
    };
    ASPECTS.iter().find(same).map(|name| ("aspect", json!(name)))
}
