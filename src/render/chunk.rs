//! One closed run of frames on disk: parameter sets and samples, each with its length before it.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::h264::{Encoder, Refused};

/// NAL unit types of ITU-T H.264 table 7-1.
const SPS: u8 = 7;
const PPS: u8 = 8;
const SLICES: std::ops::RangeInclusive<u8> = 1..=5;

/// What the muxer must know of a finished chunk; the samples themselves stay on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub path: PathBuf,
    /// Sequence and picture parameter set.
    pub parameters: [Vec<u8>; 2],
    /// The size of each sample in bytes, its length field included; the first is a sync sample.
    pub sizes: Vec<u32>,
}

/// Writes a chunk frame by frame under a passing name.
pub(crate) struct Writer<'a> {
    path: &'a Path,
    part: PathBuf,
    file: BufWriter<File>,
    encoder: Encoder,
    parameters: [Vec<u8>; 2],
    sizes: Vec<u32>,
}

impl<'a> Writer<'a> {
    /// The chunk will be at `path`; `encoder` must be new.
    pub(crate) fn new(path: &'a Path, encoder: Encoder) -> Result<Self, Error> {
        let part = path.with_extension("part");
        let file = BufWriter::new(disk::create(&part)?);
        Ok(Self { path, part, file, encoder, parameters: [Vec::new(), Vec::new()], sizes: Vec::new() })
    }

    /// Encodes one more frame.
    pub(crate) fn push(&mut self, frame: &Frame) -> Result<(), Error> {
        let mut sample = Vec::new();
        let parameters = &mut self.parameters;
        let outcome = self.encoder.encode(frame, |nal| match nal.first().map_or(0, |head| head & 31) {
            SPS => nal.clone_into(&mut parameters[0]),
            PPS => nal.clone_into(&mut parameters[1]),
            kind if SLICES.contains(&kind) => {
                sample.extend_from_slice(&(nal.len() as u32).to_be_bytes());
                sample.extend_from_slice(nal);
            }
            _ => {}
        });
        outcome.map_err(refused(self.path))?;
        self.sizes.push(sample.len() as u32);
        self.file.write_all(&sample).map_err(disk::at("write", &self.part))?;
        Ok(())
    }

    /// Makes the chunk durable under its name.
    pub(crate) fn finish(self) -> Result<Chunk, Error> {
        let Self { path, part, file, parameters, sizes, .. } = self;
        file.into_inner()
            .map_err(std::io::IntoInnerError::into_error)
            .and_then(|file| file.sync_all())
            .map_err(disk::at("write", &part))?;
        disk::remove_file(path)?;
        disk::rename(&part, path)?;
        Ok(Chunk { path: path.to_owned(), parameters, sizes })
    }
}

/// Gives an encoder's refusal the film that it was about.
pub(crate) fn refused(path: &Path) -> impl FnOnce(Refused) -> Error + '_ {
    move |Refused { act, code }| Error::Encoder { act, code, path: path.to_owned() }
}
