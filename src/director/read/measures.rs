//! Which time each number of seconds is, and which loudness each share: by the words of its own clause.

use std::ops::Range;

use serde_json::json;

use crate::director::read::amounts::Amount;
use crate::director::read::ledger::Ledger;
use crate::director::read::lexicon::{About, Role};
use crate::director::read::numbers::number;
use crate::director::read::page::{Page, State};
use crate::director::read::plain::Plainness;
use crate::director::read::scan::Token;

/// Up to here a time without a word beside it is the time of a picture, above it the length of the film.
const MOST_PER_IMAGE: f64 = 7.0;
/// A time right after a clause about transitions is theirs if it is no longer.
const USUAL_TRANSITION: f64 = 1.5;
/// Half a day: longer times are mistakes.
const SECONDS: std::ops::RangeInclusive<f64> = 0.02..=43_200.0;
/// Pixels that a side of a film can have.
const SIDE: std::ops::RangeInclusive<f64> = 16.0..=16_384.0;
/// Characters between "photos" or "video" and the number that is their length.
const BESIDE_IMAGES: usize = 5;
const BESIDE_FILMS: usize = 12;
const BESIDE_SIDES: usize = 4;
/// The same for a limit and the number of pictures it is about.
const BESIDE_LIMITS: usize = 12;
/// The same for what reeldrop cannot do, so that it does not take the film's times away.
const BESIDE_OTHERS: usize = 20;
/// In characters: how much nearer a word about the whole film must stand than one about a part of it.
const FILM_HANDICAP: usize = 25;

/// Binds every open time, share and bare number of the page.
pub(crate) fn measures(page: &mut Page<'_>, ledger: &mut Ledger) {
    let mut pending = None;
    let mut before: Option<Range<usize>> = None;
    for clause in page.clauses.clone() {
        let earlier = before.replace(clause.clone()).filter(|_| page.continues(&clause));
        let pairs = pairs(page, &clause);
        for at in clause.clone() {
            let (Token::Amount(amount), State::Open) = (&page.pieces[at].token, page.states[at]) else { continue };
            let anchor = pairs.iter().find(|(number, _)| *number == at).map(|(_, anchor)| *anchor);
            match *amount {
                Amount::Seconds(_) | Amount::Clock(_) => {
                    time(page, ledger, at, anchor, pending.filter(|_| earlier.is_some()));
                }
                Amount::Share(_) | Amount::Decibel(_) => loudness(page, ledger, at, anchor, earlier.as_ref()),
                Amount::Bare(value) | Amount::Pixels(value) => bare(page, ledger, at, anchor, value),
                Amount::Pictures(count) => limit(page, ledger, &clause, at, count),
                _ => {}
            }
        }
        rest(page, ledger, &clause);
        let free = |at: &usize| !pairs.iter().any(|(_, anchor)| anchor == at) && page.states[*at] != State::Denied;
        pending = clause.rev().filter(free).find_map(|at| lasting(page, at));
    }
}

/// "The others two", "the last one 6": a bare number after the pictures that it is the time of, once times are spoken of.
fn rest(page: &mut Page<'_>, ledger: &mut Ledger, clause: &Range<usize>) {
    let spoken = ["seconds_per_image", "first_image_seconds", "last_image_seconds"];
    let Some(at) = clause.clone().next_back().filter(|_| spoken.iter().any(|field| ledger.has(field))) else { return };
    let anchor = at.checked_sub(1).filter(|at| clause.contains(at));
    let field = match anchor.and_then(|anchor| page.about(anchor)) {
        Some(About::Image) => "seconds_per_image",
        Some(About::First) => "first_image_seconds",
        Some(About::Last) => "last_image_seconds",
        _ => return,
    };
    if let (Some(value), Some(anchor), false) = (bare_number(page, at), anchor, ledger.has(field)) {
        ledger.set(field, json!(value), Plainness::Number, &page.across(anchor, at));
        page.spend(at);
        page.spend(anchor);
    }
}

