//! One pass over a sound file: decoded, in stereo, at the file's own rate.

use std::fs::File;
use std::io::{self, ErrorKind, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags};
use symphonia::core::codecs::CodecParameters;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as Foreign;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, TrackType};
use symphonia::core::io::{MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;

use crate::media::Format;
use crate::render::sound::downmix::{mix, weights};
use crate::render::sound::error::Error;

/// The K-weighting filter has no meaning below 3.4 kHz, and nothing that is sold as music lies outside.
const RATES: std::ops::RangeInclusive<u32> = 4_000..=384_000;
/// 22.2, the largest layout in use, has 24.
const MAX_CHANNELS: usize = 24;
/// A reader that finds nothing good in as many packets in a row has lost its way.
const MAX_BAD_IN_A_ROW: u32 = 10_000;

/// A decoder somewhere in its file. Memory is one packet and one block, whatever the file claims.
pub(crate) struct Source {
    reader: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    path: PathBuf,
    /// Samples a second.
    pub(crate) rate: u32,
    /// Packets that could not be decoded and were left out.
    pub(crate) skipped: u32,
    planes: Vec<Vec<f32>>,
    /// The block that `start` decoded to learn the rate; handed out first.
    first: Option<Vec<[f32; 2]>>,
}

/// How long the sound plays, in seconds, after proving that its beginning can be decoded. What the file says of its
/// own length is taken at its word; where it says nothing its packets are counted without decoding them.
pub fn probe(path: &Path) -> Result<f64, Error> {
    let mut source = Source::start(open(path)?, path)?;
    Ok(source.claimed_seconds().unwrap_or_else(|| source.counted_seconds()))
}

/// Opens a regular file. A link in the last place is refused, and a fifo cannot make the caller wait.
pub(crate) fn open(path: &Path) -> Result<File, Error> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let cannot = |source: io::Error| Error::Open { path: path.to_owned(), source };
    let file = File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(|errno| cannot(errno.into()))?);
    if file.metadata().map_err(cannot)?.is_file() { Ok(file) } else { Err(Error::NotAFile { path: path.to_owned() }) }
}

impl Source {
    /// Starts at the beginning of `file` and decodes as far as the first good packet.
    pub(crate) fn start(mut file: File, path: &Path) -> Result<Self, Error> {
        let path = path.to_owned();
        file.seek(SeekFrom::Start(0)).map_err(|source| Error::Read { path: path.clone(), source })?;
        let reader = read_container(file, &path)?;
        let (track, decoder) = find_track(reader.as_ref(), &path)?;
        let mut source = Self { reader, decoder, track, path, rate: 0, skipped: 0, planes: vec![], first: None };
        let mut block = Vec::new();
        if !source.next(&mut block)? {
            return Err(Error::Undecodable { path: source.path });
        }
        if !RATES.contains(&source.rate) {
            return Err(Error::Shape { path: source.path, channels: source.planes.len(), rate: source.rate });
        }
        source.first = Some(block);
        Ok(source)
    }

    /// Replaces `block` by the next frames, at least one; `false` at the end of the sound. A packet that does not
    /// decode is skipped and counted.
    pub(crate) fn next(&mut self, block: &mut Vec<[f32; 2]>) -> Result<bool, Error> {
        if let Some(first) = self.first.take() {
            *block = first;
            return Ok(true);
        }
        let mut bad_in_a_row = 0;
        while bad_in_a_row < MAX_BAD_IN_A_ROW {
            match self.step(block) {
                Ok(Some(())) if !block.is_empty() => return Ok(true),
                Ok(Some(())) => bad_in_a_row += 1,
                Ok(None) | Err(Foreign::ResetRequired) => return Ok(false),
                Err(Foreign::IoError(error)) if is_end(&error) => return Ok(false),
                Err(Foreign::IoError(source)) => return Err(Error::Read { path: self.path.clone(), source }),
                Err(_) => {
                    bad_in_a_row += 1;
                    self.skipped = self.skipped.saturating_add(1);
                }
            }
        }
        Ok(false)
    }

    /// Reads and decodes one packet of whatever track; `None` where the file ends.
    fn step(&mut self, block: &mut Vec<[f32; 2]>) -> Result<Option<()>, Foreign> {
        block.clear();
        let Some(packet) = self.reader.next_packet()? else { return Ok(None) };
        if packet.track_id != self.track {
            return Ok(Some(()));
        }
        let decoded = match self.decoder.decode(&packet) {
            // The end of a packet is not the end of the file.
            Err(Foreign::IoError(_)) => return Err(Foreign::DecodeError("packet cut short")),
            other => other?,
        };
        let (rate, channels) = (decoded.spec().rate(), decoded.spec().channels());
        if self.rate == 0 {
            self.rate = rate;
        }
        // A change of rate in the middle belongs to a sound that was glued together; it would play at a wrong pitch.
        if rate != self.rate || channels.count() > MAX_CHANNELS {
            return Err(Foreign::DecodeError("packet of another shape"));
        }
        decoded.copy_to_vecs_planar(&mut self.planes);
        mix(&self.planes, &weights(channels), block);
        Ok(Some(()))
    }

    fn claimed_seconds(&self) -> Option<f64> {
        let track = self.reader.tracks().iter().find(|track| track.id == self.track)?;
        let seconds = track.time_base?.calc_duration(track.duration?)?.as_secs_f64();
        (seconds > 0.0).then_some(seconds)
    }

    fn counted_seconds(&mut self) -> f64 {
        let base = self.reader.tracks().iter().find(|track| track.id == self.track).and_then(|track| track.time_base);
        let mut seconds = self.first.as_ref().map_or(0.0, |block| block.len() as f64 / f64::from(self.rate));
        while let Ok(Some(packet)) = self.reader.next_packet() {
            let lasts = base.filter(|_| packet.track_id == self.track).and_then(|base| base.calc_duration(packet.dur));
            seconds += lasts.map_or(0.0, |lasts| lasts.as_secs_f64());
        }
        seconds
    }
}

fn read_container(file: File, path: &Path) -> Result<Box<dyn FormatReader>, Error> {
    let mut hint = Hint::new();
    if let Some(format) = Format::by_name(path) {
        hint.with_extension(format.extensions[0]).mime_type(format.mime);
    }
    let stream = MediaSourceStream::new(Box::new(file), MediaSourceStreamOptions::default());
    symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|source| Error::Unknown { path: path.to_owned(), source })
}

fn find_track(reader: &dyn FormatReader, path: &Path) -> Result<(u32, Box<dyn AudioDecoder>), Error> {
    let track = reader.default_track(TrackType::Audio);
    let found = track.and_then(|track| match &track.codec_params {
        Some(CodecParameters::Audio(parameters)) => Some((track.id, parameters)),
        _ => None,
    });
    let (id, parameters) = found.ok_or_else(|| Error::NoTrack { path: path.to_owned() })?;
    symphonia::default::get_codecs()
        .make_audio_decoder(parameters, &AudioDecoderOptions::default())
        .map(|decoder| (id, decoder))
        .map_err(|source| Error::Unknown { path: path.to_owned(), source })
}

fn is_end(error: &io::Error) -> bool {
    error.kind() == ErrorKind::UnexpectedEof
}
