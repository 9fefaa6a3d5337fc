//! Making: one step of the job's backend.

use std::convert::Infallible;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::backend::{self, Errand, Fault, Outcome, Progress};
use crate::clock;
use crate::daemon::house::House;
use crate::daemon::turn::Turn;
use crate::job::{Delivery, Job, JobSpec, LocalStep, Stage, Step, Work};

/// How often the row is told how far the film is: often enough for a person, seldom enough for a disk.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Takes the step; the future may be dropped, and whatever it started then stops.
pub(crate) async fn make(house: &House, job: &Job, work: &Work, step: &Step) -> Turn {
    let spec = match JobSpec::load(&work.spec()) {
        Ok(spec) => spec,
        Err(failure) => return Turn::Again(failure),
    };
    let told = Mutex::new(None);
    let progress = |progress: Progress| tell(house, job.id, progress, &told);
    let errand = Errand { work, spec: &spec, progress: &progress };
    let Step::Local(step) = step;
    // Rendering sends nothing, so it has no twin and this is never called; a backend that sends commits its row here.
    let no_twin = |_: &LocalStep| Ok::<(), Infallible>(());
    let Ok(taken) = backend::take(&house.backend, &errand, step.clone(), clock::now(), no_twin).await;
    taken.map_or_else(went_wrong, went_well)
}

fn went_well(outcome: Outcome<LocalStep>) -> Turn {
    match outcome {
        Outcome::Next(step) => Turn::Advance(Stage::Making { next: Step::Local(step) }, "went on".to_owned()),
        Outcome::Wait(step, wait) => Turn::Wait(Stage::Making { next: Step::Local(step) }, wait),
        Outcome::Made => Turn::Advance(Stage::Delivering { next: Delivery::Bring }, "the film is made".to_owned()),
    }
}

fn went_wrong(fault: Fault) -> Turn {
    match fault {
        Fault::NotSent(failure) | Fault::Passing(failure) => Turn::Again(failure),
        Fault::Held(failure) => Turn::Hold(failure),
        Fault::Lasting(failure) => Turn::GiveUp(failure),
    }
}

fn tell(house: &House, id: i64, progress: Progress, told: &Mutex<Option<Instant>>) {
    let Ok(mut told) = told.lock() else { return };
    let now = clock::instant();
    if told.is_some_and(|last| now.duration_since(last) < TOLD_EVERY) {
        return;
    }
    *told = Some(now);
    let share = f64::from(progress.frame) / f64::from(progress.frames.max(1));
    if let Err(error) = house.store.set_progress(id, share) {
        tracing::debug!(job.id = id, error = &error as &dyn std::error::Error, "cannot say how far the film is");
    }
}
