//! Which time each number of seconds is, and which loudness each share: by the words of its own clause.

use std::ops::Range;

use serde_json::json;

use crate::director::read::amounts::Amount;
use crate::director::read::ledger::{Ledger, Plainness};
use crate::director::read::lexicon::{About, Role};
use crate::director::read::page::{Page, State};
use crate::director::read::scan::Token;

/// Up to here a time without a word beside it is the time of a picture, above it the length of the film.
const MOST_PER_IMAGE: f64 = 7.0;
/// A time right after a clause about transitions is theirs if it is no longer.
const USUAL_TRANSITION: f64 = 1.5;
/// Half a day: longer times are mistakes.
const SECONDS: std::ops::RangeInclusive<f64> = 0.02..=43_200.0;
/// Characters between "photos" or "video" and the number that is their length.
const BESIDE_IMAGES: usize = 5;
const BESIDE_FILMS: usize = 12;
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
                Amount::Bare(value) => bare(page, ledger, at, anchor, value),
                _ => {}
            }
        }
        let free = |at: &usize| !pairs.iter().any(|(_, anchor)| anchor == at) && page.states[*at] != State::Denied;
        pending = clause.rev().filter(free).find_map(|at| lasting(page, at));
    }
}

/// What an anchor without a number measures in the next clause.
fn lasting(page: &Page<'_>, at: usize) -> Option<About> {
    page.about(at).filter(|about| matches!(about, About::Ends | About::Transition))
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
        (_, About::Elsewhere | About::OtherText | About::Ends) => gap <= BESIDE_OTHERS,
        (Amount::Share(_) | Amount::Decibel(_), _) => matches!(about, About::Music | About::Volume),
        (Amount::Bare(_), About::Volume | About::Fps) => gap <= BESIDE_IMAGES,
        (Amount::Bare(_), About::Image) => gap <= 1 && number < anchor,
        (Amount::Bare(_), _) | (_, About::Music | About::Volume | About::Fps) => false,
        (_, About::Images) => gap <= BESIDE_IMAGES,
        (_, About::Films) => gap <= BESIDE_FILMS,
        _ => true,
    };
    let (handicap, kind) = match about {
        About::Image => (0, 0),
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
    let field = match anchor
        .and_then(|anchor| page.about(anchor))
        .or(pending.filter(|about| *about != About::Transition || value <= USUAL_TRANSITION))
    {
        Some(About::Image | About::Images) => "seconds_per_image",
        Some(About::Transition) => "transition_seconds",
        Some(About::Title) => "title_seconds",
        Some(About::Film | About::Films) => "total_seconds",
        Some(_) => return,
        None if clock || value > MOST_PER_IMAGE => "total_seconds",
        None if ledger.is_plain("seconds_per_image", Plainness::Number) => return,
        None => "seconds_per_image",
    };
    if SECONDS.contains(&value) {
        let span = page.across(anchor.unwrap_or(at), at);
        let plainness = if anchor.is_some() || field == "total_seconds" { Plainness::Number } else { Plainness::Name };
        ledger.set(field, json!(value), plainness, &span);
        page.spend(at);
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
    let mere = |about| !matches!(about, About::Title | About::OtherText | About::Ends | About::Elsewhere);
    page.sense(at).is_some_and(|sense| {
        sense.role == Role::Wish && sense.set.is_empty() && !sense.beyond && sense.about.is_none_or(mere)
    })
}
