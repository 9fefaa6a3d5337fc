//! Data to stdout, talk to stderr; the only file that prints.

#![expect(clippy::print_stderr, reason = "this is where talk goes out")]

use std::io::{self, Write};

use serde::Serialize;

use crate::cli::exit::Refusal;
use crate::director::Understood;
use crate::job::{Origin, Origins};
use crate::legible;

/// One line of data. A reader that has gone away (`| head`) is no error.
pub(crate) fn line(text: &str) -> io::Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Data as it is. A reader that has gone away is no error.
pub(crate) fn bytes(data: &[u8]) -> io::Result<()> {
    match io::stdout().lock().write_all(data) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// One JSON value on one line.
pub(crate) fn json(value: &impl Serialize) -> io::Result<()> {
    line(&serde_json::to_string(value)?)
}

/// What words were understood to mean, and by whom if it was not by the rules.
pub(crate) fn understood(said: &Understood, origins: &Origins) -> io::Result<()> {
    let Understood { text, field, value } = said;
    let by = if origins.get(field) == Some(&Origin::Model) { " (by the model)" } else { "" };
    line(&legible::line(&format!("understood: {text} -> {field} {value}{by}")))
}

/// A sentence for the person in front of the terminal.
pub(crate) fn talk(text: &str) {
    eprintln!("{}", legible::text(text));
}

/// What went wrong with all its causes, and what to do.
pub(crate) fn refusal(refusal: &Refusal) {
    eprintln!("error: {}", legible::text(&format!("{:#}", refusal.error)));
    if let Some(hint) = &refusal.hint {
        eprintln!("\nhint: {}", legible::text(hint));
    }
}
