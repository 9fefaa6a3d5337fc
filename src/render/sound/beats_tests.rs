//! Beats that are known, and sounds that have none.

#![expect(clippy::disallowed_methods, reason = "the tests write the files that a person would drop")]

use std::f64::consts::TAU;

use crate::render::sound::beats::{Beats, beats};

const RATE: f64 = 44_100.0;

/// Writes samples as a 16-bit mono WAV and listens.
fn heard(samples: &[f64]) -> Option<Beats> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.wav");
    let data: Vec<u8> = samples.iter().flat_map(|s| ((s.clamp(-1.0, 1.0) * 32_767.0) as i16).to_le_bytes()).collect();
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data".to_vec();
    wav.extend((data.len() as u32).to_le_bytes());
    wav.extend(data);
    let length = wav.len() as u32 - 8;
    wav[4..8].copy_from_slice(&length.to_le_bytes());
    std::fs::write(&path, wav).unwrap();
    beats(&path).unwrap()
}

fn noise(state: &mut u32) -> f64 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    f64::from(*state >> 8) / f64::from(1_u32 << 23) - 1.0
}

/// A band of drums: a kick on every beat, a snare on every other, a hat on every half, over a chord; `early` seconds of
/// silence before it.
fn drums(bpm: f64, early: f64, seconds: f64) -> Vec<f64> {
    let mut state = 7;
    let mut samples = vec![0.0; (RATE * seconds) as usize];
    let beat = 60.0 / bpm;
    let mut strike = |at: f64, tone: f64, loud: f64, ring: f64| {
        let start = (at * RATE) as usize;
        for (i, sample) in samples.iter_mut().skip(start).take((ring * 6.0 * RATE) as usize).enumerate() {
            let time = i as f64 / RATE;
            let wave = if tone > 0.0 { (TAU * tone * time).sin() } else { noise(&mut state) };
            *sample += wave * loud * (-time / ring).exp();
        }
    };
    for half in 0..((seconds - early) / beat * 2.0) as u32 {
        let at = early + f64::from(half) * beat / 2.0;
        strike(at, 0.0, 0.1, 0.02);
        if half % 2 == 0 {
            strike(at, 55.0, 0.6, 0.08);
        }
        if half % 4 == 2 {
            strike(at, 0.0, 0.3, 0.05);
        }
        if half % 8 == 0 {
            for tone in [220.0, 277.2, 329.6] {
                strike(at, tone, 0.1, 0.6);
            }
        }
    }
    samples
}

/// F measure with the usual tolerance of 70 ms, and the largest error of those that were met, in seconds.
fn score(beats: &[f64], truth: &[f64]) -> (f64, f64) {
    let nearest = |beat: &f64| truth.iter().map(|true_beat| (beat - true_beat).abs()).fold(f64::MAX, f64::min);
    let met: Vec<f64> = beats.iter().map(nearest).filter(|error| *error < 0.07).collect();
    let f = 2.0 * met.len() as f64 / (beats.len() + truth.len()) as f64;
    (f, met.into_iter().fold(0.0, f64::max))
}

#[test]
fn the_beat_of_drums_is_found_at_every_tempo() {
    for (bpm, early) in [(72.0, 0.0), (87.3, 0.31), (97.0, 0.0), (120.0, 1.7), (128.0, 0.1), (143.0, 0.0), (165.0, 0.0)]
    {
        let found = heard(&drums(bpm, early, 20.0)).unwrap_or_else(|| panic!("no beat at {bpm}"));
        // A drummer's half time is as good a film as the time itself.
        let step = if (found.bpm / bpm - 0.5).abs() < 0.02 { 2 } else { 1 };
        // A silence of more than a second is not played, and the film's time begins after it.
        let first = if early > 1.0 { 0.0 } else { early };
        let last = 19.9 - (early - first);
        let truth: Vec<f64> =
            (0..).step_by(step).map(|n| first + f64::from(n) * 60.0 / bpm).take_while(|at| *at < last).collect();
        assert!((found.seconds.unwrap() - (20.0 - (early - first))).abs() < 0.01, "{:?} at {bpm}", found.seconds);
        let (f, worst) = score(&found.beats, &truth);
        assert!(f > 0.93, "{f} at {bpm}: {found:?}");
        assert!(worst < 0.035, "{worst} s off at {bpm}");
        assert!((found.bpm * step as f64 / bpm - 1.0).abs() < 0.01, "{} for {bpm}", found.bpm);
    }
}

#[test]
fn silence_a_tone_and_noise_have_no_beat() {
    let mut state = 3;
    let noise: Vec<f64> = (0..(RATE * 15.0) as usize).map(|_| noise(&mut state) * 0.3).collect();
    let tone: Vec<f64> = (0..(RATE * 15.0) as usize).map(|i| (TAU * 330.0 * i as f64 / RATE).sin() * 0.5).collect();
    for (name, samples) in
        [("silence", vec![0.0; 400_000]), ("a tone", tone), ("noise", noise), ("a click", vec![0.5; 9])]
    {
        assert_eq!(heard(&samples), None, "{name}");
    }
}
