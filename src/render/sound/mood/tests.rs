//! What can be known of music without ears: that it is in tune, in time, as long as it should be, and free of noise.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::brief::Mood;
use crate::render::sound::biquad::Biquad;
use crate::render::sound::loudness::Meter;
use crate::render::sound::mood::band::Band;
use crate::render::sound::mood::harmony::TRIAD;
use crate::render::sound::mood::instrument::{Instrument, hertz};
use crate::render::sound::mood::note::{Note, Sound};
use crate::render::sound::mood::piece::Piece;
use crate::render::sound::mood::pulse;
use crate::render::sound::mood::styles::style;

const RATE: u32 = 48_000;

/// A film's length of each mood, made once for all who measure it.
static FILMS: LazyLock<Vec<(Mood, Vec<[f32; 2]>)>> =
    LazyLock::new(|| Mood::ALL.iter().map(|mood| (*mood, heard(*mood, 4, 12.0, RATE))).collect());

fn heard(mood: Mood, seed: u64, seconds: f64, rate: u32) -> Vec<[f32; 2]> {
    let total = (seconds * f64::from(rate)) as usize;
    let mut out = vec![[9.0; 2]; total];
    Piece::new(mood, seed, total as u64, rate).fill(&mut out);
    out
}

fn written(mood: Mood, seed: u64, seconds: f64) -> (Band, Vec<Note>) {
    let mut band = Band::new(style(mood), seed, seconds);
    let notes = (0..=band.form.count()).flat_map(|bar| band.bar(bar)).collect();
    (band, notes)
}

fn decibels(power: f64) -> f64 {
    10.0 * power.log10()
}

/// Mean power of both sides together, of the band around `hertz` or of everything.
fn power(frames: &[[f32; 2]], hertz: Option<f64>, rate: u32) -> f64 {
    let mut filters = hertz.map(|hertz| [Biquad::band(hertz, f64::from(rate)); 2]);
    let squares = frames.iter().map(|frame| {
        let sample = f64::from(frame[0] + frame[1]);
        let passed = filters.iter_mut().flatten().fold(sample, |value, filter| filter.run(value));
        passed * passed
    });
    squares.sum::<f64>() / frames.len() as f64
}

#[test]
fn no_note_lies_outside_its_key() {
    for (mood, seed) in Mood::ALL.iter().flat_map(|mood| (0..12).map(move |seed| (*mood, seed))) {
        let (band, notes) = written(mood, seed, 75.0);
        let tones = notes.iter().filter_map(|note| match note.sound {
            Sound::Tone(_, key) => Some(key),
            Sound::Drum(_) => None,
        });
        let strange: Vec<i32> = tones.filter(|key| !band.key.holds(*key) || !(30..=100).contains(key)).collect();
        assert_eq!(strange, [0; 0], "{mood:?} {seed} in {:?}", band.key);
    }
}

#[test]
fn every_length_ends_on_a_chord_that_rings_and_dies_away() {
    for mood in Mood::ALL {
        for seconds in [0.03, 2.0, 7.3, 15.0, 31.3] {
            let (band, notes) = written(mood, 5, seconds);
            let last = band.form.start(band.form.count());
            let rings = seconds - last;
            let bar = f64::from(style(mood).beats) * band.form.beat();
            assert!(rings >= style(mood).ring.min(seconds) - 1e-9, "{mood:?} {seconds}: {rings}");
            assert!(rings <= style(mood).ring + bar, "{mood:?} {seconds}: {rings}");
            let home = [band.key.chord(1, style(mood).stack), band.key.chord(1, TRIAD)].concat();
            let ends = notes.iter().filter(|note| note.at >= last - 0.05).filter_map(|note| match note.sound {
                Sound::Tone(_, key) => Some(key),
                Sound::Drum(_) => None,
            });
            let ends: Vec<i32> = ends.collect();
            let is_home = |key: &i32| home.iter().any(|tone| (tone - key).rem_euclid(12) == 0);
            assert!(!ends.is_empty() && ends.iter().all(is_home), "{mood:?} {seconds} does not come home: {ends:?}");
            if seconds > 10.0 {
                continue;
            }
            let out = heard(mood, 5, seconds, RATE);
            let end = out[out.len() * 9 / 10..].last().unwrap();
            assert!(end.iter().all(|sample| sample.abs() < 1e-4), "{mood:?} {seconds} breaks off");
            assert!(out.as_flattened().iter().all(|sample| sample.is_finite() && sample.abs() < 1.0));
        }
    }
}

