//! The row of a job, and what a person sees of it.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::clock::Timestamp;
use crate::job::backend::BackendName;
use crate::job::failure::Failure;
use crate::job::stage::{Delivery, Stage};
use crate::nemovideo::Session;

/// One entry on its way to one MP4: one row of the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Small enough to be typed by a person.
    pub id: i64,
    /// What the entry was called, fit to be shown.
    pub name: String,
    /// The inbox it fell into, and its name there, byte for byte.
    pub inbox: PathBuf,
    pub entry: OsString,
    /// The entry's files, sizes and times when it was taken.
    pub fingerprint: String,
    pub backend: BackendName,
    pub priority: i64,
    pub stage: Stage,
    /// Counts the writes to the row; whoever writes must have seen the last one.
    pub version: i64,
    /// Failed tries of the present step.
    pub attempts: u32,
    /// The step is not to be tried before this time.
    pub not_before: Option<Timestamp>,
    pub last_fault: Option<Failure>,
    /// How much of the present step is done, 0 to 1; for people, nothing is decided by it.
    pub progress: f64,
    /// The timeline of the film in one line, once it is known.
    pub timeline: Option<String>,
    /// The conversation at the service, for a further instruction.
    pub session: Option<Session>,
    /// All that was said of the film, once it is claimed.
    pub prompt: Option<String>,
    /// The first job of a film that was refined: this job's pictures are that one's, and stay where they are.
    pub refines: Option<i64>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// What a person sees of a job: derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Queued,
    Working,
    Waiting,
    Done,
    Failed,
    Cancelled,
}

impl Status {
    /// In the order in which a job goes through them.
    pub const ALL: [Self; 6] = [Self::Queued, Self::Working, Self::Waiting, Self::Done, Self::Failed, Self::Cancelled];

    /// The word for it, as `jobs --status` takes it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Working => "working",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

impl Job {
    /// What a person sees, given the jobs that a living daemon has in hand.
    #[must_use]
    pub fn status(&self, now: Timestamp, in_hand: &[i64]) -> Status {
        match &self.stage {
            Stage::Done { .. } => Status::Done,
            Stage::Failed { .. } => Status::Failed,
            Stage::Cancelled { .. } => Status::Cancelled,
            _ if in_hand.contains(&self.id) => Status::Working,
            _ if self.not_before.is_some_and(|at| at > now) => Status::Waiting,
            _ => Status::Queued,
        }
    }

    /// How much of the whole job is done, 0 to 1. Making is nearly all of the work.
    #[must_use]
    pub fn done(&self) -> f64 {
        match &self.stage {
            Stage::Making { .. } => self.progress.clamp(0.0, 1.0) * 0.98,
            Stage::Delivering { .. } => 0.99,
            Stage::Done { .. } => 1.0,
            _ => 0.0,
        }
    }

    /// What went wrong last, whether the job is still trying or has given up.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        match &self.stage {
            Stage::Failing { failure, .. } | Stage::Failed { failure, .. } => Some(failure),
            Stage::Done { .. } | Stage::Cancelled { .. } => None,
            _ => self.last_fault.as_ref(),
        }
    }

    /// The film, once it lies in the outbox.
    #[must_use]
    pub fn video(&self) -> Option<&PathBuf> {
        match &self.stage {
            Stage::Delivering { next: Delivery::Retire { video, .. } } | Stage::Done { video, .. } => Some(video),
            _ => None,
        }
    }
}
