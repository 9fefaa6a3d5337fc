//! What many styles have in common: rhythms of melodies, rows of chords, and ways to write parts down.

use crate::render::sound::mood::drum::Drum;
use crate::render::sound::mood::harmony::{MAJOR, TRIAD};
use crate::render::sound::mood::instrument::Instrument;
use crate::render::sound::mood::style::{Part, Plays, Rhythm, STRAIGHT, Step, Strike, Style};

/// Melodies of two bars of four beats: slow, walking, and lively; and of three beats.
pub(crate) const SLOW: &[Rhythm] = &[
    &[(0.0, 2.0), (2.0, 1.0), (3.0, 1.0), (4.0, 3.0)],
    &[(0.0, 1.5), (1.5, 0.5), (2.0, 2.0), (4.0, 1.5), (5.5, 0.5), (6.0, 2.0)],
    &[(1.0, 1.0), (2.0, 2.0), (4.0, 1.0), (5.0, 1.0), (6.0, 2.0)],
];
pub(crate) const SPARSE: &[Rhythm] =
    &[&[(0.0, 3.0), (5.0, 3.0)], &[(1.0, 3.0), (4.0, 1.0), (5.0, 3.0)], &[(2.0, 2.0), (4.0, 4.0)]];
pub(crate) const WALKING: &[Rhythm] = &[
    &[(0.0, 1.0), (1.0, 0.5), (1.5, 0.5), (2.0, 1.0), (3.0, 1.0), (4.0, 1.0), (5.0, 0.5), (5.5, 0.5), (6.0, 2.0)],
    &[(0.0, 1.5), (1.5, 0.5), (2.0, 1.0), (3.0, 0.5), (3.5, 0.5), (4.0, 1.5), (5.5, 0.5), (6.0, 1.5)],
    &[(0.5, 0.5), (1.0, 0.5), (1.5, 1.5), (3.0, 1.0), (4.0, 1.0), (5.0, 1.0), (6.0, 2.0)],
];
pub(crate) const LIVELY: &[Rhythm] = &[
    &[(0.0, 0.5), (0.5, 0.5), (1.0, 1.0), (2.5, 0.5), (3.0, 1.0), (4.0, 0.5), (4.5, 0.5), (5.0, 1.0), (6.5, 1.0)],
    &[(0.0, 0.75), (0.75, 0.75), (1.5, 0.5), (2.0, 1.0), (3.0, 1.0), (4.0, 0.75), (4.75, 0.75), (5.5, 0.5), (6.0, 1.5)],
    &[(0.5, 0.5), (1.0, 0.5), (1.5, 1.0), (3.0, 0.5), (3.5, 1.0), (5.0, 0.5), (5.5, 0.5), (6.0, 1.5)],
];
pub(crate) const OFF_BEAT: &[Rhythm] = &[
    &[(0.5, 0.5), (1.0, 0.5), (1.5, 1.0), (3.5, 1.5), (5.5, 0.5), (6.0, 1.0)],
    &[(0.0, 0.5), (0.5, 1.0), (2.5, 0.5), (3.0, 1.5), (5.0, 0.5), (5.5, 1.5)],
    &[(1.0, 0.5), (1.5, 0.5), (2.0, 1.5), (4.5, 0.5), (5.0, 0.5), (5.5, 1.5)],
];
pub(crate) const IN_THREE: &[Rhythm] = &[
    &[(0.0, 2.0), (2.0, 1.0), (3.0, 2.0), (5.0, 1.0)],
    &[(0.0, 1.0), (1.0, 1.0), (2.0, 1.0), (3.0, 3.0)],
    &[(0.0, 1.5), (1.5, 0.5), (2.0, 1.0), (3.0, 2.0), (5.0, 1.0)],
];

pub(crate) const BRIGHT: [&[&[u8]]; 2] =
    [&[&[1, 5, 6, 4], &[1, 6, 4, 5], &[1, 4, 6, 5], &[1, 3, 4, 5]], &[&[6, 4, 1, 5], &[4, 1, 5, 6], &[4, 5, 3, 6]]];
pub(crate) const DARK: [&[&[u8]]; 2] =
    [&[&[1, 6, 3, 7], &[1, 4, 6, 7], &[1, 7, 6, 7]], &[&[6, 7, 1, 3], &[4, 1, 6, 7], &[6, 3, 7, 1]]];
pub(crate) const SMOOTH: [&[&[u8]]; 2] =
    [&[&[2, 5, 1, 6], &[1, 6, 2, 5], &[4, 3, 2, 1]], &[&[4, 5, 3, 6], &[3, 6, 2, 5]]];

pub(crate) const FOUR: Style = Style {
    bpm: 80.0,
    beats: 4,
    swing: STRAIGHT,
    loose: 0.008,
    scale: MAJOR,
    stack: TRIAD,
    strains: BRIGHT,
    cadence: [4, 5],
    parts: &[],
    room: (1.6, 5_000.0),
    ring: 2.5,
};

pub(crate) const fn part(plays: Plays, loud: f32) -> Part {
    Part { plays, loud, pan: 0.0, send: 0.2, layer: 0, rests: false }
}

impl Part {
    /// −1 is left, 1 right.
    pub(crate) const fn at(self, pan: f32) -> Self {
        Self { pan, ..self }
    }

    pub(crate) const fn sent(self, send: f32) -> Self {
        Self { send, ..self }
    }

    pub(crate) const fn from(self, layer: u32) -> Self {
        Self { layer, ..self }
    }

    pub(crate) const fn resting(self) -> Self {
        Self { rests: true, ..self }
    }
}

pub(crate) const fn chords(on: Instrument, strikes: &'static [Strike], roll: f64, centre: i32) -> Plays {
    Plays::Chords { on, strikes, roll, centre }
}

pub(crate) const fn broken(on: Instrument, order: &'static [usize], every: f64, lasts: f64, centre: i32) -> Plays {
    Plays::Broken { on, order, every, lasts, centre }
}

pub(crate) const fn strum(on: Instrument, hand: &'static str) -> Plays {
    Plays::Strum { on, hand }
}

pub(crate) const fn bass(on: Instrument, steps: &'static [(f64, f64, Step)]) -> Plays {
    Plays::Bass { on, steps }
}

pub(crate) const fn melody(on: Instrument, rhythms: &'static [Rhythm], centre: i32) -> Plays {
    Plays::Melody { on, rhythms, centre }
}

pub(crate) const fn drums(kit: &'static [(Drum, &'static str)]) -> Plays {
    Plays::Drums { kit }
}
