//! Moods that one taps to.

use crate::render::sound::mood::drum::Drum::{Brush, Clap, Hat, Kick, OpenHat, Ride, Rim, Shaker, Snare};
use crate::render::sound::mood::harmony::{DORIAN, MINOR, MIXOLYDIAN, NINTH, ROOTLESS, SEVENTH};
use crate::render::sound::mood::instrument::Instrument::{
    Bass, Bell, ElectricPiano, Guitar, Marimba, Pad, Piano, SteelGuitar, Sub, Synth, Upright,
};
use crate::render::sound::mood::style::Step::{Fifth, Lead, Octave, Root, Third};
use crate::render::sound::mood::style::{Style, Swing};
use crate::render::sound::mood::styles::usual::{
    FOUR, LIVELY, OFF_BEAT, SMOOTH, WALKING, bass, broken, chords, drums, melody, part, strum,
};

pub(crate) static ACOUSTIC: Style = Style {
    bpm: 98.0,
    room: (1.2, 5_000.0),
    parts: &[
        part(broken(Guitar, &[0, 2, 3, 1, 2, 3, 1, 2], 0.5, 2.0, 59), 0.85).at(-0.25).sent(0.15),
        part(bass(Upright, &[(0.0, 1.9, Root), (2.0, 1.4, Fifth), (3.5, 0.5, Lead)]), 0.75).sent(0.05).from(1),
        part(strum(Guitar, "D..ud.ud"), 0.8).at(0.3).sent(0.15).from(2),
        part(melody(Guitar, WALKING, 74), 0.75).at(0.05).sent(0.25).from(2).resting(),
        part(drums(&[(Shaker, "o.x.o.x.o.x.o.x.")]), 0.5).from(2),
    ],
    ..FOUR
};

pub(crate) static CORPORATE: Style = Style {
    bpm: 108.0,
    stack: NINTH,
    strains: [&[&[1, 5, 6, 4], &[6, 4, 1, 5]], &[&[4, 1, 5, 6], &[4, 6, 1, 5]]],
    loose: 0.005,
    room: (1.3, 5_500.0),
    parts: &[
        part(broken(SteelGuitar, &[0, 2, 1, 2, 3, 2, 1, 2], 0.5, 0.4, 62), 0.7).at(-0.25).sent(0.15),
        part(chords(Piano, &[(0.0, 1.9, 1.0), (2.0, 1.9, 0.7)], 0.02, 64), 0.75).at(0.1).sent(0.25).from(1),
        part(bass(Bass, &[(0.0, 0.9, Root), (1.0, 0.9, Root), (2.0, 0.9, Root), (3.0, 0.9, Root)]), 0.7)
            .sent(0.03)
            .from(1),
        part(melody(Marimba, LIVELY, 76), 0.75).at(0.25).sent(0.25).from(2),
        part(chords(Pad, &[(0.0, 3.8, 1.0)], 0.0, 62), 0.35).sent(0.35).from(1),
        part(drums(&[(Kick, "X.......x......."), (Clap, "....x.......x..."), (Shaker, "o.o.o.o.o.o.o.o.")]), 0.6)
            .from(2),
    ],
    ..FOUR
};

pub(crate) static UPBEAT: Style = Style {
    bpm: 118.0,
    loose: 0.006,
    room: (1.0, 6_000.0),
    ring: 2.0,
    parts: &[
        part(strum(Guitar, "D.du.udu"), 0.9).at(-0.2).sent(0.12),
        part(bass(Bass, &[(0.0, 0.9, Root), (1.5, 0.5, Root), (2.0, 0.9, Fifth), (3.5, 0.5, Lead)]), 0.75)
            .sent(0.03)
            .from(1),
        part(drums(&[(Kick, "X.....x.X......."), (Clap, "....X.......X..."), (Shaker, "x.o.x.o.x.o.x.o.")]), 0.75)
            .from(1),
        part(melody(Marimba, LIVELY, 76), 0.85).at(0.25).sent(0.2).from(1),
        part(chords(Piano, &[(0.0, 1.4, 1.0), (1.5, 1.4, 0.7), (3.0, 0.9, 0.8)], 0.01, 64), 0.6)
            .at(0.15)
            .sent(0.15)
            .from(2),
    ],
    ..FOUR
};

pub(crate) static ELECTRONIC: Style = Style {
    bpm: 120.0,
    scale: MINOR,
    strains: [&[&[1, 6, 3, 7], &[6, 7, 1, 3]], &[&[4, 6, 1, 7], &[6, 3, 7, 1]]],
    cadence: [6, 7],
    loose: 0.0,
    room: (1.6, 6_000.0),
    parts: &[
        part(broken(Synth, &[0, 1, 2, 1, 3, 2, 1, 2], 0.25, 0.22, 64), 0.75).sent(0.3),
        part(chords(Pad, &[(0.0, 3.8, 1.0)], 0.0, 60), 0.6).sent(0.35),
        part(bass(Sub, &[(0.5, 0.4, Root), (1.5, 0.4, Root), (2.5, 0.4, Root), (3.5, 0.4, Octave)]), 0.8)
            .sent(0.0)
            .from(1),
        part(drums(&[(Kick, "X...X...X...X..."), (Clap, "....x.......x..."), (Hat, "..x...x...x...xo")]), 0.85).from(1),
        part(melody(Bell, OFF_BEAT, 76), 0.5).at(0.15).sent(0.4).from(2),
    ],
    ..FOUR
};