/// The number that a piece is, in digits or in words, with nothing that it counts.
fn bare_number(page: &Page<'_>, at: usize) -> Option<f64> {
    let span = &page.pieces[at].span;
    match page.pieces[at].token {
        Token::Amount(Amount::Bare(value)) if page.states[at] == State::Open => Some(value),
        Token::Unknown => {
            let read = number(page.text, span.start, span.end).filter(|(_, end)| *end == span.end);
            read.map(|(number, _)| number.value)
        }
        _ => None,
    }
    .filter(|value| SECONDS.contains(value))
}

/// What an anchor without a number measures in the next clause.
fn lasting(page: &Page<'_>, at: usize) -> Option<About> {
    let lasting = |about: &About| matches!(about, About::First | About::Last | About::Ends | About::Transition);
    page.about(at).filter(lasting)
}

/// Numbers and the words they belong to: the nearest first, every word with one number at most.
fn pairs(page: &Page<'_>, clause: &Range<usize>) -> Vec<(usize, usize)> {
    let numbers = clause
        .clone()
        .filter(|at| matches!(page.pieces[*at].token, Token::Amount(_)) && page.states[*at] == State::Open);
    let numbers: Vec<usize> = numbers.collect();
    let anchors: Vec<(usize, About)> = clause
        .clone()
        .filter_map(|at| Some((at, page.about(at)?)))
        .filter(|(at, _)| page.states[*at] != State::Denied)
        .collect();
    let mut fits: Vec<_> = numbers
        .iter()
        .flat_map(|number| {
            anchors.iter().filter_map(|(at, about)| Some((distance(page, *number, *at, *about)?, *number, *at)))
        })
        .collect();
    fits.sort_unstable();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, number, anchor) in fits {
        if !taken.iter().any(|(n, a)| *n == number || *a == anchor) {
            taken.push((number, anchor));
        }
    }
    taken
}

/// How far a number is from a word that it could belong to; the kind of the word decides between equals.
fn distance(page: &Page<'_>, number: usize, anchor: usize, about: About) -> Option<(usize, u8)> {
    let gap = page.gap(number, anchor);
    let Token::Amount(amount) = page.pieces[number].token else { return None };
    let fits = match (amount, about) {
        (_, About::Elsewhere | About::Subtitle | About::EndText | About::Caption | About::Watermark) => {
            gap <= BESIDE_OTHERS
        }
        (Amount::Pixels(_) | Amount::Bare(_), About::Width | About::Height) => gap <= BESIDE_SIDES,
        (_, About::Width | About::Height | About::Opens | About::Closes | About::Text | About::Choice)
        | (Amount::Pixels(_) | Amount::Pictures(_), _) => false,
        (Amount::Share(_) | Amount::Decibel(_), _) => matches!(about, About::Music | About::Volume),
        (Amount::Bare(_), About::Volume | About::Fps) => gap <= BESIDE_IMAGES,
        (Amount::Bare(_), About::Image) => gap <= 1 && number < anchor,
        (Amount::Bare(_), _) | (_, About::Music | About::Volume | About::Fps) => false,
        (_, About::Images) => gap <= BESIDE_IMAGES,
        (_, About::Films) => gap <= BESIDE_FILMS,
        _ => true,
    };
    let (handicap, kind) = match about {
        About::Image | About::First | About::Last | About::Ends => (0, 0),
        About::Transition => (0, 1),
        About::Title => (0, 2),
        About::Images => (0, 3),
        About::Film => (FILM_HANDICAP, 5),
        About::Films => (FILM_HANDICAP, 6),
        _ => (0, 4),
    };
    fits.then_some((gap + handicap, kind))
}

