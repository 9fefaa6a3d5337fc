//! How far a job has come: what is to be done next, never what is being done.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::job::failure::Failure;
use crate::job::nemo::NemoStep;
use crate::job::path;

/// Each variant names what comes next and has exactly the data that doing it needs; whoever finds it does it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// Move the entry into the work folder and write its spec.
    Claiming,
    /// Draw up the order of a further film from the pictures of job `of`, with these further words.
    Refining { of: i64, words: String },
    /// Fetch the folder back from the failed folder, and go on at `next`, or from the beginning.
    Retrying {
        #[serde(with = "path")]
        from: PathBuf,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Step>,
    },
    /// Take the backend's next step.
    Making { next: Step },
    /// Bring the film out and put the pictures away.
    Delivering { next: Delivery },
    /// Move the pictures to `to` in the failed folder, with the reason beside them.
    Failing {
        failure: Failure,
        #[serde(with = "path")]
        to: PathBuf,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Step>,
    },
    Done {
        #[serde(with = "path")]
        video: PathBuf,
        /// Where the pictures lie now.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "path::maybe")]
        pictures: Option<PathBuf>,
    },
    Failed {
        failure: Failure,
        /// Where the pictures lie, and at which step a retry goes on.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "path::maybe")]
        pictures: Option<PathBuf>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Step>,
    },
    /// Put the pictures where a person finds them: somebody wants no film of them. `from` is what was to be done next
    /// when it was called off, `to` the place in the failed folder, once one is chosen.
    Cancelling {
        from: Box<Stage>,
        #[serde(default, skip_serializing_if = "Option::is_none", with = "path::maybe")]
        to: Option<PathBuf>,
    },
    Cancelled {
        /// Where the pictures lie, and at which step a retry goes on.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "path::maybe")]
        pictures: Option<PathBuf>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<Step>,
    },
}

/// The next step of one of the backends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "backend", rename_all = "snake_case")]
pub enum Step {
    Local(LocalStep),
    Nemo(NemoStep),
}

/// The local backend's steps may be done twice without harm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum LocalStep {
    /// Ask the owner's language model about what the rules left open in the words, then make this film.
    Ask {
        /// Which of the job's films, from 0.
        #[serde(default, skip_serializing_if = "is_first")]
        film: usize,
    },
    Render {
        /// Which of the job's films, from 0.
        #[serde(default, skip_serializing_if = "is_first")]
        film: usize,
    },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
const fn is_first(film: &usize) -> bool {
    *film == 0
}

/// The way from the work folder to the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Delivery {
    /// Bring a durable copy beside its final place, under a hidden name. `then` is the making of the job's next film.
    Bring {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then: Option<Box<Step>>,
    },
    /// Give it this name. That the hidden file is gone proves that it was done, even if somebody took the film at once.
    Publish {
        #[serde(with = "path")]
        video: PathBuf,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        then: Option<Box<Step>>,
    },
    /// Put the pictures away to `to`; nowhere for a folder that is to be deleted or left where it is.
    Retire {
        #[serde(with = "path")]
        video: PathBuf,
        #[serde(default, with = "path::maybe")]
        to: Option<PathBuf>,
    },
}

impl Stage {
    /// Whether there is still something to be done.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        !matches!(self, Self::Done { .. } | Self::Failed { .. } | Self::Cancelled { .. })
    }

    /// Where the pictures of a job that is over lie.
    #[must_use]
    pub const fn pictures(&self) -> Option<&PathBuf> {
        match self {
            Self::Done { pictures, .. } | Self::Failed { pictures, .. } | Self::Cancelled { pictures, .. } => {
                pictures.as_ref()
            }
            _ => None,
        }
    }

    /// Whether a person may still call the job off: its film is not out, and it has not failed.
    #[must_use]
    pub const fn may_be_cancelled(&self) -> bool {
        !matches!(
            self,
            Self::Cancelling { .. } | Self::Failing { .. } | Self::Delivering { next: Delivery::Retire { .. } }
        ) && self.is_live()
    }

    /// The stage in a word or two, as `jobs` shows it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Claiming => "claiming",
            Self::Refining { .. } => "refining",
            Self::Retrying { .. } => "fetching back",
            Self::Making { next: Step::Local(LocalStep::Ask { .. }) } => "asking the model",
            Self::Making { next: Step::Local(LocalStep::Render { .. }) } => "rendering",
            Self::Making { next: Step::Nemo(step) } => step.word(),
            Self::Delivering { next: Delivery::Bring { .. } } => "bringing out",
            Self::Delivering { next: Delivery::Publish { .. } } => "publishing",
            Self::Delivering { next: Delivery::Retire { .. } } => "archiving",
            Self::Failing { .. } => "failing",
            Self::Done { .. } => "done",
            Self::Failed { .. } => "failed",
            Self::Cancelling { .. } => "cancelling",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}

impl Step {
    /// Which of the job's films it makes, from 0.
    #[must_use]
    pub const fn film(&self) -> usize {
        match self {
            Self::Local(LocalStep::Ask { film } | LocalStep::Render { film }) => *film,
            Self::Nemo(step) => match step.talk() {
                Some(talk) => talk.film,
                None => 0,
            },
        }
    }

    /// Where a person's retry goes on.
    #[must_use]
    pub fn again(self) -> Self {
        match self {
            Self::Local(step) => Self::Local(step),
            Self::Nemo(step) => Self::Nemo(step.again()),
        }
    }
}
