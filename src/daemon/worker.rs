//! A worker: takes a row, does what it names, commits what came of it, and looks for the next.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::announce::News;
use crate::backoff;
use crate::clock::{self, Timestamp};
use crate::daemon::bell::Ear;
use crate::daemon::cancelling::cancel;
use crate::daemon::claiming::{claim, work};
use crate::daemon::delivering::{deliver, fail, give_up};
use crate::daemon::house::House;
use crate::daemon::making::make;
use crate::daemon::refining::{refine, retry};
use crate::daemon::turn::Turn;
use crate::daemon::unharmed::{Panicked, unharmed};
use crate::job::{Failure, Job, Kind, Stage};
use crate::store::{self, Lane, Postponed};

/// How long a worker sleeps at most; the bell wakes it earlier.
const LONGEST_NAP: Duration = Duration::from_mins(1);
/// How long it lets a store alone that has just refused something.
const RESPITE: Duration = Duration::from_secs(5);

/// One worker's place: its lane, and which of the lane's workers it is, from 0.
pub(crate) type Post = (Lane, usize);

/// Works until `stop` says so, or the rules no longer have this post. A step that can be broken off is broken off at a
/// stop, and resumed by the next daemon; the same when a person calls the job off.
pub async fn work_on(house: Arc<House>, post: Post, mut stop: watch::Receiver<bool>) -> Post {
    let mut ear = house.bell.listen();
    while !*stop.borrow() && house.rules().settings.has(post) {
        let now = clock::now();
        match house.take_job(post.0) {
            Ok(Some((job, drop_it))) => {
                let id = job.id;
                tokio::select! {
                    () = safe_step(&house, job) => {}
                    () = drop_it.notified() => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
                house.put_down(id);
                house.bell.ring();
            }
            Ok(None) => nap(&house, now, &mut ear, &mut stop).await,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "cannot look for work");
                timeout(RESPITE, stop.wait_for(|stop| *stop)).await.ok();
            }
        }
    }
    post
}

