//! What the daemon is told before it starts.

use std::iter::repeat_n;
use std::path::{Path, PathBuf};

use crate::announce;
use crate::backend;
use crate::backoff;
use crate::inbox;
use crate::job::Layers;
use crate::outbox::{After, Folders};
use crate::store::Lane;

/// Everything that a daemon on one state folder works with.
#[derive(Clone, Debug)]
pub struct Settings {
    pub state_dir: PathBuf,
    /// Jobs at a time.
    pub workers: usize,
    pub watches: Vec<Watch>,
    /// The cloud service, and how many of its jobs and messages there may be at a time and within a day.
    pub nemo: backend::NemoSettings,
    pub parallel: usize,
    pub messages_a_day: u32,
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
    /// One lane a worker: those that keep this machine busy, and those that mostly wait for another.
    pub(crate) fn lanes(&self) -> impl Iterator<Item = Lane> {
        repeat_n(Lane::Here, self.workers).chain(repeat_n(Lane::Away, self.parallel))
    }

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
