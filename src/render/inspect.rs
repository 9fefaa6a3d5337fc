//! What a finished film is, read from its boxes (ISO/IEC 14496-12): whoever made it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::disk;

/// The picture of a film.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FilmFacts {
    /// Pixels.
    pub width: u32,
    pub height: u32,
    pub frames: u32,
    pub seconds: f64,
}

/// Where the boxes of a long film's index end at the latest.
const MAX_MOOV: u64 = 64 << 20;

/// Reads the film's index; an error of kind `InvalidData` says that it has none that makes sense.
pub fn inspect(path: &Path) -> io::Result<FilmFacts> {
    let mut file = disk::open_file(path).map_err(|error| error.source)?;
    let (_, moov) = moov(&mut file)?;
    facts(&moov).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "no index of a film"))
}

/// The content of the index, and where its box begins in the file.
pub(crate) fn moov(file: &mut File) -> io::Result<(u64, Vec<u8>)> {
    loop {
        let at = file.stream_position()?;
        let mut head = [0; 8];
        file.read_exact(&mut head)?;
        let mut size = u64::from(number(&head, 0).unwrap_or_default());
        let mut past = 8;
        if size == 1 {
            let mut long = [0; 8];
            file.read_exact(&mut long)?;
            (size, past) = (u64::from_be_bytes(long), 16);
        }
        let body = size.checked_sub(past).ok_or(io::ErrorKind::InvalidData)?;
        if &head[4..] == b"moov" {
            let mut bytes = Vec::new();
            file.take(body.min(MAX_MOOV)).read_to_end(&mut bytes)?;
            return Ok((at, bytes));
        }
        file.seek(SeekFrom::Current(i64::try_from(body).map_err(|_| io::ErrorKind::InvalidData)?))?;
    }
}

fn facts(moov: &[u8]) -> Option<FilmFacts> {
    let mut tracks = boxes(moov).filter(|(kind, _)| kind == b"trak").map(|(_, track)| track);
    let video =
        tracks.find(|track| find(track, &[*b"mdia", *b"hdlr"]).and_then(|hdlr| hdlr.get(8..12)) == Some(b"vide"))?;
    let header = find(video, &[*b"tkhd"])?;
    let side = |from_end: usize| Some(number(header, header.len().checked_sub(from_end)?)? >> 16);
    let media = find(video, &[*b"mdia", *b"mdhd"])?;
    let (scale, length) = match media.first()? {
        1 => (number(media, 20)?, u64::from(number(media, 24)?) << 32 | u64::from(number(media, 28)?)),
        _ => (number(media, 12)?, u64::from(number(media, 16)?)),
    };
    let sizes = find(video, &[*b"mdia", *b"minf", *b"stbl", *b"stsz"])?;
    let seconds = length as f64 / f64::from(scale.max(1));
    Some(FilmFacts { width: side(8)?, height: side(4)?, frames: number(sizes, 8)?, seconds })
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}

/// The boxes of one level, as far as they make sense.
fn boxes(mut bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let size = number(bytes, 0)? as usize;
        let kind = *bytes.get(4..)?.first_chunk()?;
        let body = bytes.get(8..size)?;
        bytes = &bytes[size..];
        Some((kind, body))
    })
}

fn find<'a>(bytes: &'a [u8], path: &[[u8; 4]]) -> Option<&'a [u8]> {
    path.iter().try_fold(bytes, |level, name| boxes(level).find(|(kind, _)| kind == name).map(|(_, body)| body))
}

#[cfg(test)]
mod tests {
    use super::{boxes, facts};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_in_an_index_brings_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(boxes(&bytes).count() <= 50);
            facts(&bytes);
        }
    }
}
