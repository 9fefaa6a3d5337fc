//! What the daemon is told before it starts.

use std::path::{Path, PathBuf};

use crate::announce;
use crate::backend;
use crate::backoff;
use crate::inbox;
use crate::job::Layers;
use crate::llm::Model;
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
    /// Days after which jobs that are over are forgotten; 0 keeps them for ever.
    pub history_days: u32,
    pub announce: announce::Settings,
    /// The program that renders: reeldrop itself.
    pub program: PathBuf,
    /// Asked about words that the rules do not understand.
    pub model: Option<Model>,
}

/// One inbox, where its films and pictures go, and what holds for its folders.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    pub inbox: inbox::Settings,
    pub folders: Folders,
    pub layers: Layers,
}

impl Settings {
    /// How many work in a lane: on what keeps this machine busy, on what mostly waits for another, and one on what is
    /// called off, which should not wait for either.
    const fn workers_in(&self, lane: Lane) -> usize {
        match lane {
            Lane::Here => self.workers,
            Lane::Away => self.parallel,
            Lane::Aside => 1,
        }
    }

    /// Every worker's place.
    pub(crate) fn posts(&self) -> impl Iterator<Item = (Lane, usize)> {
        [Lane::Here, Lane::Away, Lane::Aside]
            .into_iter()
            .flat_map(|lane| (0..self.workers_in(lane)).map(move |number| (lane, number)))
    }

    pub(crate) const fn has(&self, (lane, number): (Lane, usize)) -> bool {
        number < self.workers_in(lane)
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