pub(crate) static LOFI: Style = Style {
    bpm: 78.0,
    swing: Swing { grid: 0.5, middle: 0.58 },
    loose: 0.012,
    stack: SEVENTH,
    strains: SMOOTH,
    cadence: [2, 5],
    room: (1.0, 3_500.0),
    parts: &[
        part(chords(ElectricPiano, &[(0.0, 1.4, 1.0), (1.5, 2.3, 0.75)], 0.03, 62), 1.0).sent(0.2),
        part(bass(Bass, &[(0.0, 1.4, Root), (1.75, 0.5, Root), (2.5, 0.9, Fifth), (3.5, 0.5, Lead)]), 0.75)
            .sent(0.02)
            .from(1),
        part(drums(&[(Kick, "X......x..x....."), (Rim, "....X.......X..."), (Hat, "x.o.x.o.x.o.x.oo")]), 0.55).from(1),
        part(melody(ElectricPiano, OFF_BEAT, 74), 0.7).at(0.2).sent(0.35).from(2),
    ],
    ..FOUR
};

pub(crate) static JAZZ: Style = Style {
    bpm: 112.0,
    swing: Swing { grid: 1.0, middle: 0.64 },
    loose: 0.01,
    stack: ROOTLESS,
    strains: SMOOTH,
    cadence: [2, 5],
    room: (1.1, 4_500.0),
    parts: &[
        part(chords(Piano, &[(0.0, 1.2, 1.0), (1.5, 0.6, 0.8)], 0.008, 60), 0.8).at(-0.2).sent(0.18),
        part(bass(Upright, &[(0.0, 0.95, Root), (1.0, 0.95, Third), (2.0, 0.95, Fifth), (3.0, 0.95, Lead)]), 0.85)
            .sent(0.05),
        part(drums(&[(Ride, "x...x.o.x...x.o."), (Brush, "....x.......x...")]), 0.6),
        part(melody(Piano, OFF_BEAT, 74), 0.85).at(0.2).sent(0.22).from(1),
    ],
    ..FOUR
};

pub(crate) static HIPHOP: Style = Style {
    bpm: 86.0,
    swing: Swing { grid: 0.5, middle: 0.56 },
    scale: DORIAN,
    stack: SEVENTH,
    strains: [&[&[1, 4, 1, 4], &[1, 3, 4, 4]], &[&[3, 4, 1, 1], &[4, 3, 1, 1]]],
    cadence: [4, 7],
    room: (0.9, 4_000.0),
    parts: &[
        part(chords(ElectricPiano, &[(0.0, 2.3, 1.0), (2.5, 1.4, 0.8)], 0.012, 62), 0.9).sent(0.2),
        part(bass(Sub, &[(0.0, 1.2, Root), (1.75, 0.6, Root), (2.5, 0.9, Root), (3.5, 0.4, Lead)]), 0.9)
            .sent(0.0)
            .from(1),
        part(drums(&[(Kick, "X......x..X....."), (Snare, "....X.......X..o"), (Hat, "x.x.x.xox.x.x.x.")]), 0.85)
            .from(1),
        part(melody(Bell, OFF_BEAT, 74), 0.5).at(0.15).sent(0.3).from(2),
    ],
    ..FOUR
};

pub(crate) static ROCK: Style = Style {
    bpm: 116.0,
    scale: MIXOLYDIAN,
    strains: [&[&[1, 7, 4, 1], &[1, 4, 7, 4], &[1, 1, 7, 4]], &[&[4, 1, 7, 4], &[6, 4, 1, 7]]],
    cadence: [7, 4],
    loose: 0.006,
    room: (0.9, 5_500.0),
    ring: 2.0,
    parts: &[
        part(strum(SteelGuitar, "D.dud.du"), 1.2).at(-0.35).sent(0.1),
        part(strum(SteelGuitar, "D..uD..u"), 1.1).at(0.35).sent(0.1),
        part(
            bass(
                Bass,
                &[
                    (0.0, 0.45, Root),
                    (0.5, 0.45, Root),
                    (1.0, 0.45, Root),
                    (1.5, 0.45, Root),
                    (2.0, 0.45, Root),
                    (2.5, 0.45, Root),
                    (3.0, 0.45, Root),
                    (3.5, 0.45, Lead),
                ],
            ),
            0.8,
        )
        .sent(0.02)
        .from(1),
        part(
            drums(&[
                (Kick, "X.....x.X.x....."),
                (Snare, "....X.......X..."),
                (Hat, "x.x.x.x.x.x.x..."),
                (OpenHat, "..............o."),
            ]),
            0.95,
        )
        .from(1),
        part(melody(SteelGuitar, LIVELY, 72), 0.8).at(0.1).sent(0.2).from(2),
    ],
    ..FOUR
};
