//! What one step of a job led to, before it is committed.

use std::time::Duration;

use crate::job::{Failure, Stage};

/// The result of doing what a stage names. Nothing of it counts until the worker has committed it.
#[derive(Clone, Debug, PartialEq)]
pub enum Turn {
    /// The job is at this stage now; the words go to its journal.
    Advance(Stage, String),
    /// The same step again after a while; a try is used up.
    Again(Failure),
    /// The same step again after a while, as often as it takes: nothing is wrong with the job itself. How long a while,
    /// if that is known.
    Hold(Failure, Option<Duration>),
    /// The job is at this stage now, and may go on after a while; nothing that its journal should keep.
    Rest(Stage, Duration),
    /// The entry changed or went away before anything was done with it: it never was a job.
    Withdraw,
    /// It will not become a film.
    GiveUp(Failure),
}
