//! When a picture was taken, by the clock of its camera.

use std::path::Path;

use image::ImageDecoder;

use crate::render::error::Error;
use crate::render::open::{guarded, open};
use crate::render::settings::{Facts, Settings};

/// Tags of EXIF 2.32, table 3 and 8: the picture's own date, and where its directory lies.
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const EXIF_DIRECTORY: u16 = 0x8769;
/// `2024:05:01 10:00:00`.
const LENGTH: usize = 19;
/// No directory of a camera has more entries.
const MOST_ENTRIES: u16 = 1000;

/// What the picture is, and when it was taken, such as `2024-05-01 10:00:00`, where its EXIF data says so; the date is `None`
/// where it says nothing or no sense. No pixel is decoded.
pub fn probe_dated(path: &Path, settings: &Settings) -> Result<(Facts, Option<String>), Error> {
    let mut opened = open(path, settings)?;
    let exif = guarded(|| Ok(opened.decoder.exif_metadata().ok().flatten()));
    Ok((opened.seen(), exif.ok().flatten().and_then(|exif| date(&exif))))
}

fn date(exif: &[u8]) -> Option<String> {
    let tiff = Tiff::of(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif))?;
    let directory = tiff.find(tiff.long(4)? as usize, EXIF_DIRECTORY)?;
    let at = tiff.find(tiff.long(directory + 8)? as usize, DATE_TIME_ORIGINAL)?;
    let text = tiff.bytes.get(tiff.long(at + 8)? as usize..)?.get(..LENGTH)?;
    let text = std::str::from_utf8(text).ok()?;
    let (day, time) = text.split_once(' ')?;
    let digits = |text: &str| text.split(':').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let whole = day.len() == 10 && digits(day) && digits(time) && !day.starts_with("0000");
    whole.then(|| format!("{} {time}", day.replace(':', "-")))
}

/// The container of EXIF data: numbers in one of two byte orders, and directories of entries of 12 bytes.
struct Tiff<'a> {
    bytes: &'a [u8],
    big: bool,
}

impl<'a> Tiff<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let big = match bytes.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        Some(Self { bytes, big })
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    /// Where the entry of this tag begins.
    fn find(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = self.short(directory)?.min(MOST_ENTRIES);
        let entries = (0..usize::from(count)).map(|entry| directory + 2 + entry * 12);
        entries.into_iter().find(|at| self.short(*at) == Some(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::date;

    /// The data of a camera that knows only when it took the picture.
    fn exif(big: bool, text: &str) -> Vec<u8> {
        let short = |value: u16| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let long = |value: u32| if big { value.to_be_bytes() } else { value.to_le_bytes() };
        let mut data = if big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
        let mut directory = |at: u32, tag: u16, value: u32| {
            data.extend(long(at));
            data.extend(short(1));
            data.extend([short(tag), short(4)].concat());
            data.extend(long(1));
            data.extend(long(value));
        };
        directory(8, 0x8769, 26);
        directory(0, 0x9003, 40);
        data.extend(text.as_bytes());
        data
    }

    #[test]
    fn the_date_is_read_in_either_byte_order() {
        for big in [false, true] {
            let found = date(&exif(big, "2024:05:01 10:00:00")).unwrap();
            assert_eq!(found, "2024-05-01 10:00:00");
        }
        let jpeg = [b"Exif\0\0".as_slice(), &exif(true, "2024:05:01 10:00:00")].concat();
        assert!(date(&jpeg).is_some());
    }

    #[test]
    fn nonsense_is_no_date() {
        for text in ["0000:00:00 00:00:00", "    :  :     :  :  ", "today, in the morni", "2024"] {
            assert_eq!(date(&exif(true, text)), None, "{text}");
        }
        let whole = exif(false, "2024:05:01 10:00:00");
        assert!((0..whole.len()).all(|end| date(&whole[..end]).is_none()));
    }
}
