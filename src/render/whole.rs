//! Whether a picture file is all there, by walking its structure without decoding a pixel.

use std::io::{self, BufRead, Seek, SeekFrom};

use image::ImageFormat;

/// Says what is missing, or `None` if the file ends as its format demands. Decoders cannot be asked: a JPEG that was
/// cut off decodes with a grey rest and no error. Formats whose decoder does notice are not walked.
///
/// # Errors
/// Only what reading itself fails with; a short file is an answer.
pub(crate) fn missing<R: BufRead + Seek>(format: ImageFormat, file: &mut R) -> io::Result<Option<&'static str>> {
    let length = file.seek(SeekFrom::End(0))?;
    file.rewind()?;
    let walked = match format {
        ImageFormat::Jpeg => jpeg(file).map(|whole| (!whole).then_some("the JPEG end marker is missing")),
        ImageFormat::Png => png(file, length).map(|whole| (!whole).then_some("the PNG end chunk is missing")),
        ImageFormat::WebP => riff(file, length).map(|whole| (!whole).then_some("it is shorter than its header says")),
        _ => Ok(None),
    };
    file.rewind()?;
    match walked {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(Some("the file ends within its header")),
        other => other,
    }
}

/// Markers of ITU-T T.81 table B.1.
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const STANDALONE: std::ops::RangeInclusive<u8> = 0xd0..=0xd7;

/// Walks from segment to segment and through the coded data: an end marker inside an embedded thumbnail proves nothing,
/// and what cameras append behind the real one does no harm.
fn jpeg<R: BufRead + Seek>(file: &mut R) -> io::Result<bool> {
    file.seek(SeekFrom::Start(2))?;
    let mut coded = false;
    loop {
        if coded {
            file.skip_until(0xff)?;
        } else if bytes::<1, _>(file)? != [0xff] {
            // Stray bytes between segments: decoders skip them too.
            file.skip_until(0xff)?;
        }
        let mut marker = 0xff;
        while marker == 0xff {
            match bytes::<1, _>(file) {
                Ok([next]) => marker = next,
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        match marker {
            EOI => return Ok(true),
            0 | 1 | SOI => {}
            other if STANDALONE.contains(&other) => {}
            other => {
                let length = u16::from_be_bytes(bytes(file)?);
                file.seek_relative(i64::from(length.saturating_sub(2)))?;
                coded = other == SOS;
            }
        }
    }
}

/// Chunks: length, type, data, checksum (ISO/IEC 15948 §5.3), the last of them `IEND`.
fn png<R: BufRead + Seek>(file: &mut R, length: u64) -> io::Result<bool> {
    let mut at = 8;
    loop {
        if at + 12 > length {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(at))?;
        let size = u32::from_be_bytes(bytes(file)?);
        if &bytes::<4, _>(file)? == b"IEND" {
            return Ok(true);
        }
        at += u64::from(size) + 12;
    }
}

fn riff<R: BufRead + Seek>(file: &mut R, length: u64) -> io::Result<bool> {
    file.seek(SeekFrom::Start(4))?;
    Ok(u64::from(u32::from_le_bytes(bytes(file)?)) + 8 <= length)
}

fn bytes<const N: usize, R: BufRead>(file: &mut R) -> io::Result<[u8; N]> {
    let mut out = [0; N];
    file.read_exact(&mut out)?;
    Ok(out)
}
