//! The bytes of a prompt file into text, whatever editor wrote them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::director::error::Error;

/// A prompt is a few sentences; more is some other file.
const MOST_BYTES: usize = 64 * 1024;
/// Of the characters of a text in UTF-16 without a mark, how many must be ones that prompts are written in.
const PLAUSIBLE: f64 = 0.9;

/// Text from UTF-8, UTF-16 (with or without a byte order mark), GBK, Shift-JIS and what else browsers know. Bytes that
/// are no text in any of them, and files over 64 KiB, are an error.
pub fn decode(bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::PromptTooLarge { size: bytes.len(), most: MOST_BYTES });
    }
    let (text, _, broken) = encoding(bytes).decode(bytes);
    let stray = |c: char| c.is_control() && !c.is_whitespace() && c != '\u{1a}';
    if broken || text.chars().any(stray) { Err(Error::NotText) } else { Ok(text.into_owned()) }
}

fn encoding(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    if let Some(encoding) = utf16(bytes).into_iter().find(|encoding| plausible(encoding, bytes)) {
        return encoding;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Both byte orders, the likelier first: the zeros of ASCII stand second in little endian.
fn utf16(bytes: &[u8]) -> [&'static Encoding; 2] {
    let zeros = |from| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    if zeros(0) > zeros(1) { [UTF_16BE, UTF_16LE] } else { [UTF_16LE, UTF_16BE] }
}

/// Whether the bytes, read as UTF-16, are mostly letters of the languages prompts come in. GBK and Shift-JIS read so
/// scatter over Hangul, surrogates and private use.
fn plausible(encoding: &'static Encoding, bytes: &[u8]) -> bool {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else { return false };
    let known = text.chars().filter(|c| usual(*c)).count();
    bytes.len().is_multiple_of(2) && known as f64 >= PLAUSIBLE * text.chars().count() as f64
}

fn usual(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2030}'
        | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ff9f}')
}
