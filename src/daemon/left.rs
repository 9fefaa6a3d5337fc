//! What a round leaves behind, and how long it waits for a folder.

use std::path::Path;
use std::time::Duration;

use crate::daemon::settings::Watch;
use crate::presence::Waiting;

/// What a round left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Folders that did not come to rest, and why.
    pub waiting: Vec<Waiting>,
    /// Jobs of this round that failed.
    pub failed: usize,
    /// Jobs that wait for something.
    pub unfinished: usize,
    pub interrupted: bool,
    /// A person had paused the work.
    pub paused: bool,
}

/// As long as nothing wakes anybody, this is how often the round asks whether it is over.
pub(crate) const LOOK: Duration = Duration::from_millis(200);

/// A folder that keeps changing is given up after this many times the quiet it needs.
const TIMES: u32 = 3;

/// How long a folder that keeps changing is waited for.
pub(crate) fn patience(watch: &Watch) -> Duration {
    watch.inbox.settle().saturating_mul(TIMES).max(Duration::from_secs(2))
}

/// An inbox that cannot be looked at is left with whatever lies in it.
pub(crate) fn away(inbox: &Path, why: String) -> Waiting {
    Waiting { name: inbox.display().to_string(), reason: why }
}