/// Until the bell rings or a job is due that was not at `before`.
async fn nap(house: &House, before: Timestamp, ear: &mut Ear, stop: &mut watch::Receiver<bool>) {
    let due = house.store.next_due(before).ok().flatten();
    let wait = due
        .map_or(LONGEST_NAP, |due| Duration::try_from(clock::now().until(due).unwrap_or_default()).unwrap_or_default());
    tokio::select! {
        _ = timeout(wait.min(LONGEST_NAP), ear.heard()) => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

/// The same as [`one_step`], where a mistake of our own costs the job a try and nobody else anything.
async fn safe_step(house: &Arc<House>, job: Job) {
    let (id, name) = (job.id, job.name.clone());
    let Err(panicked) = unharmed(Box::pin(one_step(house, job))).await else { return };
    tracing::error!(job.id = id, job.name = name, "{panicked}; please report it");
    // Where not even that can be written down, the others still get their turn.
    if !matches!(unharmed(async { blame(house, id, &panicked) }).await, Ok(Ok(()))) {
        tracing::error!(job.id = id, "what went wrong could not be written down");
        sleep(RESPITE).await;
    }
}

/// The row is read anew: a step that sends has written its twin before it panicked, and only that may be tried again.
fn blame(house: &House, id: i64, panicked: &Panicked) -> Result<(), store::Error> {
    let Some(job) = house.store.job(id)? else { return Ok(()) };
    let hint = "please report it, with what the log says above it".to_owned();
    commit(house, &job, Turn::Again(Failure::of(Kind::Machine, panicked, Some(hint))))
}

/// Takes one step of a job that the caller has in hand, and commits what came of it.
pub(crate) async fn one_step(house: &Arc<House>, mut job: Job) {
    let turn = perform(house, &mut job).await;
    match commit(house, &job, turn) {
        Ok(()) => {}
        // Somebody else wrote to the row, a person perhaps: it is read again, and found as they left it.
        Err(store::Error::Conflict { id }) => tracing::info!(job.id = id, "changed by somebody else"),
        Err(error) => {
            tracing::error!(job.id = job.id, error = &error as &dyn std::error::Error, "cannot commit a step");
            sleep(RESPITE).await;
        }
    }
}

/// Does what the job's stage names and says what came of it. Nothing counts before it is committed: whoever finds the
/// row afterwards does the same again. `job` becomes the row as it is on disk when this returns: a step that sends has
/// its twin written ahead.
pub async fn perform(house: &Arc<House>, job: &mut Job) -> Turn {
    let Some(watch) = house.rules().settings.watch(&job.inbox).cloned() else { return Turn::Hold(orphan(job), None) };
    if let Stage::Making { next } = job.stage.clone() {
        let work = work(house, &watch, job);
        return match watch.layers.limits.room(work.dir()) {
            Ok(()) => make(house, job, &work, next).await,
            Err(failure) => Turn::Hold(failure, None),
        };
    }
    let (house, job) = (Arc::clone(house), job.clone());
    let blocking = tokio::task::spawn_blocking(move || match &job.stage {
        Stage::Claiming => claim(&house, &watch, &job),
        Stage::Delivering { next } => deliver(&house, &watch, &job, next),
        Stage::Failing { failure, to, .. } => fail(&house, &watch, &job, failure, to),
        Stage::Refining { of, words } => refine(&house, &watch, &job, *of, words),
        Stage::Cancelling { from, to } => cancel(&house, &watch, &job, from, to.as_deref()),
        Stage::Retrying { from, next } => retry(&house, &watch, &job, from, next.as_ref()),
        _ => Turn::Hold(nothing_to_do(), None),
    });
    blocking.await.unwrap_or_else(|error| Turn::Again(Failure::of(Kind::Machine, &error, None)))
}

fn orphan(job: &Job) -> Failure {
    Failure {
        kind: Kind::Machine,
        message: format!("the inbox `{}` is no longer in the config", job.inbox.display()),
        hint: Some("put its `[[watch]]` back for as long as it takes to finish the job".to_owned()),
    }
}

/// The store hands out no such row.
fn nothing_to_do() -> Failure {
    Failure { kind: Kind::Machine, message: "nothing is left to do".to_owned(), hint: None }
}

fn commit(house: &House, job: &Job, turn: Turn) -> Result<(), store::Error> {
    let now = clock::now();
    match turn {
        Turn::Advance(stage, what) => {
            let job = house.store.advance(job, &stage, &what, now)?;
            tracing::info!(job.id, job.name, stage = stage.word(), "{what}");
            tell_others(house, &job);
        }
        Turn::Withdraw => {
            tracing::info!(job.id, job.name, "changed before it was claimed; it settles again");
            house.store.withdraw(job)?;
        }
        Turn::Rest(stage, wait) => {
            tracing::debug!(job.id, job.name, stage = stage.word(), wait_ms = wait.as_millis() as u64, "goes on");
            house.store.rest(job, &stage, clock::later(now, wait), now)?;
        }
        Turn::Hold(failure, wait) => hold_on(house, job, &failure, wait)?,
        Turn::Again(failure) if house.rules().settings.retry.again(job.attempts + 1) => {
            try_again(house, job, &failure)?;
        }
        Turn::Again(failure) | Turn::GiveUp(failure) => resign(house, job, failure)?,
    }
    Ok(())
}

/// A used-up try; the waits grow.
fn try_again(house: &House, job: &Job, fault: &Failure) -> Result<(), store::Error> {
    let attempts = job.attempts.saturating_add(1);
    postpone(house, job, fault, attempts, house.rules().settings.retry.wait(attempts, backoff::jitter()))
}

/// No try is used up, and the wait is always one of about half a minute at the default `base_secs`: often enough for
/// whoever has just made room, seldom enough for the log.
fn hold_on(house: &House, job: &Job, fault: &Failure, wait: Option<Duration>) -> Result<(), store::Error> {
    const LIKE_THE_FIFTH: u32 = 5;
    let wait = wait.unwrap_or_else(|| house.rules().settings.retry.wait(LIKE_THE_FIFTH, backoff::jitter()));
    postpone(house, job, fault, job.attempts, wait)
}

fn postpone(house: &House, job: &Job, fault: &Failure, attempts: u32, wait: Duration) -> Result<(), store::Error> {
    // The same fault over and over is one line in the log, not one a minute.
    if job.last_fault.as_ref() != Some(fault) {
        tracing::warn!(job.id, job.name, stage = job.stage.word(), hint = fault.hint, "{}", fault.message);
    }
    let now = clock::now();
    house.store.postpone(job, &Postponed { fault, attempts, until: clock::later(now, wait) }, now).map(drop)
}

fn resign(house: &House, job: &Job, failure: Failure) -> Result<(), store::Error> {
    let rules = house.rules();
    let Some(watch) = rules.settings.watch(&job.inbox) else { return hold_on(house, job, &failure, None) };
    tracing::warn!(job.id, job.name, stage = job.stage.word(), hint = failure.hint, "{}", failure.message);
    match give_up(watch, job, failure) {
        Turn::Advance(stage, what) => house.store.advance(job, &stage, &what, clock::now()).map(drop),
        Turn::Hold(failure, wait) => hold_on(house, job, &failure, wait),
        _ => Ok(()),
    }
}

fn tell_others(house: &House, job: &Job) {
    let (status, video, error) = match &job.stage {
        Stage::Done { video, .. } => ("done", Some(video.display().to_string()), None),
        Stage::Failed { failure, .. } => ("failed", None, Some(failure.message.clone())),
        _ => return,
    };
    let news = News { id: job.id, name: job.name.clone(), status, video, error };
    house.tell(news);
}
