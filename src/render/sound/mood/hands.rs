//! What hands make of a chord or a pattern: rolled, broken, strummed, drummed.

use crate::render::sound::mood::drum::Drum;
use crate::render::sound::mood::instrument::Instrument;
use crate::render::sound::mood::note::{Sound, Written};
use crate::render::sound::mood::style::Strike;

/// How much softer the way up is.
const UPWARDS: f32 = 0.7;

/// A chord from its lowest tone up, over so many beats.
pub(crate) fn rolled(on: Instrument, hand: &[i32], (at, lasts, loud): Strike, roll: f64) -> Vec<Written> {
    let share = 1.0 / (hand.len().max(1) as f32).sqrt();
    let each = roll / hand.len().max(1) as f64;
    let tone = |(n, key): (usize, &i32)| (at + each * n as f64, lasts, loud * share, Sound::Tone(on, *key));
    hand.iter().enumerate().map(tone).collect()
}

pub(crate) fn broken(
    on: Instrument,
    hand: &[i32],
    (order, every, lasts): (&[usize], f64, f64),
    beats: f64,
) -> Vec<Written> {
    let count = (beats / every).round() as usize;
    let per_bar = order.len().min(count.max(1));
    let tone = |n: usize| {
        let (up, finger) = (order[n % order.len()] / hand.len(), order[n % order.len()] % hand.len());
        let accent = if n.is_multiple_of(per_bar) {
            1.0
        } else if n.is_multiple_of(2) {
            0.8
        } else {
            0.68
        };
        (n as f64 * every, lasts, accent, Sound::Tone(on, hand[finger] + 12 * up as i32))
    };
    (0..count).map(tone).collect()
}

/// Each stroke sounds until the next one.
pub(crate) fn strummed(on: Instrument, grip: &[i32], hand: &str, beats: f64, string: f64) -> Vec<Written> {
    let strokes: Vec<(f64, char)> = hand
        .chars()
        .enumerate()
        .map(|(n, stroke)| (n as f64 / 2.0, stroke))
        .filter(|(at, stroke)| *stroke != '.' && *at < beats)
        .collect();
    let ends = strokes.iter().skip(1).map(|(at, _)| *at).chain([beats]);
    let stroke = |((at, stroke), end): ((f64, char), f64)| {
        let lasts = end - at;
        let (loud, strings): (f32, Vec<i32>) = match stroke {
            'D' => (1.0, grip.to_vec()),
            'd' => (0.75, grip[1..].to_vec()),
            _ => (UPWARDS, grip[2..].iter().rev().copied().collect()),
        };
        let share = loud / (grip.len() as f32).sqrt();
        let strung = strings.into_iter().enumerate();
        strung.map(move |(n, key)| (at + string * n as f64, lasts, share, Sound::Tone(on, key))).collect::<Vec<_>>()
    };
    strokes.iter().copied().zip(ends).flat_map(stroke).collect()
}

pub(crate) fn drummed(drum: Drum, steps: &'static str, bar: u32, beats: f64) -> Vec<Written> {
    let per_bar = (beats * 4.0) as usize;
    let bars = (steps.len() / 12).clamp(1, 2);
    let first = if bars == 2 { bar as usize % 2 * (steps.len() / 2) } else { 0 };
    let loud = |step| match step {
        b'X' => Some(1.0),
        b'x' => Some(0.75),
        b'o' => Some(0.4),
        _ => None,
    };
    let struck = steps.bytes().skip(first).take(per_bar).enumerate();
    struck.filter_map(|(n, step)| Some((n as f64 / 4.0, 0.25, loud(step)?, Sound::Drum(drum)))).collect()
}
