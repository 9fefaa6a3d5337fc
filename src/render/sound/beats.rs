//! The beat of a piece of music: what a person would tap.

use std::path::Path;

use crate::render::sound::error::Error;
use crate::render::sound::onsets::{Onsets, RATE};
use crate::render::sound::source::{Source, open};
use crate::render::sound::survey::Ends;

/// A steady beat. Best effort: on music with drums the taps are right; on soft or free music the tempo may be half or
/// twice what a person feels, or the taps off the beat.
#[derive(Clone, Debug, PartialEq)]
pub struct Beats {
    /// Beats a minute, on average.
    pub bpm: f64,
    /// Seconds from where the sound begins to be played, which is after a long silence at its beginning; in order, nearly
    /// evenly spaced, and none where the music pauses at its ends.
    pub beats: Vec<f64>,
    /// Seconds until it begins anew, long silences at its ends left out; `None` where nobody has listened to its end.
    pub seconds: Option<f64>,
}

/// More of a recording is not listened to.
const LONGEST_SECS: u64 = 20 * 60;
/// Periods that are looked at, in seconds: 40 to 240 beats a minute.
const PERIODS: (f64, f64) = (0.25, 1.5);
/// People tap around two a second, an octave to either side half as gladly (Moelants, "Preferred tempo reconsidered",
/// 2002).
const FAVOURITE: f64 = 0.5;
/// The part of all strength that must come back after a period, or there is no beat: noise and speech reach 0.06, soft
/// piano 0.4, drums 0.8 to 0.9.
const STEADY: f64 = 0.15;
/// What it costs a tap to be early or late, in standard deviations of strength for a logarithm of the period (Ellis, "Beat
/// tracking by dynamic programming", 2007).
const TIGHTNESS: f64 = 100.0;
/// Fewer taps are no beat.
const FEWEST: usize = 4;

/// Listens to the sound at `path` for its beat; `None` where nothing comes back in time.
pub fn beats(path: &Path) -> Result<Option<Beats>, Error> {
    let mut source = Source::start(open(path)?, path)?;
    let mut onsets = Onsets::new(source.rate);
    let mut ends = Ends::new(source.rate);
    let (mut block, mut whole) = (Vec::new(), false);
    while !whole && ends.frames < LONGEST_SECS * u64::from(source.rate) {
        whole = !source.next(&mut block)?;
        if !whole {
            onsets.hear(&block);
            ends.see(&block);
        }
    }
    let at = |frame: u64| frame as f64 / f64::from(source.rate);
    let seconds = whole.then(|| at(ends.end() - ends.start()));
    Ok(track(&onsets.strengths()).map(|beats| beats.from(at(ends.start()), seconds)))
}

impl Beats {
    /// The same, counted from so many seconds later; what is earlier is not heard.
    fn from(self, start: f64, seconds: Option<f64>) -> Self {
        // A tap may be early by as much as nobody hears.
        let played = self.beats.iter().map(|beat| beat - start).filter(|beat| *beat > -0.05);
        Self { beats: played.map(|beat| beat.max(0.0)).collect(), seconds, ..self }
    }
}

fn track(strengths: &[f64]) -> Option<Beats> {
    let period = period(strengths)?;
    let taps = trimmed(&taps(strengths, period), strengths);
    let (first, last) = (*taps.first()?, *taps.last()?);
    if taps.len() < FEWEST {
        return None;
    }
    let rate = f64::from(RATE);
    let bpm = 60.0 * rate * (taps.len() - 1) as f64 / (last - first) as f64;
    Some(Beats { bpm, beats: taps.iter().map(|tap| (*tap as f64 + 0.5) / rate).collect(), seconds: None })
}