fn time(page: &mut Page<'_>, ledger: &mut Ledger, at: usize, anchor: Option<usize>, pending: Option<About>) {
    let Token::Amount(Amount::Seconds(value) | Amount::Clock(value)) = page.pieces[at].token else { return };
    let clock = matches!(page.pieces[at].token, Token::Amount(Amount::Clock(_)));
    let about = anchor.and_then(|anchor| page.about(anchor));
    let about = about.or(pending.filter(|about| *about != About::Transition || value <= USUAL_TRANSITION));
    let fields = match about {
        Some(About::Image | About::Images) => vec!["seconds_per_image"],
        Some(About::First) => vec!["first_image_seconds"],
        Some(About::Last) => vec!["last_image_seconds"],
        Some(About::Ends) => vec!["first_image_seconds", "last_image_seconds"],
        Some(About::Transition) => vec!["transition_seconds"],
        Some(About::Fade) => anchor.and_then(|anchor| page.fades.get(&anchor)).cloned().unwrap_or_default(),
        Some(About::Title) => vec!["title_seconds"],
        Some(About::Film | About::Films) => vec!["total_seconds"],
        Some(_) => return,
        None if clock || value > MOST_PER_IMAGE => vec!["total_seconds"],
        None if ledger.is_plain("seconds_per_image", Plainness::Number) => return,
        None => vec!["seconds_per_image"],
    };
    if SECONDS.contains(&value) && !fields.is_empty() {
        let span = page.across(anchor.unwrap_or(at), at);
        let plain = anchor.is_some() || fields == ["total_seconds"];
        if let Some(own) = anchor.filter(|_| matches!(about, Some(About::First | About::Last | About::Ends))) {
            page.spend(own);
        }
        for field in fields {
            ledger.set(field, json!(value), if plain { Plainness::Number } else { Plainness::Name }, &span);
        }
        page.spend(at);
    }
}

/// "Only the first ten pictures": a number of pictures is a wish where something limits it.
fn limit(page: &mut Page<'_>, ledger: &mut Ledger, clause: &Range<usize>, at: usize, count: u32) {
    let limits = |other: &usize| {
        let limits = page.sense(*other).is_some_and(|sense| sense.limits) && page.states[*other] != State::Denied;
        limits && page.gap(*other, at) <= BESIDE_LIMITS
    };
    if let Some(limit) = clause.clone().find(limits) {
        ledger.set("max_images", json!(count), Plainness::Number, &page.across(limit, at));
        page.spend(at);
        page.spend(limit);
    }
}

fn loudness(
    page: &mut Page<'_>,
    ledger: &mut Ledger,
    at: usize,
    anchor: Option<usize>,
    earlier: Option<&Range<usize>>,
) {
    let gain = match page.pieces[at].token {
        Token::Amount(Amount::Share(share)) => share,
        Token::Amount(Amount::Decibel(decibel)) => 10_f64.powf(decibel / 20.0),
        _ => return,
    };
    let here = anchor.and_then(|anchor| page.about(anchor));
    let just_now = || earlier.is_some_and(|clause| page.speaks_of(clause, About::Music, at));
    let of_music = matches!(here, Some(About::Music | About::Volume)) || (here.is_none() && just_now());
    if of_music && gain.is_finite() {
        let span = page.across(anchor.unwrap_or(at), at);
        ledger.set("music_volume", json!(rounded(gain)), Plainness::Number, &span);
        page.spend(at);
    }
}

/// A bare number beside "volume", "fps" or "each".
fn bare(page: &mut Page<'_>, ledger: &mut Ledger, at: usize, anchor: Option<usize>, value: f64) {
    let Some(anchor) = anchor else { return };
    let (field, value) = match page.about(anchor) {
        Some(About::Volume) => ("music_volume", json!(rounded(if value > 1.0 { value / 100.0 } else { value }))),
        Some(About::Fps) if (1.0..=120.0).contains(&value) => ("fps", json!(value.round() as u32)),
        Some(About::Image) if SECONDS.contains(&value) => ("seconds_per_image", json!(value)),
        Some(About::Width) if SIDE.contains(&value) => ("width", json!(value.round() as u32)),
        Some(About::Height) if SIDE.contains(&value) => ("height", json!(value.round() as u32)),
        _ => return,
    };
    ledger.set(field, value, Plainness::Number, &page.across(anchor, at));
    page.spend(at);
}

/// A gain from 0 to 1 in thousandths: -12 dB is 0.251.
fn rounded(gain: f64) -> f64 {
    (gain.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

/// Whether the piece is a word that binds a number but says nothing by itself.
pub(crate) fn is_mere_anchor(page: &Page<'_>, at: usize) -> bool {
    let mere = |about| {
        let texts =
            matches!(about, About::Title | About::Subtitle | About::EndText | About::Caption | About::Watermark);
        !texts && !matches!(about, About::First | About::Last | About::Ends | About::Choice | About::Elsewhere)
    };
    page.sense(at).is_some_and(|sense| {
        sense.role == Role::Wish && sense.set.is_empty() && !sense.beyond && sense.about.is_none_or(mere)
    })
}
