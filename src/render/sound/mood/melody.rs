//! A melody over the chords: one idea for each strain, that comes back on other chords, answered by a long note.

use crate::render::sound::mood::chance::Chance;
use crate::render::sound::mood::form::Place;
use crate::render::sound::mood::harmony::Key;
use crate::render::sound::mood::style::Rhythm;

/// Rounds of the form until ideas come back.
const ROUNDS: u32 = 3;
/// The row of chance that they come from.
const IDEAS: u64 = 7;
/// More notes than any rhythm of two bars has.
const LONGEST: usize = 24;
/// How far the line goes at once, in semitones: mostly steps.
const WAYS: [i32; 8] = [-4, -2, -2, 0, 2, 2, 2, 4];
/// To either side of its centre, in semitones.
const REACH: i32 = 8;

/// A sung line. Remembers its last tone, so that it goes on from there.
#[derive(Clone, Debug)]
pub(crate) struct Melody {
    rhythms: &'static [Rhythm],
    centre: i32,
    seed: u64,
    last: i32,
}

/// A rhythm of two bars, and where each of its notes would like to be against the centre.
#[derive(Clone, Debug)]
struct Idea {
    rhythm: Rhythm,
    contour: [i32; LONGEST],
}

impl Melody {
    pub(crate) fn new(rhythms: &'static [Rhythm], centre: i32, seed: u64) -> Self {
        Self { rhythms, centre, seed, last: centre }
    }

    /// That of the strain; a round later another one, and the first again when three rounds are over.
    fn idea(&self, place: Place) -> Idea {
        let row = u64::from(place.round % ROUNDS) * 2 + u64::from(place.second);
        Idea::new(self.rhythms, &mut Chance::new(self.seed, IDEAS, row))
    }

    /// The notes of a bar of `beats` over a chord: beat, beats of length, key.
    pub(crate) fn bar(&mut self, place: Place, beats: f64, chord: &[i32], key: &Key) -> Vec<(f64, f64, i32)> {
        let Idea { rhythm, contour } = self.idea(place);
        // The fourth bar answers with one note; the third says the first again, a step higher or lower.
        if place.bar == 3 {
            let home = if place.phrase.is_multiple_of(2) { 2 } else { -2 };
            return vec![(0.0, beats * 0.8, self.tone(home, true, chord, key))];
        }
        let bar = f64::from(place.bar % 2) * beats;
        let lift = [0, 0, if place.phrase.is_multiple_of(2) { 2 } else { -2 }][place.bar as usize];
        let notes = rhythm.iter().zip(contour).filter(|((beat, _), _)| (bar..bar + beats).contains(beat));
        notes
            .map(|((beat, lasts), wanted)| {
                let beat = beat - bar;
                let strong = beat.fract() == 0.0 && (beat as u32).is_multiple_of(2) || *lasts > 1.0;
                (beat, *lasts, self.tone(wanted + lift, strong, chord, key))
            })
            .collect()
    }

    /// The tone on which the piece ends: of the last chord, near the centre.
    pub(crate) fn last(&mut self, chord: &[i32], key: &Key) -> i32 {
        self.tone(0, true, &chord[..1], key)
    }

    /// The tone near where the line would like to be that fits the chord and is sung easily from the last one.
    fn tone(&mut self, wanted: i32, strong: bool, chord: &[i32], key: &Key) -> i32 {
        let (target, last) = (self.centre + wanted, self.last);
        let of_chord = |tone: i32| chord.iter().any(|other| (tone - other).rem_euclid(12) == 0);
        let bites = |tone: i32| chord.iter().any(|other| (tone - other).rem_euclid(12) == 1);
        let price = |tone: &i32| {
            let fits = match (of_chord(*tone), key.is_plain(*tone)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 4,
            };
            let leap = ((tone - last).abs() - 5).max(0);
            let wrong = i32::from(strong && !of_chord(*tone)) + i32::from(bites(*tone));
            2 * (tone - target).abs() + 2 * fits + 3 * leap + 2 * i32::from(*tone == last) + 100 * wrong
        };
        let range = self.centre - REACH - 4..=self.centre + REACH + 4;
        self.last = range.filter(|tone| key.holds(*tone)).min_by_key(price).unwrap_or(self.last);
        self.last
    }
}

impl Idea {
    fn new(rhythms: &'static [Rhythm], chance: &mut Chance) -> Self {
        let rhythm = rhythms[chance.below(rhythms.len())];
        let mut contour = [0; LONGEST];
        let mut now = [-2, 0, 2, 4][chance.below(4)];
        for place in &mut contour {
            *place = now;
            now += WAYS[chance.below(WAYS.len())];
            // What strays too far comes back.
            if now.abs() > REACH {
                now = now.signum() * (REACH - 3);
            }
        }
        Self { rhythm, contour }
    }
}
