//! The finished sound of one film, packet by packet.

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;

use syom::{EncodeOptions, Encoder};

use crate::brief::Mood;
use crate::render::sound::error::Error;
use crate::render::sound::fades::Fades;
use crate::render::sound::limiter::{AHEAD, Limiter};
use crate::render::sound::looped::Looped;
use crate::render::sound::loudness::Meter;
use crate::render::sound::mood::Piece;
use crate::render::sound::player::Player;
use crate::render::sound::resample::Resampler;
use crate::render::sound::source::open;
use crate::render::sound::survey::survey;
use crate::timeline::Music;

/// Samples a second of the film's sound.
const RATE: u32 = 48_000;
/// Samples in one AAC-LC packet (ISO/IEC 14496-3, `frameLengthFlag` 0).
const PACKET: usize = 1_024;
/// LUFS at volume 1: what the large video sites play at.
const LOUDNESS: f64 = -14.0;
/// 40 dB: more would make a song of a recording's noise.
const MAX_GAIN: f64 = 100.0;
/// Two minutes of a piece that is made here say how loud it is: all that comes after has been heard before.
const HEARD: u64 = 120 * RATE as u64;

/// AAC-LC packets of 1024 samples, 48 kHz stereo, as long as the film. Memory does not grow with its length.
pub struct Soundtrack {
    sound: Player,
    limiter: Limiter,
    fades: Fades,
    gain: f32,
    encoder: Encoder,
    ready: VecDeque<Vec<u8>>,
    /// Samples in the film, and those already encoded.
    total: u64,
    done: u64,
    skipped: u32,
    over: bool,
}

impl Soundtrack {
    /// Measures the music at `path` once and makes ready to play it under a film of `frames` frames at `fps`. `bits` is how
    /// many a second may take: at 192,000 this encoder is at or above `FFmpeg`'s on all that was measured (see the room's
    /// first page).
    pub fn open(path: &Path, music: &Music, film: (u32, u32), bits: u32) -> Result<Self, Error> {
        let total = length(film)?;
        let file = open(path)?;
        let again = file.try_clone().map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let survey = survey(again, path, total, RATE)?;
        let looped = Looped::start(file, path, &survey)?;
        let player = Player::File(Box::new(Resampler::start(looped, path, survey.rate, RATE)?));
        Self::start(player, survey.loudness, music, film, bits).map(|track| Self { skipped: survey.skipped, ..track })
    }

    /// The same with music that is made here: one piece for each seed.
    pub fn made(mood: Mood, seed: u64, music: &Music, film: (u32, u32), bits: u32) -> Result<Self, Error> {
        let total = length(film)?;
        let piece = || Piece::new(mood, seed, total, RATE);
        let player = Player::Piece(Box::new(piece()));
        Self::start(player, loudness(piece(), total.min(HEARD)), music, film, bits)
    }

    fn start(
        sound: Player,
        loudness: Option<f64>,
        music: &Music,
        (frames, fps): (u32, u32),
        bits: u32,
    ) -> Result<Self, Error> {
        let total = length((frames, fps))?;
        let mut soundtrack = Self {
            sound,
            limiter: Limiter::new(),
            fades: Fades::new(total, samples(music.fade_in, fps), samples(music.fade_out, fps)),
            gain: gain(loudness, music.volume),
            encoder: encoder(bits)?,
            ready: VecDeque::new(),
            total,
            done: 0,
            skipped: 0,
            over: total == 0,
        };
        soundtrack.limited(&mut [[0.0; 2]; AHEAD])?;
        Ok(soundtrack)
    }

    /// The `AudioSpecificConfig` (ISO/IEC 14496-3 §1.6.2.1) for the MP4's `esds` box.
    #[must_use]
    pub fn config(&self) -> &[u8] {
        self.encoder.asc()
    }

    /// How many packets the iterator yields in all: the film's length, and one for the encoder's delay.
    #[must_use]
    pub fn packets(&self) -> u32 {
        if self.total == 0 { 0 } else { self.total.div_ceil(PACKET as u64) as u32 + 1 }
    }

