//! One closed run of frames on disk: samples, each with its length before it, and behind them what the muxer must know.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::render::error::Error;
use crate::render::frame::Frame;
use crate::render::h264::{Encoder, Lean, Refused};

/// NAL unit types of ITU-T H.264 table 7-1.
const SPS: u8 = 7;
const PPS: u8 = 8;
const SLICES: std::ops::RangeInclusive<u8> = 1..=5;

/// The last bytes of a chunk: three counts of four bytes each (samples, bytes of each parameter set), and this word.
const MARK: &[u8; 8] = b"reelpart";
const TAIL: usize = 12 + MARK.len();

/// What the muxer must know of a finished chunk; the samples themselves stay on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub path: PathBuf,
    /// Sequence and picture parameter set.
    pub parameters: [Vec<u8>; 2],
    /// The size of each sample in bytes, its length field included; the first is a sync sample.
    pub sizes: Vec<u32>,
}

impl Chunk {
    /// The chunk at `path`, if a whole one is there: it was finished before a restart.
    pub(crate) fn find(path: &Path) -> Result<Option<Self>, Error> {
        if !disk::exists(path)? {
            return Ok(None);
        }
        let mut file = disk::open_file(path)?;
        Ok(read(&mut file, path).map_err(disk::at("read", path))?)
    }

    /// Bytes of all samples.
    pub(crate) fn bytes(&self) -> u64 {
        self.sizes.iter().map(|size| u64::from(*size)).sum()
    }
}

/// Reads what stands behind the samples; `None` where the lengths do not add up.
fn read(file: &mut File, path: &Path) -> io::Result<Option<Chunk>> {
    let length = file.seek(SeekFrom::End(0))?;
    let Some(tail_at) = length.checked_sub(TAIL as u64) else { return Ok(None) };
    file.seek(SeekFrom::Start(tail_at))?;
    let mut tail = [0; TAIL];
    file.read_exact(&mut tail)?;
    let [count, sps, pps] = [0, 4, 8].map(|at| u64::from(word(&tail[at..])));
    let Some(index_at) = tail_at.checked_sub(4 * count + sps + pps) else { return Ok(None) };
    file.seek(SeekFrom::Start(index_at))?;
    let mut index = vec![0; (tail_at - index_at) as usize];
    file.read_exact(&mut index)?;
    let (sizes, parameters) = index.split_at(4 * count as usize);
    let (sps, pps) = parameters.split_at(sps as usize);
    let sizes = sizes.chunks_exact(4).map(word).collect();
    let chunk = Chunk { path: path.to_owned(), parameters: [sps.to_vec(), pps.to_vec()], sizes };
    Ok((&tail[12..] == MARK && chunk.bytes() == index_at).then_some(chunk))
}

fn word(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |four| u32::from_be_bytes(*four))
}

/// Writes a chunk frame by frame under a passing name.
pub(crate) struct Writer<'a> {
    path: &'a Path,
    part: PathBuf,
    file: BufWriter<File>,
    encoder: Encoder,
    parameters: [Vec<u8>; 2],
    sizes: Vec<u32>,
    sample: Vec<u8>,
    bytes: u64,
}

impl<'a> Writer<'a> {
    /// The chunk will be at `path`; `encoder` must be new.
    pub(crate) fn new(path: &'a Path, encoder: Encoder) -> Result<Self, Error> {
        let part = path.with_extension("part");
        let file = BufWriter::new(disk::create(&part)?);
        let parameters = [Vec::new(), Vec::new()];
        Ok(Self { path, part, file, encoder, parameters, sizes: Vec::new(), sample: Vec::new(), bytes: 0 })
    }

    /// Encodes one more frame; gives the bytes of all samples so far.
    pub(crate) fn push(&mut self, frame: &Frame, lean: Lean) -> Result<u64, Error> {
        let Self { parameters, sample, .. } = self;
        sample.clear();
        let outcome = self.encoder.encode(frame, lean, |nal| match nal.first().map_or(0, |head| head & 31) {
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
        self.bytes += sample.len() as u64;
        self.file.write_all(sample).map_err(disk::at("write", &self.part))?;
        Ok(self.bytes)
    }

    /// Makes the chunk durable under its name.
    pub(crate) fn finish(self) -> Result<Chunk, Error> {
        let Self { path, part, mut file, parameters, sizes, .. } = self;
        let counts = [sizes.len(), parameters[0].len(), parameters[1].len()].map(|count| (count as u32).to_be_bytes());
        let sizes_in_bytes = sizes.iter().flat_map(|size| size.to_be_bytes()).collect::<Vec<u8>>();
        let behind = [&sizes_in_bytes, &parameters[0], &parameters[1], counts.as_flattened(), MARK].concat();
        file.write_all(&behind)
            .and_then(|()| file.into_inner().map_err(io::IntoInnerError::into_error))
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
