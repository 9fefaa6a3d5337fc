//! How fine a take of a film is, and by whom it is encoded.

use crate::render::budget;
use crate::render::encoder::{Encoder, Name};
use crate::render::error::Error;
use crate::render::ffmpeg::{self, Aim};
use crate::render::job::Job;
use crate::render::mp4::{self, Footage};
use crate::render::set::Set;

/// The built-in encoder with a quantiser, or one of FFmpeg's with what it aims at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grade<'a> {
    Own(i32),
    Ffmpeg(&'a Name, Aim),
}

impl<'a> Grade<'a> {
    /// What the film is shot with first.
    pub(crate) fn first(job: &Job<'a>) -> Self {
        match &job.settings.encoder {
            Encoder::BuiltIn => Self::own(job),
            Encoder::Ffmpeg(name) => Self::Ffmpeg(name, Aim::Quality),
        }
    }

    pub(crate) fn own(job: &Job<'_>) -> Self {
        Self::Own(budget::quantiser(job.timeline.quality))
    }

    /// The film shot once, and what was done beside it; `take` counts from 0.
    pub(crate) fn shoot<T>(self, job: &Job<'_>, take: u32, beside: impl FnOnce() -> T) -> (T, Result<Footage, Error>) {
        match self {
            Self::Own(quantiser) => {
                let (done, chunks) = Set::new(*job, quantiser, take).shoot(beside);
                (done, chunks.map(|chunks| mp4::footage(&chunks, job.timeline.canvas)))
            }
            Self::Ffmpeg(name, aim) => ffmpeg::shoot(job, name, (aim, take), beside),
        }
    }

    /// For what took `ratio` times the bytes it may, at so many bits a second; `None` if it cannot be coarser.
    pub(crate) fn coarser(self, ratio: f64, bits: f64) -> Option<Self> {
        match self {
            Self::Own(budget::COARSEST) => None,
            Self::Own(quantiser) => Some(Self::Own(budget::coarser(quantiser, ratio))),
            Self::Ffmpeg(name, Aim::Quality) => Some(Self::Ffmpeg(name, Aim::Bits(budget::fewer(bits, ratio)))),
            // It missed the rate it was told, so that is what has to shrink.
            Self::Ffmpeg(name, Aim::Bits(told)) => {
                Some(Self::Ffmpeg(name, Aim::Bits(budget::fewer(told as f64, ratio))))
            }
        }
    }
}
