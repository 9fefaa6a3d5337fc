//! Making: one step of the job's backend, its twin committed before anything is sent.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::backend::{self, Backend, Errand, Fault, Note, Outcome, Progress};
use crate::clock;
use crate::daemon::house::House;
use crate::daemon::turn::Turn;
use crate::job::{Delivery, Failure, Job, JobSpec, Kind, NemoStep, Stage, Step, Work};
use crate::legible;
use crate::store;

/// How often the row is told how far the film is: often enough for a person, seldom enough for a disk.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Takes the step; the future may be dropped, and whatever it started then stops. `job` becomes the row as it is when
/// this returns.
pub(crate) async fn make(house: &House, job: &mut Job, work: &Work, step: Step) -> Turn {
    let spec = match JobSpec::load(&work.spec()) {
        Ok(spec) => spec,
        Err(failure) => return Turn::Again(failure),
    };
    let (id, told, rules) = (job.id, Mutex::new(None), house.rules());
    let progress = |progress: Progress| tell(house, id, progress, &told);
    let note = |note: Note<'_>| keep(house, id, note);
    let errand = Errand { work, spec: &spec, progress: &progress, note: &note };
    match step {
        Step::Local(step) => take(house, job, &rules.local, &errand, (step, Step::Local)).await,
        Step::Nemo(step) => take(house, job, &rules.nemo, &errand, (step, Step::Nemo)).await,
    }
}

/// A step of one backend, and how it is spelled among the steps of all.
type Spelled<S> = (S, fn(S) -> Step);

async fn take<B: Backend>(
    house: &House,
    job: &mut Job,
    backend: &B,
    errand: &Errand<'_>,
    (step, spell): Spelled<B::Step>,
) -> Turn {
    let commit = |step: &B::Step| write_ahead(house, job, spell(step.clone()));
    match backend::take(backend, errand, step, clock::now(), commit).await {
        Ok(Ok(outcome)) => went_well(house, job, outcome, spell),
        Ok(Err(fault)) => went_wrong(fault),
        Err(turn) => turn,
    }
}

/// The step that is on disk before anything is sent, or put back because nothing was. A message counts against the
/// budget first: a crash in between may count one too many, never one too few.
fn write_ahead(house: &House, job: &mut Job, step: Step) -> Result<(), Turn> {
    let now = clock::now();
    let (sends, sent_not) = match &step {
        Step::Nemo(NemoStep::WatchDraft { .. }) => (true, false),
        Step::Nemo(NemoStep::Message { .. }) => (false, true),
        _ => (false, false),
    };
    let most = house.rules().settings.messages_a_day;
    if sends && !house.store.spend(job.id, most, now).map_err(|error| broken(&error))? {
        return Err(Turn::Hold(over_budget(most), Some(BUDGET_LOOK)));
    }
    *job = house.store.rest(job, &Stage::Making { next: step }, now, now).map_err(|error| broken(&error))?;
    if sent_not {
        house.store.unspend(job.id).map_err(|error| broken(&error))?;
    }
    Ok(())
}

/// The row cannot be written, or somebody else has written to it: nothing was sent.
fn broken(error: &store::Error) -> Turn {
    Turn::Hold(Failure::of(Kind::Machine, error, None), None)
}

/// How soon a spent budget is looked at again.
const BUDGET_LOOK: Duration = Duration::from_mins(10);

fn over_budget(most: u32) -> Failure {
    Failure {
        kind: Kind::Refused,
        message: format!("{most} messages were sent to NemoVideo within a day, which is all that the budget allows"),
        hint: Some(
            "it goes on by itself; to go on sooner raise `max_messages_per_day` under `[nemo]` in the config".into(),
        ),
    }
}

fn went_well<S>(house: &House, job: &Job, outcome: Outcome<S>, spell: fn(S) -> Step) -> Turn {
    match outcome {
        Outcome::Next(step) => rest(house, job, spell(step), Duration::ZERO),
        Outcome::Wait(step, wait) => rest(house, job, spell(step), wait),
        Outcome::Made(then) => {
            let next = Delivery::Bring { then: then.map(|step| Box::new(spell(step))) };
            Turn::Advance(Stage::Delivering { next }, "the film is made".to_owned())
        }
    }
}

/// A new conversation is remembered, so that a further instruction can go on with it.
fn rest(house: &House, job: &Job, next: Step, wait: Duration) -> Turn {
    let talk = match &next {
        Step::Nemo(step) => step.talk(),
        Step::Local(_) => None,
    };
    if let Some(session) = talk.map(|talk| &talk.session).filter(|session| job.session.as_ref() != Some(session))
        && let Err(error) = house.store.set_session(job.id, session)
    {
        return broken(&error);
    }
    Turn::Rest(Stage::Making { next }, wait)
}

fn went_wrong(fault: Fault) -> Turn {
    match fault {
        Fault::NotSent(failure) | Fault::Passing(failure) => Turn::Again(failure),
        Fault::Held(failure, wait) => Turn::Hold(failure, wait),
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
    if let Err(error) = house.store.set_progress(id, progress.share()) {
        tracing::debug!(job.id = id, error = &error as &dyn std::error::Error, "cannot say how far the film is");
    }
}

fn keep(house: &House, id: i64, note: Note<'_>) {
    let kept = match note {
        Note::Line(line) => {
            tracing::info!(job.id = id, "{}", legible::line(line));
            house.store.note(id, line, clock::now())
        }
        Note::Timeline(line) => house.store.set_timeline(id, line),
    };
    if let Err(error) = kept {
        tracing::warn!(job.id = id, error = &error as &dyn std::error::Error, "cannot write into the journal");
    }
}
