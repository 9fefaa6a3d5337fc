//! Why a folder is not taken yet, in a sentence for whoever waits for it.

use std::fmt;
use std::path::{Path, PathBuf};

/// What a folder waits for. Paths are below the entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It changed a moment ago.
    Changing,
    /// There is no file in it.
    Empty,
    /// The ready marker of this name is missing.
    NotReady(String),
    /// A name that a copy in progress bears.
    Partial(PathBuf),
    /// Somebody holds the file open for writing.
    Written(PathBuf),
    /// The end of the file is missing.
    CutOff(PathBuf),
    /// The folder cannot be read; the system's words.
    Unreadable(String),
}

impl Reason {
    /// Whether only time has to pass: `once` waits for such a folder and leaves the others for another day.
    #[must_use]
    pub fn passes(&self) -> bool {
        matches!(self, Self::Changing)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changing => f.write_str("it changed a moment ago"),
            Self::Empty => f.write_str("it holds no pictures yet"),
            Self::NotReady(marker) => write!(f, "it waits for the file {marker}"),
            Self::Partial(path) => write!(f, "{} belongs to a copy that is still going on", shown(path)),
            Self::Written(path) => write!(f, "{} is still being written", shown(path)),
            Self::CutOff(path) => write!(f, "the end of {} has not arrived yet", shown(path)),
            Self::Unreadable(words) => write!(f, "it cannot be read: {words}"),
        }
    }
}

/// A path that cannot play tricks on a terminal.
fn shown(path: &Path) -> String {
    path.to_string_lossy().chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn a_name_with_control_characters_cannot_write_on_the_terminal() {
        let reason = Reason::Written("a\x1b[2J\n.jpg".into());
        assert_eq!(reason.to_string(), "a\u{fffd}[2J\u{fffd}.jpg is still being written");
    }
}
