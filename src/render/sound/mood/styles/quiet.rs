//! Moods without a drummer, or with one who is far away.

use crate::render::sound::mood::drum::Drum::Boom;
use crate::render::sound::mood::harmony::{MINOR, NINTH, SEVENTH};
use crate::render::sound::mood::instrument::Instrument::{Bass, Bell, Pad, Piano, Spiccato, Strings, Sub};
use crate::render::sound::mood::style::Step::{Fifth, Octave, Root};
use crate::render::sound::mood::style::Style;
use crate::render::sound::mood::styles::usual::{
    DARK, FOUR, IN_THREE, SLOW, SPARSE, WALKING, bass, broken, chords, drums, melody, part,
};

pub(crate) static CALM: Style = Style {
    bpm: 72.0,
    stack: NINTH,
    room: (2.4, 4_000.0),
    parts: &[
        part(broken(Piano, &[0, 1, 2, 3, 2, 3, 2, 1], 0.5, 2.0, 62), 0.75).sent(0.3),
        part(bass(Bass, &[(0.0, 3.9, Root)]), 0.7).sent(0.05),
        part(chords(Pad, &[(0.0, 3.8, 1.0)], 0.0, 60), 0.5).sent(0.4).from(1),
        part(melody(Bell, SLOW, 76), 0.6).at(0.15).sent(0.45).from(2),
    ],
    ..FOUR
};

pub(crate) static PIANO: Style = Style {
    bpm: 76.0,
    room: (2.0, 4_500.0),
    stack: NINTH,
    parts: &[
        part(bass(Piano, &[(0.0, 3.9, Root), (2.0, 1.9, Fifth)]), 0.75).at(-0.2).sent(0.2),
        part(broken(Piano, &[0, 2, 1, 3, 0, 2, 3, 1], 0.5, 1.5, 60), 0.55).at(-0.1).sent(0.25),
        part(melody(Piano, SLOW, 74), 1.0).at(0.15).sent(0.3).from(1),
    ],
    ..FOUR
};

pub(crate) static SAD: Style = Style {
    bpm: 62.0,
    scale: MINOR,
    strains: DARK,
    cadence: [6, 7],
    room: (2.6, 3_800.0),
    parts: &[
        part(broken(Piano, &[0, 1, 2, 4, 2, 1, 2, 1], 0.5, 2.0, 58), 0.7).sent(0.3),
        part(bass(Piano, &[(0.0, 3.9, Root)]), 0.7).at(-0.15).sent(0.2),
        part(chords(Strings, &[(0.0, 3.9, 1.0)], 0.0, 60), 0.5).sent(0.4).from(2),
        part(melody(Piano, SPARSE, 72), 0.95).at(0.1).sent(0.35).from(1),
    ],
    ..FOUR
};

pub(crate) static ROMANTIC: Style = Style {
    bpm: 88.0,
    beats: 3,
    stack: SEVENTH,
    strains: [&[&[1, 6, 2, 5], &[1, 3, 4, 5]], &[&[4, 5, 3, 6], &[6, 2, 5, 1]]],
    cadence: [2, 5],
    room: (2.2, 4_200.0),
    parts: &[
        part(bass(Piano, &[(0.0, 2.9, Root)]), 0.75).at(-0.15).sent(0.2),
        part(broken(Piano, &[0, 1, 2, 3, 2, 1], 0.5, 1.5, 61), 0.6).sent(0.25),
        part(chords(Strings, &[(0.0, 2.9, 1.0)], 0.0, 62), 0.55).sent(0.4).from(2),
        part(melody(Piano, IN_THREE, 76), 1.0).at(0.1).sent(0.3).from(1),
    ],
    ..FOUR
};

pub(crate) static CLASSICAL: Style = Style {
    bpm: 100.0,
    strains: [
        &[&[1, 5, 6, 3, 4, 1, 4, 5], &[1, 4, 5, 1, 6, 2, 5, 1]],
        &[&[6, 3, 4, 1, 2, 6, 4, 5], &[4, 1, 5, 6, 4, 1, 2, 5]],
    ],
    cadence: [2, 5],
    room: (1.8, 4_500.0),
    parts: &[
        part(broken(Piano, &[0, 2, 1, 2], 0.5, 0.8, 57), 0.55).at(-0.15).sent(0.2),
        part(bass(Strings, &[(0.0, 3.8, Octave)]), 0.55).at(0.2).sent(0.35).from(2),
        part(chords(Strings, &[(0.0, 3.8, 1.0)], 0.0, 64), 0.45).sent(0.4).from(2).resting(),
        part(melody(Piano, WALKING, 76), 1.0).at(0.1).sent(0.25).from(1),
    ],
    ..FOUR
};

pub(crate) static AMBIENT: Style = Style {
    bpm: 60.0,
    stack: NINTH,
    strains: [&[&[1, 1, 4, 4], &[1, 1, 6, 6]], &[&[4, 4, 1, 1], &[6, 6, 4, 4]]],
    cadence: [4, 4],
    loose: 0.03,
    room: (5.0, 3_500.0),
    ring: 4.0,
    parts: &[
        part(chords(Pad, &[(0.0, 4.0, 1.0)], 0.0, 60), 0.8).sent(0.5),
        part(bass(Sub, &[(0.0, 3.9, Root)]), 0.35).sent(0.05).from(1),
        part(melody(Bell, SPARSE, 79), 0.4).at(0.2).sent(0.7),
        part(melody(Piano, SPARSE, 67), 0.6).at(-0.2).sent(0.6).from(2),
    ],
    ..FOUR
};

pub(crate) static CINEMATIC: Style = Style {
    bpm: 70.0,
    scale: MINOR,
    strains: DARK,
    cadence: [6, 7],
    room: (3.0, 4_000.0),
    ring: 3.5,
    parts: &[
        part(chords(Strings, &[(0.0, 3.9, 1.0)], 0.0, 58), 0.75).sent(0.4),
        part(broken(Spiccato, &[0, 1, 2, 1, 0, 1, 2, 1], 0.5, 0.45, 62), 0.6).at(0.15).sent(0.35).from(1),
        part(bass(Strings, &[(0.0, 3.9, Root)]), 0.75).sent(0.25),
        part(melody(Piano, SPARSE, 72), 0.95).sent(0.45).from(1),
        part(drums(&[(Boom, "X.........x.....")]), 0.7).from(2),
    ],
    ..FOUR
};
