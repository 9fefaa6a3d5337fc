//! Names of strangers' files, made fit for a listing and for a folder: one part, which steers nothing and hides nothing.

use crate::legible::steers;

/// The longest name that is kept, in bytes, as on most file systems.
const LONGEST: usize = 255;

/// The last part of the name, without what steers a terminal; `file` where nothing is left.
pub(crate) fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut plain = String::new();
    for c in last.trim().chars().filter(|c| !steers(*c)) {
        if plain.len() + c.len_utf8() > LONGEST {
            break;
        }
        plain.push(c);
    }
    if plain.trim_matches('.').is_empty() { "file".to_owned() } else { plain }
}

/// The name as the file on disk has it: the name itself, then `a (2).jpg` and so on, cut to what a file system takes.
pub(crate) fn numbered(name: &str, number: usize) -> String {
    let number = if number == 1 { String::new() } else { format!(" ({number})") };
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let room = LONGEST.saturating_sub(ending.len() + number.len() + 1);
    let end = stem.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= room).last().unwrap_or(0);
    // Hidden files and the names of this folder and its parent are no names of pictures.
    let stem = stem[..end].trim_start_matches('.');
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}{number}.{ending}")
}

/// A name in the path of an address: everything but letters, digits and `-._` is written `%XX` (RFC 3986 §2.3).
pub(crate) fn in_address(name: &str) -> String {
    use std::fmt::Write as _;
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").expect("a string takes all");
        }
        text
    })
}

/// Whether an id that a client chose is one we keep: short, and made of letters, digits and `-._:` only.
pub(crate) fn is_id(id: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    (1..=128).contains(&id.len()) && id.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, in_address, is_id, plain};
    use crate::legible::steers;
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn a_name_is_one_part_that_steers_nothing() {
        for (name, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\pictures\\a.jpg", "a.jpg"),
            ("a\u{202e}gpj.exe", "agpj.exe"),
            ("\u{1b}[2Ja.png", "[2Ja.png"),
            ("..", "file"),
            ("", "file"),
            ("海边 1.jpg", "海边 1.jpg"),
        ] {
            assert_eq!(plain(name), expected);
        }
    }

    #[test]
    fn an_address_holds_only_what_addresses_may() {
        assert_eq!(in_address("海 a.jpg"), "%E6%B5%B7%20a.jpg");
    }

    #[test]
    fn an_id_is_short_and_simple() {
        assert!(is_id("render_1773423613616"));
        assert!(!is_id("") && !is_id("../x") && !is_id("a b") && !is_id(&"a".repeat(129)));
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_name(name in "\\PC*|.*") {
            let plain = plain(&name);
            prop_assert!(!plain.is_empty() && plain.len() <= LONGEST);
            prop_assert!(!plain.contains(['/', '\\']) && !plain.chars().any(steers));
        }
    }
}