/// The time from beat to beat, in values, from how much the strengths are like themselves so much later.
fn period(strengths: &[f64]) -> Option<f64> {
    // Without their mean, or what comes at random would be like itself too.
    let mean = strengths.iter().sum::<f64>() / strengths.len().max(1) as f64;
    let strengths: Vec<f64> = strengths.iter().map(|strength| strength - mean).collect();
    let [shortest, longest] = [PERIODS.0, PERIODS.1].map(|seconds| (seconds * f64::from(RATE)) as usize);
    let alike: Vec<f64> = (0..=longest + 1).map(|lag| likeness(&strengths, lag)).collect();
    let liked = |lag: usize| {
        let octaves = (lag as f64 / (FAVOURITE * f64::from(RATE))).log2();
        // What comes back after a period comes back after two.
        let twice = likeness(&strengths, 2 * lag).max(likeness(&strengths, 2 * lag + 1));
        (alike[lag] + 0.5 * twice) * (-0.5 * octaves * octaves).exp()
    };
    let best = (shortest..=longest).max_by(|a, b| liked(*a).total_cmp(&liked(*b)))?;
    if alike[0] <= 0.0 || alike[best] < STEADY * alike[0] {
        return None;
    }
    // The top of the parabola through the best lag and its neighbours.
    let [before, at, after] = [best - 1, best, best + 1].map(|lag| alike[lag]);
    let bend = before - 2.0 * at + after;
    let shift = if bend < 0.0 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 };
    Some(best as f64 + shift)
}

/// Mean product of the strengths with those `lag` later.
fn likeness(strengths: &[f64], lag: usize) -> f64 {
    let later = strengths.get(lag..).unwrap_or_default();
    strengths.iter().zip(later).map(|(now, then)| now * then).sum::<f64>() / strengths.len().max(1) as f64
}

/// The row of taps that is strongest and most even: each value keeps the best row that ends in it.
fn taps(strengths: &[f64], period: f64) -> Vec<usize> {
    let strengths = smooth(strengths, period);
    let window = ((period / 2.0).round() as usize).max(1)..=(period * 2.0).round() as usize;
    let cost: Vec<f64> = window.clone().map(|gap| TIGHTNESS * (gap as f64 / period).ln().powi(2)).collect();
    let mut rows: Vec<(f64, Option<usize>)> = Vec::with_capacity(strengths.len());
    for (at, strength) in strengths.iter().enumerate() {
        let reached = window.clone().zip(&cost).filter_map(|(gap, cost)| {
            let from = at.checked_sub(gap)?;
            Some((rows[from].0 - cost, from))
        });
        let best = reached.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|best| best.0 > 0.0);
        rows.push((strength + best.map_or(0.0, |best| best.0), best.map(|best| best.1)));
    }
    let end = rows.len().saturating_sub(period.round() as usize);
    let last = (end..rows.len()).max_by(|a, b| rows[*a].0.total_cmp(&rows[*b].0));
    let mut taps: Vec<usize> = std::iter::successors(last, |at| rows[*at].1).collect();
    taps.reverse();
    taps
}

/// A tap need not meet a beginning exactly: a thirty-second part of the period to either side is as good.
fn smooth(strengths: &[f64], period: f64) -> Vec<f64> {
    let reach = (period / 8.0).ceil() as usize;
    let weights: Vec<f64> =
        (0..=2 * reach).map(|at| (-0.5 * ((at as f64 - reach as f64) * 32.0 / period).powi(2)).exp()).collect();
    let at = |at: usize| {
        let near = weights
            .iter()
            .enumerate()
            .filter_map(|(k, weight)| Some(weight * strengths.get((at + k).checked_sub(reach)?)?));
        near.sum()
    };
    (0..strengths.len()).map(at).collect()
}

/// Without the taps before the music and after it.
fn trimmed(taps: &[usize], strengths: &[f64]) -> Vec<usize> {
    let strength = |tap: &usize| {
        let near = tap.saturating_sub(3)..(tap + 4).min(strengths.len());
        strengths[near].iter().copied().fold(0.0, f64::max)
    };
    let weak = 0.25 * taps.iter().map(strength).sum::<f64>() / taps.len().max(1) as f64;
    let first = taps.iter().position(|tap| strength(tap) > weak).unwrap_or(0);
    let last = taps.iter().rposition(|tap| strength(tap) > weak).map_or(0, |last| last + 1);
    taps[first.min(last)..last].to_vec()
}
