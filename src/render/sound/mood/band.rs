//! The players: write down bar by bar what each of them plays.

use crate::render::sound::mood::chance::Chance;
use crate::render::sound::mood::drum::Drum;
use crate::render::sound::mood::form::{Form, PHRASE, Place, ROUND};
use crate::render::sound::mood::hands::{broken, drummed, rolled, strummed};
use crate::render::sound::mood::harmony::{Key, TRIAD, gripped, voiced};
use crate::render::sound::mood::melody::Melody;
use crate::render::sound::mood::note::{Note, Sound, Written};
use crate::render::sound::mood::style::{Part, Plays, Step, Style};

/// Tonics over C that sit well under all hands: D flat, E flat and the like are left to players of flesh.
const TONICS: [i32; 6] = [0, 2, -3, 5, -5, -2];
/// Seconds from string to string of a strummed chord.
const STRING: f64 = 0.011;
/// How loud the bars of a phrase are: it swells and sinks.
const SWELL: [f32; PHRASE as usize] = [0.94, 0.98, 1.05, 0.98];
/// How much hands differ from stroke to stroke.
const UNEVEN: f32 = 0.1;
/// Rows of chance.
const CHOOSE: u64 = 1;
const STRAY: u64 = 2;

/// Everybody who plays in a piece.
#[derive(Debug)]
pub(crate) struct Band {
    style: &'static Style,
    pub(crate) form: Form,
    pub(crate) key: Key,
    strains: [&'static [u8]; 2],
    /// How each part holds its hand, from the chord before.
    hands: Vec<Vec<i32>>,
    melodies: Vec<Option<Melody>>,
    seed: u64,
    seconds: f64,
}

/// What a bar is made of.
struct Bar<'a> {
    number: u32,
    place: Place,
    start: f64,
    beats: f64,
    degree: u8,
    next: u8,
    chord: &'a [i32],
}

impl Band {
    pub(crate) fn new(style: &'static Style, seed: u64, seconds: f64) -> Self {
        let mut chance = Chance::new(seed, CHOOSE, 0);
        let tonic = 60 + TONICS[chance.below(TONICS.len())];
        let strains = style.strains.map(|rows| rows[chance.below(rows.len())]);
        let melody = |part: &Part| match part.plays {
            Plays::Melody { rhythms, centre, .. } => Some(Melody::new(rhythms, centre, seed)),
            _ => None,
        };
        Self {
            style,
            form: Form::new(style, seconds),
            key: Key { tonic, scale: style.scale },
            strains,
            hands: vec![Vec::new(); style.parts.len()],
            melodies: style.parts.iter().map(melody).collect(),
            seed,
            seconds,
        }
    }

    /// The notes of a bar, in no order; bar [`Form::count`] is the last chord.
    pub(crate) fn bar(&mut self, number: u32) -> Vec<Note> {
        let (degree, next) = (self.degree(number), self.degree(number + 1));
        let chord = self.key.chord(degree, self.style.stack);
        let bar = Bar {
            number,
            place: self.form.place(number),
            start: self.form.start(number),
            beats: self.form.beats(number),
            degree,
            next,
            chord: &chord,
        };
        let last = number >= self.form.count();
        let style = self.style;
        let mut notes = Vec::new();
        for (index, part) in style.parts.iter().enumerate() {
            let written = match last {
                true => self.end(index, part, &bar),
                false if self.plays(part, bar.place) => self.written(index, part, &bar),
                false => continue,
            };
            notes.extend(self.played(index, part, &bar, written));
        }
        notes
    }

    fn degree(&self, bar: u32) -> u8 {
        self.form.degree(bar.min(self.form.count()), self.strains, self.style.cadence)
    }

    /// Whoever comes in late in a long piece is there from the beginning of a short one.
    fn plays(&self, part: &Part, place: Place) -> bool {
        let comes = part.layer.min(self.form.phrases() / 2);
        let here = if place.intro { part.layer == 0 } else { place.phrase + 1 >= comes };
        // A new round begins with a few.
        let breath = place.round > 0 && place.phrase.is_multiple_of(ROUND) && part.layer > 1;
        here && !breath && !(part.rests && place.second)
    }

