//! Whether a file is visibly cut off: its format says where it ends, and the end is not there.

use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::media::Format;

/// How far back from the end an end marker is looked for: phones put a short film behind the picture, and
/// cameras make pictures of 30 MB.
const FARTHEST: u64 = 32 << 20;

/// Read at a time while looking for a marker.
const WINDOW: u64 = 64 << 10;

/// Zeros at the end of a compressed file that show room kept for bytes to come.
const ZEROS: u64 = 4 << 10;

/// End of image, ITU-T T.81 B.1.1.3.
const EOI: &[u8] = &[0xff, 0xd9];

/// The last chunk with its length and check sum, ISO/IEC 15948 §11.2.5.
const IEND: &[u8] = b"\0\0\0\0IEND\xae\x42\x60\x82";

/// Headers walked in a file before it is left to its decoder; a camera's JPEG has about twenty, an M4A ten.
const MOST_HEADERS: usize = 1000;

/// Whether `file` of `size` bytes ends before its format lets it end. Says no where that cannot be known; reads
/// 32 MB at most, and as a rule one window.
pub(crate) fn cut_off(name: &Path, file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    if Format::by_name(name).is_none() {
        return Ok(false);
    }
    let head = bytes(file, 0, 12, size)?;
    // No format begins with nothing: room was kept for the file, and its beginning has not come.
    if head.iter().all(|byte| *byte == 0) {
        return Ok(true);
    }
    // A name that promises another format than the bytes is the decoder's business; the bytes say how it ends, and
    // whether it ever was one.
    let Some(format) = Format::by_content(&head) else { return Ok(head.len() < 12) };
    match format.mime {
        "image/jpeg" => jpeg(file, size),
        "image/png" => Ok(!found_at_the_end(file, IEND, 0, size)?),
        "image/webp" => Ok(riff(&head, size) || zeros(file, size)?),
        "audio/wav" => Ok(riff(&head, size)),
        "audio/mp4" => boxes(file, size),
        "image/gif" | "audio/flac" | "audio/ogg" => zeros(file, size),
        _ => Ok(false),
    }
}

/// The previews in front of the picture have ends of their own, so only what follows the start of scan counts.
fn jpeg(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    const START_OF_SCAN: u8 = 0xda;
    let mut at = 2_u64;
    for _ in 0..MOST_HEADERS {
        let marker = bytes(file, at, 4, size)?;
        let &[0xff, kind, high, low] = marker.as_slice() else {
            return Ok(marker.len() < 4 || marker == [0; 4]);
        };
        match kind {
            START_OF_SCAN => return Ok(!found_at_the_end(file, EOI, at, size)?),
            0xff => at += 1, // a fill byte
            _ => at = at.saturating_add(2 + u64::from(u16::from_be_bytes([high, low]))),
        }
    }
    Ok(false)
}

/// RIFF says its length in the header; a writer that could not know it left 0 or all ones.
fn riff(head: &[u8], size: u64) -> bool {
    let Some(&[a, b, c, d]) = head.get(4..8) else { return true };
    let said = u32::from_le_bytes([a, b, c, d]);
    said != 0 && said != u32::MAX && u64::from(said) + 8 > size
}

/// ISO/IEC 14496-12 §4.2: boxes that know their length, up to the end of the file.
fn boxes(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    let mut at = 0_u64;
    for _ in 0..MOST_HEADERS {
        if at == size {
            return Ok(false);
        }
        let header = bytes(file, at, 16, size)?;
        let length = match header.first_chunk().map(|length| u32::from_be_bytes(*length)) {
            Some(0) => return Ok(false), // to the end of the file, wherever that is
            Some(1) => header.last_chunk().filter(|_| header.len() == 16).map(|length| u64::from_be_bytes(*length)),
            length => length.map(u64::from),
        };
        match length.and_then(|length| at.checked_add(length)) {
            Some(end) if end <= size && end > at => at = end,
            _ => return Ok(true),
        }
    }
    Ok(false)
}

fn zeros(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    Ok(size >= ZEROS && bytes(file, size - ZEROS, ZEROS, size)?.iter().all(|byte| *byte == 0))
}

/// Whether the marker comes after `from`. Where the file is so long that not all of it is read, the answer is yes:
/// it is not *visibly* cut off.
fn found_at_the_end(file: &mut (impl Read + Seek), marker: &[u8], from: u64, size: u64) -> io::Result<bool> {
    let first = from.max(size.saturating_sub(FARTHEST));
    let mut end = size;
    while end > first {
        let start = first.max(end.saturating_sub(WINDOW));
        // One marker's length more than the window, so that none is missed where two windows meet.
        let window = bytes(file, start, end - start + marker.len() as u64, size)?;
        if window.windows(marker.len()).any(|here| here == marker) {
            return Ok(true);
        }
        end = start;
    }
    Ok(first > from)
}

/// The bytes from `at`, `most` of them or as many as there are.
fn bytes(file: &mut (impl Read + Seek), at: u64, most: u64, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if at < size {
        file.seek(SeekFrom::Start(at))?;
        file.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

#[cfg(test)]
#[path = "ends_tests.rs"]
mod tests;
