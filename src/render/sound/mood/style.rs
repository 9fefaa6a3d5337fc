//! What makes a kind of music: the words in which the table of moods is written.

use crate::render::sound::mood::drum::Drum;
use crate::render::sound::mood::harmony::{Scale, Stack};
use crate::render::sound::mood::instrument::Instrument;

/// One kind of music, as data.
#[derive(Debug)]
pub(crate) struct Style {
    /// Beats a minute.
    pub(crate) bpm: f64,
    /// Beats in a bar: 4, or 3.
    pub(crate) beats: u32,
    pub(crate) swing: Swing,
    /// How far hands stray from the beat, in seconds at most.
    pub(crate) loose: f64,
    pub(crate) scale: Scale,
    pub(crate) stack: Stack,
    /// Degrees of the first strain and of the second, a bar each; of several rows one is chosen for a film.
    pub(crate) strains: [&'static [&'static [u8]]; 2],
    /// The two degrees before the last chord.
    pub(crate) cadence: [u8; 2],
    pub(crate) parts: &'static [Part],
    /// Seconds in which the room's sound falls by 60 dB, and where its highs begin to be swallowed, in hertz.
    pub(crate) room: (f32, f32),
    /// Seconds that the last chord has at least.
    pub(crate) ring: f64,
}

/// The middle of every stretch of `grid` beats comes at this part of it; 0.5 is straight.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Swing {
    pub(crate) grid: f64,
    pub(crate) middle: f64,
}

pub(crate) const STRAIGHT: Swing = Swing { grid: 1.0, middle: 0.5 };

impl Swing {
    /// Where a beat is played that is written at `beat`.
    pub(crate) fn played(self, beat: f64) -> f64 {
        let (whole, part) = ((beat / self.grid).floor(), (beat / self.grid).fract());
        let bent =
            if part < 0.5 { part * 2.0 * self.middle } else { self.middle + (part - 0.5) * 2.0 * (1.0 - self.middle) };
        (whole + bent) * self.grid
    }
}

/// Who plays what, how loud and from where.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) plays: Plays,
    pub(crate) loud: f32,
    /// −1 is left, 1 right.
    pub(crate) pan: f32,
    /// How much goes into the room.
    pub(crate) send: f32,
    /// 0 plays from the beginning, 1 after the introduction, 2 from the second phrase on and so forth.
    pub(crate) layer: u32,
    /// In the second strain.
    pub(crate) rests: bool,
}

/// Beats from the bar's beginning, beats of length, loudness.
pub(crate) type Strike = (f64, f64, f32);

#[derive(Debug)]
pub(crate) enum Plays {
    /// All tones together, rolled over so many seconds; around this key.
    Chords {
        on: Instrument,
        strikes: &'static [Strike],
        roll: f64,
        centre: i32,
    },
    /// One tone after the other, by their number from below; numbers past the last go on an octave higher.
    Broken {
        on: Instrument,
        order: &'static [usize],
        every: f64,
        lasts: f64,
        centre: i32,
    },
    /// On a guitar, in eighths: `D` and `d` downwards, `u` upwards, `.` not at all.
    Strum {
        on: Instrument,
        hand: &'static str,
    },
    Bass {
        on: Instrument,
        steps: &'static [(f64, f64, Step)],
    },
    /// One of these rhythms of two bars, in beats and lengths.
    Melody {
        on: Instrument,
        rhythms: &'static [Rhythm],
        centre: i32,
    },
    /// Sixteenths of a bar, or of two: `X` strong, `x` usual, `o` soft.
    Drums {
        kit: &'static [(Drum, &'static str)],
    },
}

pub(crate) type Rhythm = &'static [(f64, f64)];

/// What a bass plays against the chord.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Root,
    Third,
    Fifth,
    Octave,
    /// The step of the scale below or above the next root, whichever is nearer.
    Lead,
}