#[test]
fn after_its_end_a_piece_is_silent() {
    let mut piece = Piece::new(Mood::Lofi, 3, 70_000, RATE);
    let mut out = vec![[9.0; 2]; 100_000];
    piece.fill(&mut out);
    assert!(out[70_000..].as_flattened().iter().all(|sample| *sample == 0.0));
}

#[test]
fn the_same_film_has_the_same_piece_however_it_is_asked_for() {
    for mood in Mood::ALL {
        let whole = heard(mood, 11, 3.0, RATE);
        let mut pieces = vec![[0.0; 2]; whole.len()];
        let mut piece = Piece::new(mood, 11, whole.len() as u64, RATE);
        pieces.chunks_mut(1_000).for_each(|chunk| piece.fill(chunk));
        assert_eq!(whole, pieces, "{mood:?}");
    }
    assert_ne!(heard(Mood::Piano, 1, 4.0, RATE), heard(Mood::Piano, 2, 4.0, RATE));
}

#[test]
fn it_is_as_loud_as_music_and_not_louder_than_a_loudspeaker() {
    for (mood, out) in &*FILMS {
        let mut meter = Meter::new(RATE);
        meter.hear(out);
        let loudness = meter.loudness().unwrap();
        assert!((-24.0..-14.0).contains(&loudness), "{mood:?}: {loudness} LUFS");
        let peak = f64::from(out.as_flattened().iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs())));
        let crest = decibels(peak * peak) - decibels(power(out, None, RATE) / 4.0);
        assert!((9.0..20.0).contains(&crest), "{mood:?}: a crest of {crest} dB");
        // At the film's loudness the limiter has next to nothing to do.
        assert!(decibels(peak * peak) - loudness - 14.0 < 3.5, "{mood:?}: {peak} at {loudness} LUFS");
        for side in [0, 1] {
            let mean = out.iter().map(|frame| f64::from(frame[side])).sum::<f64>() / out.len() as f64;
            assert!(mean.abs() < 1e-4, "{mood:?}: pushed off the middle by {mean}");
        }
    }
}

/// Against the octave around 250 Hz, in decibels: what recordings of such music have, give or take much.
#[test]
fn its_spectrum_falls_as_that_of_music_does() {
    for (mood, out) in &*FILMS {
        let middle = decibels(power(out, Some(250.0), RATE));
        let against = |hertz| decibels(power(out, Some(hertz), RATE)) - middle;
        let [low, one, two, eight, high] = [60.0, 1_000.0, 2_000.0, 8_000.0, 15_000.0].map(against);
        assert!(low < 10.0, "{mood:?} booms: {low}");
        assert!((-18.0..3.0).contains(&one), "{mood:?}: {one} at 1 kHz");
        assert!((-27.0..-3.0).contains(&two), "{mood:?}: {two} at 2 kHz");
        assert!(eight < -12.0 && high < -25.0, "{mood:?} hisses: {eight} and {high}");
    }
}

#[test]
fn nothing_clicks() {
    for (mood, out) in &*FILMS {
        let peak = out.as_flattened().iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
        // A click is a step that its surroundings do not explain: the second difference is all but the highs.
        let bends = out.windows(3).map(|three| (three[0][0] - 2.0 * three[1][0] + three[2][0]).abs());
        let worst = bends.fold(0.0, f32::max);
        assert!(worst < 0.25 * peak, "{mood:?}: a corner of {worst} where the peak is {peak}");
    }
}

