//! Words from strangers, made fit to be shown: nothing in them can steer a terminal or turn a line around.

/// The text on one line: control characters, line breaks included, and those that turn the direction of text are
/// written out as escapes.
#[must_use]
pub fn line(text: &str) -> String {
    escaped(text, |_| false)
}

/// The same, line breaks kept.
#[must_use]
pub fn text(text: &str) -> String {
    escaped(text, |c| c == '\n')
}

/// Whether a character steers what is around it rather than being seen: the controls of Unicode's category Cc, the line
/// and paragraph separators, and the bidirectional marks of UAX #9.
#[must_use]
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn escaped(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) && !keep(c) {
            plain.extend(c.escape_default());
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{line, steers, text};
    use proptest::prelude::{any, prop_assert, proptest};

    #[test]
    fn a_name_cannot_speak_to_the_terminal() {
        assert_eq!(line("a\u{1b}[2Jb\u{202e}\n"), "a\\u{1b}[2Jb\\u{202e}\\n");
        assert_eq!(text("a\n\tb"), "a\n\\tb");
        assert_eq!(line("Café 写真 📷"), "Café 写真 📷");
    }

    proptest! {
        #[test]
        fn nothing_that_steers_is_left(name in any::<String>()) {
            prop_assert!(!line(&name).chars().any(steers));
        }
    }
}
