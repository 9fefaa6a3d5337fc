//! What a backend is: it says what comes next, and what became of it. It never commits.

use std::time::Duration;

use crate::backend::errand::Errand;
use crate::clock::Timestamp;
use crate::job::{Failure, JobSpec};

/// One way of making the film of a job, in steps each of which is taken, and then committed, on its own.
pub trait Backend {
    /// What comes next, with exactly the data that doing it needs.
    type Step: Clone + Send;

    fn first_step(&self, spec: &JobSpec) -> Self::Step;

    /// What must be on disk before this step is taken, because taking it twice would harm: the step that only looks.
    fn write_ahead(&self, step: &Self::Step, now: Timestamp) -> Option<Self::Step>;

    /// Takes one step. The future may be dropped at any time; whatever it started then stops.
    fn step(
        &self,
        errand: &Errand<'_>,
        step: Self::Step,
    ) -> impl Future<Output = Result<Outcome<Self::Step>, Fault>> + Send;
}

/// What a step led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<S> {
    Next(S),
    /// The other side needs time: look again with this step after the wait. The job holds no worker meanwhile.
    Wait(S, Duration),
    /// A film lies in the work folder, whole. The step is the beginning of the job's next film.
    Made(Option<S>),
}

/// What became of a step that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The effect certainly did not happen: the step that sends may be taken again.
    NotSent(Failure),
    /// It may go better next time.
    Passing(Failure),
    /// It will not.
    Lasting(Failure),
    /// Nothing was done and nothing is wrong with the job: the machine has no room for it now, or the account no credits.
    /// It waits, as long as was asked if that is known, and no try is used up.
    Held(Failure, Option<Duration>),
}