#[test]
fn no_partial_is_higher_than_it_can_be_played() {
    for on in [
        Instrument::Piano,
        Instrument::ElectricPiano,
        Instrument::Guitar,
        Instrument::SteelGuitar,
        Instrument::Bass,
        Instrument::Upright,
        Instrument::Sub,
        Instrument::Pad,
        Instrument::Strings,
        Instrument::Spiccato,
        Instrument::Bell,
        Instrument::Marimba,
        Instrument::Synth,
    ] {
        for key in 24..=108 {
            let partials = on.recipe().partials(hertz(key, 0.0), 1.0);
            assert!(!partials.is_empty() && partials.len() <= 32, "{on:?} {key}: {}", partials.len());
            assert!(
                partials.iter().all(|partial| (20.0..12_000.0).contains(&partial.hertz)),
                "{on:?} {key}: {partials:?}"
            );
        }
    }
}

/// At twice the rate there would be room for what is folded back at this one.
#[test]
fn nothing_is_folded_back_from_above() {
    for mood in [Mood::Piano, Mood::Cinematic, Mood::Classical] {
        let [once, twice] = [RATE, 2 * RATE].map(|rate| heard(mood, 8, 6.0, rate));
        let [once, twice] = [(&once, RATE), (&twice, 2 * RATE)]
            .map(|(out, rate)| [4_000.0, 8_000.0, 12_000.0].map(|hertz| decibels(power(out, Some(hertz), rate))));
        for (once, twice) in once.into_iter().zip(twice) {
            assert!(once < twice + 3.0, "{mood:?}: {once} dB where there should be {twice}");
        }
    }
}

#[test]
fn bars_begin_on_the_beats_that_are_told() {
    for mood in Mood::ALL {
        let beats = pulse(mood);
        let (band, _) = written(mood, 2, 60.0);
        let starts: Vec<f64> = (0..=band.form.count()).map(|bar| band.form.start(bar)).collect();
        for start in &starts {
            let near = beats.iter().map(|beat| (beat - start).abs()).fold(f64::MAX, f64::min);
            assert!(near < 1e-6, "{mood:?}: a bar begins {near} s off the beat");
        }
        assert!(starts.windows(2).all(|pair| pair[1] > pair[0]));
    }
}

#[test]
fn drums_are_struck_when_they_are_told() {
    let out = heard(Mood::Electronic, 2, 20.0, RATE);
    let mut low = Biquad::band(55.0, f64::from(RATE));
    let levels: Vec<f64> = out.iter().map(|frame| low.run(f64::from(frame[0] + frame[1])).abs()).collect();
    let loud_at =
        |second: f64| levels[(second * f64::from(RATE)) as usize..][..3_000].iter().copied().fold(0.0, f64::max);
    let beats = pulse(Mood::Electronic);
    for beat in beats.iter().filter(|beat| (8.0..14.0).contains(*beat)) {
        assert!(loud_at(*beat) > 1.5 * loud_at(beat - 0.07), "no drum at {beat}");
    }
}

#[test]
fn films_differ_in_key_chords_and_tune() {
    for mood in Mood::ALL {
        let tunes: BTreeSet<String> = (0..12).map(|seed| format!("{:?}", written(mood, seed, 40.0).1)).collect();
        assert!(tunes.len() >= 11, "{mood:?}: only {} tunes of 12", tunes.len());
    }
}

#[test]
fn ten_minutes_go_on_until_the_end_with_few_voices_at_a_time() {
    let (band, notes) = written(Mood::Corporate, 9, 600.0);
    assert!(band.form.start(band.form.count()) > 590.0);
    for second in (0..590).step_by(10) {
        let now = notes.iter().filter(|note| (f64::from(second)..f64::from(second) + 5.0).contains(&note.at)).count();
        assert!((1..400).contains(&now), "{now} notes in five seconds from {second}");
    }
}
