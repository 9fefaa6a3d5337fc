//! What goes into an MP4: where the samples lie, and what a player must know of them.

use std::path::PathBuf;

use crate::render::chunk::Chunk;
use crate::timeline::Canvas;

/// One film: pictures, and sound if there is any.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Movie<'a> {
    pub video: Video<'a>,
    pub sound: Option<&'a Sound>,
}

/// H.264 samples in chunks, one a frame, at a constant rate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Video<'a> {
    pub canvas: Canvas,
    pub fps: u32,
    /// At least one, all with the same parameter sets.
    pub chunks: &'a [Chunk],
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
        self.chunks.iter().map(|chunk| chunk.sizes.len() as u32).sum()
    }

    pub(crate) fn sizes(&self) -> impl Iterator<Item = u32> {
        self.chunks.iter().flat_map(|chunk| chunk.sizes.iter().copied())
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
