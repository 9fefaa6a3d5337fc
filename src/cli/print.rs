//! Data to stdout, talk to stderr; the only file that prints.

#![expect(clippy::print_stderr, reason = "this is where talk goes out")]

use std::io::{self, Write};

use serde::Serialize;

use crate::cli::exit::Refusal;

/// One line of data. A reader that has gone away (`| head`) is no error.
pub(in crate::cli) fn line(text: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// One JSON value on one line.
pub(in crate::cli) fn json(value: &impl Serialize) -> io::Result<()> {
    line(&serde_json::to_string(value)?)
}

/// A sentence for the person in front of the terminal.
pub(in crate::cli) fn talk(text: &str) {
    eprintln!("{}", shown(text));
}

/// What went wrong with all its causes, and what to do.
pub(in crate::cli) fn refusal(refusal: &Refusal) {
    eprintln!("error: {}", shown(&format!("{:#}", refusal.error)));
    if let Some(hint) = &refusal.hint {
        eprintln!("\nhint: {}", shown(hint));
    }
}

/// Text that cannot play tricks on a terminal, whatever somebody called a folder: control characters and those that
/// turn the direction of the text are written out.
pub(in crate::cli) fn shown(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => plain.push(c),
            _ if c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                plain.extend(c.escape_unicode());
            }
            _ => plain.push(c),
        }
    }
    plain
}

/// The same on one line.
pub(in crate::cli) fn one_line(text: &str) -> String {
    shown(&text.replace('\n', "\u{b6}"))
}

#[cfg(test)]
mod tests {
    use super::{one_line, shown};

    #[test]
    fn a_name_cannot_speak_to_the_terminal() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}"), "a\\u{1b}[2Jb\\u{202e}");
        assert_eq!(one_line("a\nb"), "a\u{b6}b");
    }
}
