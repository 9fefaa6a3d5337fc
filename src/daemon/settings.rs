//! What the daemon is told before it starts.

use std::path::{Path, PathBuf};

use crate::announce;
use crate::backoff;
use crate::inbox;
use crate::job::Layers;
use crate::outbox::{After, Folders};

/// Everything that a daemon on one state folder works with.
#[derive(Clone, Debug)]
pub struct Settings {
    pub state_dir: PathBuf,
    /// Jobs at a time.
    pub workers: usize,
    pub watches: Vec<Watch>,
    pub retry: backoff::Settings,
    pub announce: announce::Settings,
    /// The program that renders: reeldrop itself.
    pub program: PathBuf,
}

/// One inbox, where its films and pictures go, and what holds for its folders.
#[derive(Clone, Debug)]
pub struct Watch {
    pub inbox: inbox::Settings,
    pub folders: Folders,
    pub layers: Layers,
}

impl Settings {
    /// The watch that a job fell into; `None` once it was taken out of the config.
    #[must_use]
    pub fn watch(&self, inbox: &Path) -> Option<&Watch> {
        self.watches.iter().find(|watch| watch.inbox.inbox == inbox)
    }
}

impl Watch {
    /// Where claimed jobs of this inbox lie: on its own file system, so that claiming is one rename; in the state
    /// folder if the inbox is only read.
    #[must_use]
    pub fn work_root(&self, state_dir: &Path) -> PathBuf {
        match self.folders.after {
            After::Keep => state_dir.join("work"),
            After::Archive | After::Delete => self.inbox.inbox.join(".reeldrop"),
        }
    }
}