    /// Samples at the beginning that belong to the encoder, not to the film: for the edit list.
    #[must_use]
    pub fn delay(&self) -> u32 {
        PACKET as u32
    }

    /// Damaged packets of the music that were left out: known in full once the iterator has ended.
    #[must_use]
    pub fn skipped(&self) -> u32 {
        self.skipped.max(self.sound.skipped())
    }

    /// Fills `out` with sound at its final loudness, before the fades.
    fn limited(&mut self, out: &mut [[f32; 2]]) -> Result<(), Error> {
        self.sound.fill(out)?;
        for frame in out {
            *frame = self.limiter.run(frame.map(|sample| sample * self.gain));
        }
        Ok(())
    }

    /// Encodes the next 1024 samples, or what is left; after the last, empties the encoder.
    fn step(&mut self) -> Result<(), Error> {
        let mut frames = [[0.0; 2]; PACKET];
        let count = (self.total - self.done).min(PACKET as u64) as usize;
        self.limited(&mut frames[..count])?;
        let mut planes = [[0.0_f32; PACKET]; 2];
        for (i, frame) in frames[..count].iter().enumerate() {
            let fade = self.fades.gain(self.done + i as u64);
            planes[0][i] = frame[0] * fade;
            planes[1][i] = frame[1] * fade;
        }
        self.done += count as u64;
        self.over = self.done == self.total;
        self.encode([&planes[0][..count], &planes[1][..count]]).map_err(|source| Error::Encode { source })
    }

    fn encode(&mut self, planes: [&[f32]; 2]) -> syom::Result<()> {
        let mut keep = |packet: syom::EncodedFrame<'_>| {
            self.ready.push_back(packet.payload.to_vec());
            Ok(())
        };
        self.encoder.feed(&planes, &mut keep)?;
        if self.over {
            self.encoder.finish(&mut keep)?;
        }
        Ok(())
    }
}

impl Iterator for Soundtrack {
    type Item = Result<Vec<u8>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.over {
            if let Err(error) = self.step() {
                self.over = true;
                return Some(Err(error));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

impl fmt::Debug for Soundtrack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Soundtrack").field("done", &self.done).field("total", &self.total).finish_non_exhaustive()
    }
}

/// Samples in a film of so many frames at so many a second.
fn length((frames, fps): (u32, u32)) -> Result<u64, Error> {
    let total = samples(frames, fps);
    let fits = total.div_ceil(PACKET as u64) < u64::from(u32::MAX);
    if fits { Ok(total) } else { Err(Error::TooLong { frames, fps }) }
}

/// LUFS of the first so many samples of a piece.
fn loudness(mut piece: Piece, samples: u64) -> Option<f64> {
    let mut meter = Meter::new(RATE);
    let mut block = [[0.0; 2]; PACKET];
    for _ in 0..samples.div_ceil(PACKET as u64) {
        piece.fill(&mut block);
        meter.hear(&block);
    }
    meter.loudness()
}

/// Samples in so many frames, rounded up.
fn samples(frames: u32, fps: u32) -> u64 {
    (u64::from(frames) * u64::from(RATE)).div_ceil(u64::from(fps.max(1)))
}

/// The factor that brings a sound of `loudness` LUFS to the normal one, times `volume`.
fn gain(loudness: Option<f64>, volume: f64) -> f32 {
    // A NaN is no volume either.
    let volume = if volume > 0.0 { volume.min(1.0) } else { 0.0 };
    let normal = loudness.map_or(1.0, |loudness| 10_f64.powf((LOUDNESS - loudness) / 20.0).min(MAX_GAIN));
    (normal * volume) as f32
}

fn encoder(bits: u32) -> Result<Encoder, Error> {
    let options = EncodeOptions::raw().with_bitrate_bps(bits).with_lookahead(true).with_short_group(true);
    Encoder::new(RATE, 2, &options).map_err(|source| Error::Encode { source })
}
