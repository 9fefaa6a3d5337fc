//! What a child says that makes a file, one JSON object a line on its stdout.

use serde::{Deserialize, Serialize};

use crate::backend::way::Fault;
use crate::disk;
use crate::job::{Failure, Kind};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Message {
    Progress {
        frame: u32,
        frames: u32,
    },
    /// For the job's journal.
    Note(String),
    /// What was to be made lies in its place.
    Made,
    Failed {
        failure: Failure,
        /// The disk is full: it may go on by itself later.
        full: bool,
    },
}

/// What a failure means for the job: a full disk may have room again, a file stays as it is.
pub(crate) fn fault(failure: Failure, full: bool) -> Fault {
    match failure.kind {
        _ if full => Fault::Held(failure, None),
        Kind::Input => Fault::Lasting(failure),
        _ => Fault::Passing(failure),
    }
}

/// The same of what the disk refuses here.
pub(crate) fn of_disk(error: &disk::Error) -> Fault {
    fault(Failure::of(Kind::Machine, error, None), error.is_full())
}
