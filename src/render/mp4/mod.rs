//! Puts finished samples into an MP4 whose index comes first, so that it plays while it is still being loaded.

mod avc;
mod boxes;
mod layout;
mod track;

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::path::Path;

use shiguredo_mp4::Encode;

use crate::disk;
use crate::render::error::Error;

pub(crate) use avc::footage;
pub(crate) use track::{FRAME, Footage, Movie, Reel, Sound, Video};

/// Writes the movie to `path`, which must not be in use, and makes it durable.
pub(crate) fn write(movie: &Movie<'_>, path: &Path) -> Result<(), Error> {
    let pieces = layout::pieces(movie);
    let start = length(movie, &pieces, path)?;
    let head = head(movie, &pieces, start, path)?;
    let mut file = disk::create(path)?;
    file.write_all(&head).map_err(disk::at("write", path))?;
    copy(movie, &pieces, &mut file).map_err(disk::at("write", path))?;
    Ok(file.sync_all().map_err(disk::at("sync", path))?)
}

/// Bytes of the file that [`write`] would make; `path` is only for the words of an error.
pub(crate) fn size(movie: &Movie<'_>, path: &Path) -> Result<u64, Error> {
    let pieces = layout::pieces(movie);
    let samples: u64 = pieces.iter().map(|piece| piece.bytes).sum();
    Ok(length(movie, &pieces, path)? + samples)
}

/// Bytes before the first sample. The index is as long with wrong offsets as with right ones.
fn length(movie: &Movie<'_>, pieces: &[layout::Piece], path: &Path) -> Result<u64, Error> {
    Ok(head(movie, pieces, 0, path)?.len() as u64)
}

/// Everything before the first sample, which lies at `start`.
fn head(movie: &Movie<'_>, pieces: &[layout::Piece], start: u64, path: &Path) -> Result<Vec<u8>, Error> {
    let describe = |source| Error::Boxes { path: path.to_owned(), source };
    let ftyp = boxes::ftyp(&movie.video).encode_to_vec().map_err(describe)?;
    let moov = boxes::moov(movie, pieces, start).encode_to_vec().map_err(describe)?;
    Ok([ftyp, moov, layout::mdat_header(pieces)].concat())
}

/// Takes the samples from the files where they lie, in the order of the pieces.
fn copy(movie: &Movie<'_>, pieces: &[layout::Piece], out: &mut File) -> io::Result<()> {
    let mut reels = movie.video.footage.reels.iter();
    let mut video: Box<dyn Read> = Box::new(io::empty());
    let mut sound: Box<dyn Read> = match movie.sound {
        Some(sound) => Box::new(BufReader::new(File::open(&sound.path)?)),
        None => Box::new(io::empty()),
    };
    for piece in pieces {
        let mut left = piece.bytes;
        while left > 0 {
            let from = if piece.is_sound { &mut sound } else { &mut video };
            let copied = io::copy(&mut from.take(left), out)?;
            left -= copied;
            if copied == 0 {
                let next = if piece.is_sound { None } else { reels.next() };
                let next = next.ok_or(io::ErrorKind::UnexpectedEof)?;
                video = Box::new(next.open()?);
            }
        }
    }
    Ok(())
}
