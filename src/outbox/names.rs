//! Names that every file system takes, and that are free.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::disk;

/// What most file systems allow for one name, in bytes, less room for ` (999)` and an ending.
const LONGEST: usize = 255 - 12;
/// What Windows and SMB shares refuse in a name.
const REFUSED: &[char] = &['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The name of a film without its ending, from what the folder or its owner calls it: one visible component, composed
/// (NFC), without control characters, whatever the input.
#[must_use]
pub fn film_name(wanted: &str) -> String {
    let plain: String =
        wanted.nfc().map(|c| if REFUSED.contains(&c) { '-' } else { c }).filter(|c| shows(*c)).collect();
    let plain = plain.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let mut end = plain.len().min(LONGEST);
    while !plain.is_char_boundary(end) {
        end -= 1;
    }
    match plain[..end].trim_end() {
        "" => "film".to_owned(),
        name => name.to_owned(),
    }
}

/// Neither a control character nor one that turns the direction of the text around it.
fn shows(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first of `stem.ending`, `stem (2).ending`, … that nothing in `dir` has. An empty ending is left away.
pub fn free_name(dir: &Path, stem: &OsStr, ending: &str) -> disk::Result<PathBuf> {
    let mut number = 1u32;
    loop {
        let path = dir.join(numbered(stem, number, ending));
        if !disk::exists(&path)? {
            return Ok(path);
        }
        number += 1;
    }
}

fn numbered(stem: &OsStr, number: u32, ending: &str) -> OsString {
    let tail = if number == 1 { String::new() } else { format!(" ({number})") };
    let tail = if ending.is_empty() { tail } else { format!("{tail}.{ending}") };
    let room = 255usize.saturating_sub(tail.len()).min(stem.len());
    let mut name = OsString::from(OsStr::from_bytes(cut(stem.as_bytes(), room)));
    name.push(tail);
    name
}

/// At most `room` bytes, not ending inside a UTF-8 character.
fn cut(bytes: &[u8], room: usize) -> &[u8] {
    let mut end = room.min(bytes.len());
    while end > 0 && bytes.get(end).is_some_and(|byte| byte & 0xc0 == 0x80) {
        end -= 1;
    }
    &bytes[..end]
}

#[cfg(test)]
mod tests {
    use super::{film_name, free_name};
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use std::ffi::OsStr;
    use std::path::Path;

    #[test]
    fn a_taken_name_gets_a_number() {
        let dir = tempfile::tempdir().unwrap();
        let free = |ending| free_name(dir.path(), OsStr::new("sea"), ending).unwrap();
        assert_eq!(free("mp4"), dir.path().join("sea.mp4"));
        crate::disk::create(&free("mp4")).unwrap();
        assert_eq!(free("mp4"), dir.path().join("sea (2).mp4"));
        assert_eq!(free(""), dir.path().join("sea"));
    }

    #[test]
    fn a_name_that_hides_or_climbs_is_made_plain() {
        assert_eq!(film_name("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(film_name(".hidden"), "hidden");
        assert_eq!(film_name("a\u{1b}]0;x\u{7}b\u{202e}"), "a]0;xb");
        assert_eq!(film_name("\n"), "film");
    }

    proptest! {
        #[test]
        fn any_text_becomes_one_short_component(text in any::<String>()) {
            let name = film_name(&text) + " (999).mp4";
            prop_assert!(name.len() <= 255);
            prop_assert_eq!(Path::new(&name).components().count(), 1);
            prop_assert!(!name.starts_with('.') && !name.chars().any(char::is_control));
        }
    }
}
