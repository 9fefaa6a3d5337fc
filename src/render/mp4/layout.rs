//! The order of the samples in the file: a second of pictures, the same second of sound, and so on.

use crate::render::mp4::track::{Movie, PACKET, SOUND_RATE};

/// Some samples of one track that lie together: what MP4 calls a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub is_sound: bool,
    pub samples: u32,
    pub bytes: u64,
}

/// All samples of both tracks, in file order.
pub(crate) fn pieces(movie: &Movie<'_>) -> Vec<Piece> {
    let mut frames = movie.video.sizes();
    let mut packets = movie.sound.map(|sound| sound.sizes.iter().copied()).into_iter().flatten();
    let mut pieces = Vec::new();
    let seconds = movie.video.frames().div_ceil(movie.video.fps.max(1));
    let mut taken = 0;
    for second in 1..=u64::from(seconds) {
        pieces.push(gather(false, frames.by_ref().take(movie.video.fps as usize)));
        let due = if second == u64::from(seconds) {
            u64::MAX
        } else {
            (second * u64::from(SOUND_RATE)).div_ceil(u64::from(PACKET))
        };
        let piece = gather(true, packets.by_ref().take(usize::try_from(due - taken).unwrap_or(usize::MAX)));
        taken += u64::from(piece.samples);
        pieces.push(piece);
    }
    pieces.retain(|piece| piece.samples > 0);
    pieces
}

fn gather(is_sound: bool, sizes: impl Iterator<Item = u32>) -> Piece {
    sizes.fold(Piece { is_sound, samples: 0, bytes: 0 }, |piece, size| Piece {
        samples: piece.samples + 1,
        bytes: piece.bytes + u64::from(size),
        ..piece
    })
}

/// The header of the box that holds the samples; the long form where the short one cannot say its size.
pub(crate) fn mdat_header(pieces: &[Piece]) -> Vec<u8> {
    let payload: u64 = pieces.iter().map(|piece| piece.bytes).sum();
    match u32::try_from(payload + 8) {
        Ok(size) => [&size.to_be_bytes()[..], b"mdat"].concat(),
        Err(_) => [&1u32.to_be_bytes()[..], b"mdat", &(payload + 16).to_be_bytes()].concat(),
    }
}
