//! The first pass over a sound: where it begins and ends, and how loud it is.

use std::fs::File;
use std::path::Path;

use crate::render::sound::error::Error;
use crate::render::sound::loudness::Meter;
use crate::render::sound::source::Source;

/// −60 dB: what is quieter counts as silence at the ends of a song.
const AUDIBLE: f32 = 0.001;
/// A shorter silence at an end is a rest that belongs to the rhythm of a loop.
const LONG_SILENCE_SECS: u64 = 1;

/// What the film will hear of a sound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Survey {
    /// Samples a second, of the file.
    pub(crate) rate: u32,
    /// The first frame to play.
    pub(crate) start: u64,
    /// One past the last frame to play; `None` if the sound outlasts the film.
    pub(crate) end: Option<u64>,
    /// LUFS of what the film will hear; `None` for silence.
    pub(crate) loudness: Option<f64>,
    /// Packets that could not be decoded.
    pub(crate) skipped: u32,
}

/// Listens to as much of the file as a film of `film` frames at `film_rate` a second has room for.
pub(crate) fn survey(file: File, path: &Path, film: u64, film_rate: u32) -> Result<Survey, Error> {
    let mut source = Source::start(file, path)?;
    let rate = source.rate;
    let needed = (u128::from(film) * u128::from(rate)).div_ceil(u128::from(film_rate)) as u64;
    let mut meter = Meter::new(rate);
    let mut ends = Ends::new(rate);
    let mut block = Vec::new();
    let mut outlasts = false;
    while !outlasts && source.next(&mut block)? {
        meter.hear(&block);
        ends.see(&block);
        outlasts = ends.first.is_some() && ends.frames >= ends.start().saturating_add(needed);
    }
    let end = (!outlasts).then(|| ends.end());
    Ok(Survey { rate, start: ends.start(), end, loudness: meter.loudness(), skipped: source.skipped })
}

/// Where the sound is between its silences.
pub(crate) struct Ends {
    pub(crate) frames: u64,
    first: Option<u64>,
    last: u64,
    long: u64,
}

impl Ends {
    pub(crate) fn new(rate: u32) -> Self {
        Self { frames: 0, first: None, last: 0, long: LONG_SILENCE_SECS * u64::from(rate) }
    }

    pub(crate) fn see(&mut self, block: &[[f32; 2]]) {
        let audible = |frame: &[f32; 2]| frame[0].abs().max(frame[1].abs()) > AUDIBLE;
        if let Some(at) = block.iter().rposition(audible) {
            self.last = self.frames + at as u64;
            let at = block.iter().position(audible).unwrap_or(at);
            self.first.get_or_insert(self.frames + at as u64);
        }
        self.frames += block.len() as u64;
    }

    /// The first frame to play.
    pub(crate) fn start(&self) -> u64 {
        self.first.filter(|&first| first > self.long).unwrap_or(0)
    }

    /// One past the last frame to play, once all were seen.
    pub(crate) fn end(&self) -> u64 {
        let silence = self.frames - self.last.min(self.frames);
        if self.first.is_some() && silence > self.long { self.last + 1 } else { self.frames }
    }
}
