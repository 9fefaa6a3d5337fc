//! Where a film's sound comes from: a file, or music that is made here.

use crate::render::sound::error::Error;
use crate::render::sound::mood::Piece;
use crate::render::sound::resample::Resampler;

pub(crate) enum Player {
    File(Box<Resampler>),
    Piece(Box<Piece>),
}

impl Player {
    /// Fills `out` to the end, at the film's sample rate.
    pub(crate) fn fill(&mut self, out: &mut [[f32; 2]]) -> Result<(), Error> {
        match self {
            Self::File(file) => file.fill(out),
            Self::Piece(piece) => {
                piece.fill(out);
                Ok(())
            }
        }
    }

    /// Packets that could not be decoded, so far.
    pub(crate) fn skipped(&self) -> u32 {
        match self {
            Self::File(file) => file.skipped(),
            Self::Piece(_) => 0,
        }
    }
}
