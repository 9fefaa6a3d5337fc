//! What goes into an MP4: where the samples lie, and what a player must know of them.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Take};
use std::num::NonZeroU32;
use std::path::PathBuf;

use shiguredo_mp4::boxes::{CttsBox, SampleEntry};

use crate::disk;
use crate::timeline::Canvas;

/// One film: pictures, and sound if there is any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Movie<'a> {
    pub video: Video<'a>,
    pub sound: Option<&'a Sound>,
}

/// Pictures at a constant rate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Video<'a> {
    pub canvas: Canvas,
    pub fps: u32,
    pub footage: &'a Footage,
}

/// All coded pictures of a film, one a sample, and what a player must know of them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Footage {
    /// Where the samples lie, in the order in which they are decoded.
    pub reels: Vec<Reel>,
    /// The size of each sample in bytes.
    pub sizes: Vec<u32>,
    /// Numbers, from 1, of the samples that decoding can begin at; `None` where it can at any.
    pub keys: Option<Vec<NonZeroU32>>,
    /// The codec, and what its decoder must be told beforehand.
    pub entry: SampleEntry,
    /// How much later than it is decoded each is shown; `None` where all are shown in their turn.
    pub later: Option<CttsBox>,
    /// When the first is shown, in units of the video's clock.
    pub lead: u32,
}

/// Samples that lie one after the other in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reel {
    pub path: PathBuf,
    /// Where the first begins, and how many bytes they are together.
    pub start: u64,
    pub bytes: u64,
}

impl Footage {
    /// Bytes of all samples.
    pub(crate) fn bytes(&self) -> u64 {
        self.sizes.iter().map(|size| u64::from(*size)).sum()
    }
}

impl Reel {
    pub(crate) fn open(&self) -> io::Result<Take<File>> {
        let mut file = disk::open_file(&self.path).map_err(|error| error.source)?;
        file.seek(SeekFrom::Start(self.start))?;
        Ok(file.take(self.bytes))
    }
}

/// AAC-LC, 48 kHz stereo, 1024 samples a packet, one packet after the other in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sound {
    pub path: PathBuf,
    /// The `AudioSpecificConfig` of ISO/IEC 14496-3.
    pub config: Vec<u8>,
    /// The size of each packet in bytes.
    pub sizes: Vec<u32>,
    /// Samples that the encoder puts before the first that was meant to be heard.
    pub delay: u32,
}

/// Sound samples a second, and a packet.
pub(crate) const SOUND_RATE: u32 = 48_000;
pub(crate) const PACKET: u32 = 1024;

/// Units of the video's clock in one frame: many, so that players which round to their own clock lose nothing.
pub(crate) const FRAME: u32 = 512;

impl Video<'_> {
    pub(crate) fn frames(&self) -> u32 {
        self.footage.sizes.len() as u32
    }

    pub(crate) fn sizes(&self) -> impl Iterator<Item = u32> {
        self.footage.sizes.iter().copied()
    }

    /// Units of the video's clock, which is also the movie's, in one second.
    pub(crate) fn clock(&self) -> u32 {
        self.fps * FRAME
    }

    /// In units of the clock.
    pub(crate) fn duration(&self) -> u64 {
        u64::from(self.frames()) * u64::from(FRAME)
    }
}
