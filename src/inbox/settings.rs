//! The keys of one `[[watch]]` that concern its inbox.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// The longest that any wait may be set to; beyond a day a typing mistake is likelier than a wish.
const LONGEST: f64 = 86_400.0;

/// What one `[[watch]]` says of its inbox. A leading `~` is taken literally here: whoever reads the file expands it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub inbox: PathBuf,
    pub mode: Mode,
    /// Seconds of quiet after the last change.
    pub settle_secs: f64,
    /// Seconds between two looks when nothing else asks for one.
    pub rescan_secs: f64,
    /// The name of a file that stands for silence; empty for none.
    pub ready_marker: String,
    /// Globs of file and folder names, at any depth, beside the built-in ones.
    pub ignore: Vec<String>,
}

/// How the inbox is watched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Events on a local disk, polling on a network file system.
    #[default]
    Auto,
    Events,
    Poll,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            inbox: PathBuf::from("~/Videos/inbox"),
            mode: Mode::Auto,
            settle_secs: 2.0,
            rescan_secs: 30.0,
            ready_marker: String::new(),
            ignore: Vec::new(),
        }
    }
}

impl Settings {
    #[must_use]
    pub fn settle(&self) -> Duration {
        seconds(self.settle_secs)
    }

    #[must_use]
    pub fn rescan(&self) -> Duration {
        /// Less would be a busy loop.
        const SHORTEST: Duration = Duration::from_secs(1);
        seconds(self.rescan_secs).max(SHORTEST)
    }
}

/// Whatever number the file holds, without the panic that `from_secs_f64` keeps for some of them.
fn seconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(if value.is_nan() { 0.0 } else { value.clamp(0.0, LONGEST) }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Mode, Settings};
    use std::time::Duration;

    #[test]
    fn what_is_not_said_has_the_default_of_the_contract() {
        let said: Settings = toml::from_str("mode = \"poll\"\nignore = [\"raw*\"]").unwrap();
        assert_eq!(said, Settings { mode: Mode::Poll, ignore: vec!["raw*".into()], ..Settings::default() });
        assert_eq!((said.settle(), said.rescan()), (Duration::from_secs(2), Duration::from_secs(30)));
    }

    #[test]
    fn no_number_of_seconds_panics() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300, 0.0] {
            let settings = Settings { settle_secs: value, rescan_secs: value, ..Settings::default() };
            assert!(settings.settle() <= Duration::from_hours(24));
            assert!(settings.rescan() >= Duration::from_secs(1));
        }
    }
}