    /// Beat in the bar, beats of length, loudness and sound of all that a part has to play.
    fn written(&mut self, index: usize, part: &Part, bar: &Bar<'_>) -> Vec<Written> {
        let beat = self.form.beat();
        match part.plays {
            Plays::Chords { on, strikes, roll, centre } => {
                let hand = self.hand(index, bar, centre);
                let of_bar = strikes.iter().filter(|strike| strike.0 < bar.beats);
                of_bar.flat_map(|strike| rolled(on, &hand, *strike, roll / beat)).collect()
            }
            Plays::Broken { on, order, every, lasts, centre } => {
                let hand = self.hand(index, bar, centre);
                broken(on, &hand, (order, every, lasts), bar.beats)
            }
            Plays::Strum { on, hand } => strummed(on, &gripped(&self.key, bar.degree), hand, bar.beats, STRING / beat),
            Plays::Bass { on, steps } => {
                let tone = |step| self.bass(step, bar);
                let of_bar = steps.iter().filter(|(at, ..)| *at < bar.beats);
                of_bar.map(|(at, lasts, step)| (*at, *lasts, 1.0, Sound::Tone(on, tone(*step)))).collect()
            }
            Plays::Melody { on, .. } => {
                let Some(melody) = &mut self.melodies[index] else { return Vec::new() };
                let notes = melody.bar(bar.place, bar.beats, bar.chord, &self.key);
                let sung = notes.into_iter().filter(|(at, ..)| *at < bar.beats);
                sung.map(|(at, lasts, key)| (at, lasts, if at == 0.0 { 1.0 } else { 0.85 }, Sound::Tone(on, key)))
                    .collect()
            }
            Plays::Drums { kit } => {
                kit.iter().flat_map(|(drum, steps)| drummed(*drum, steps, bar.number, bar.beats)).collect()
            }
        }
    }

    /// The last chord: everybody's tone of it, for as long as the film lasts.
    fn end(&mut self, index: usize, part: &Part, bar: &Bar<'_>) -> Vec<Written> {
        let beat = self.form.beat();
        let lasts = ((self.seconds - bar.start) / beat).max(0.0);
        match part.plays {
            Plays::Chords { on, centre, .. } => {
                rolled(on, &self.hand(index, bar, centre), (0.0, lasts, 0.9), 0.12 / beat)
            }
            Plays::Broken { on, centre, .. } => {
                let mut hand = self.hand(index, bar, centre);
                hand.push(hand[0] + 12);
                rolled(on, &hand, (0.0, lasts, 0.9), 0.3 / beat)
            }
            Plays::Strum { on, .. } => rolled(on, &gripped(&self.key, 1), (0.0, lasts, 1.0), 0.1 / beat),
            Plays::Bass { on, .. } => vec![(0.0, lasts, 1.0, Sound::Tone(on, self.key.bass(1)))],
            Plays::Melody { on, .. } => {
                let Some(melody) = &mut self.melodies[index] else { return Vec::new() };
                vec![(0.0, lasts, 0.8, Sound::Tone(on, melody.last(bar.chord, &self.key)))]
            }
            Plays::Drums { kit } => {
                let low = kit
                    .iter()
                    .map(|(drum, _)| *drum)
                    .filter(|drum| matches!(drum, Drum::Kick | Drum::Boom | Drum::Ride));
                low.map(|drum| (0.0, lasts, 0.8, Sound::Drum(drum))).collect()
            }
        }
    }

    fn hand(&mut self, index: usize, bar: &Bar<'_>, centre: i32) -> Vec<i32> {
        let hand = voiced(bar.chord, &self.hands[index], centre);
        self.hands[index].clone_from(&hand);
        hand
    }

    fn bass(&self, step: Step, bar: &Bar<'_>) -> i32 {
        let root = self.key.bass(bar.degree);
        let triad = self.key.chord(bar.degree, TRIAD);
        let over = |n: usize| root + triad[n] - triad[0];
        match step {
            Step::Root => root,
            Step::Third => over(1),
            Step::Fifth => over(2),
            Step::Octave => root + 12,
            Step::Lead => {
                let next = self.key.bass(bar.next);
                let free = |key: &i32| *key != next && *key != over(2) && self.key.holds(*key);
                let beside = (next - 2..=next + 2).filter(free);
                beside.min_by_key(|key| (key - over(2)).abs()).unwrap_or(next)
            }
        }
    }

    /// What is written, as hands play it: late or early by a little, harder or softer by a little, with the swing.
    fn played(&self, index: usize, part: &Part, bar: &Bar<'_>, written: Vec<Written>) -> Vec<Note> {
        let mut chance = Chance::new(self.seed, STRAY + index as u64, u64::from(bar.number));
        let beat = self.form.beat();
        let note = |(at, lasts, loud, sound): Written| {
            let loose = self.style.loose * f64::from(chance.sway());
            let uneven = 1.0 + UNEVEN * chance.sway();
            let start = self.style.swing.played(at);
            let (pan, send, loose) = match sound {
                Sound::Tone(..) => (part.pan, part.send, loose),
                // Who gives the beat keeps to it.
                Sound::Drum(drum) => (drum.pan(), drum.send(), loose * 0.25),
            };
            Note {
                at: (bar.start + start * beat + loose).max(0.0),
                lasts: lasts * beat,
                sound,
                loud: loud * uneven * part.loud * SWELL[bar.place.bar as usize],
                pan,
                send,
            }
        };
        written.into_iter().map(note).collect()
    }
}
