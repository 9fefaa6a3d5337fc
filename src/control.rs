//! What a person may ask: the jobs, one job, how things stand. It works whether or not a daemon runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::clock::{self, Timestamp};
use crate::inbox;
use crate::job::{Failure, Job, Stage, Status};
use crate::presence::{self, Sign, Waiting, WatchSign};
use crate::store::{self, Store};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Presence(#[from] presence::Error),
    #[error(transparent)]
    Inbox(#[from] inbox::Error),
    #[error("there is no job {id}")]
    NoJob { id: i64 },
    #[error("job {id} is {status}: only {wanted}")]
    WrongStatus { id: i64, status: &'static str, wanted: &'static str },
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Store(error) => error.hint(),
            Self::NoJob { .. } => Some("`reeldrop jobs` lists them".to_owned()),
            _ => None,
        }
    }
}

/// One job as `jobs --json` shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobView {
    pub id: i64,
    pub name: String,
    pub status: &'static str,
    pub stage: &'static str,
    /// 0 to 1, of the whole job.
    pub progress: f64,
    pub backend: &'static str,
    pub attempts: u32,
    pub error: Option<Failure>,
    pub video: Option<PathBuf>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// One job with its journal, as `show --json` shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobDetail {
    #[serde(flatten)]
    pub job: JobView,
    /// The film's timeline in one line, once it is known.
    pub timeline: Option<String>,
    pub journal: Vec<Line>,
}

/// Something that happened to a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    pub at: Timestamp,
    pub what: String,
}

/// How things stand, as `status --json` shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// `running` or `stopped`.
    pub daemon: &'static str,
    /// Jobs by status; every status is there.
    pub jobs: BTreeMap<&'static str, usize>,
    pub watches: Vec<WatchSign>,
}

/// The jobs of a state folder, the newest first; only those with this status, if one is given.
pub fn jobs(state_dir: &Path, status: Option<Status>) -> Result<Vec<JobView>, Error> {
    let sign = presence::look(state_dir)?.unwrap_or_default();
    let views = Store::open(state_dir)?.jobs()?.into_iter().map(|job| view(job, &sign));
    Ok(views.filter(|job| status.is_none_or(|status| status.word() == job.status)).collect())
}

/// One job; `None` if there is none with that number.
pub fn show(state_dir: &Path, id: i64) -> Result<Option<JobDetail>, Error> {
    let sign = presence::look(state_dir)?.unwrap_or_default();
    let store = Store::open(state_dir)?;
    let Some(job) = store.job(id)? else { return Ok(None) };
    let journal = store.journal(id)?.into_iter().map(|(at, what)| Line { at, what }).collect();
    let timeline = job.timeline.clone();
    Ok(Some(JobDetail { job: view(job, &sign), timeline, journal }))
}

/// Asks for a further film of a finished job; the daemon makes it. Its number.
pub fn refine(state_dir: &Path, id: i64, words: &str) -> Result<i64, Error> {
    let store = Store::open(state_dir)?;
    let job = store.job(id)?.ok_or(Error::NoJob { id })?;
    if !matches!(job.stage, Stage::Done { .. }) {
        return Err(wrong(&job, "a finished job can be refined"));
    }
    Ok(store.refine(&job, words, clock::now())?)
}

/// Asks for another try of a failed job, where it stopped if that is possible; the daemon makes it.
pub fn retry(state_dir: &Path, id: i64) -> Result<(), Error> {
    let store = Store::open(state_dir)?;
    let job = store.job(id)?.ok_or(Error::NoJob { id })?;
    let Stage::Failed { pictures: Some(from), next, .. } = &job.stage else {
        return Err(wrong(&job, "a failed job can be tried again"));
    };
    let stage = Stage::Retrying { from: from.clone(), next: next.clone() };
    store.advance(&job, &stage, "tried again, as somebody asked", clock::now())?;
    Ok(())
}

fn wrong(job: &Job, wanted: &'static str) -> Error {
    Error::WrongStatus { id: job.id, status: job.status(clock::now(), &[]).word(), wanted }
}

/// The daemon, the jobs by status, and what waits in the inboxes.
pub fn status(state_dir: &Path, inboxes: &[inbox::Settings]) -> Result<StatusView, Error> {
    let sign = presence::look(state_dir)?;
    let in_hand = sign.as_ref().map(|sign| sign.in_hand.clone()).unwrap_or_default();
    let mut jobs: BTreeMap<&str, usize> = Status::ALL.iter().map(|status| (status.word(), 0)).collect();
    for job in Store::open(state_dir)?.jobs()? {
        *jobs.entry(job.status(clock::now(), &in_hand).word()).or_default() += 1;
    }
    let daemon = if sign.is_some() { "running" } else { "stopped" };
    let watches = match sign {
        Some(sign) => sign.watches,
        None => inboxes.iter().map(unattended).collect::<Result<_, _>>()?,
    };
    Ok(StatusView { daemon, jobs, watches })
}

/// An inbox at which no daemon looks.
fn unattended(settings: &inbox::Settings) -> Result<WatchSign, Error> {
    let scan = inbox::scan(&settings.inbox, &inbox::Names::new(settings)?)?;
    let reason = "the daemon is not running".to_owned();
    let waiting =
        scan.entries.iter().map(|name| Waiting { name: name.to_string_lossy().into_owned(), reason: reason.clone() });
    Ok(WatchSign {
        inbox: settings.inbox.clone(),
        mode: inbox::watching(settings).word().to_owned(),
        waiting: waiting.collect(),
        loose_files: scan.loose_files.iter().map(|name| name.to_string_lossy().into_owned()).collect(),
    })
}

fn view(job: Job, sign: &Sign) -> JobView {
    let status = job.status(clock::now(), &sign.in_hand);
    JobView {
        id: job.id,
        status: status.word(),
        stage: job.stage.word(),
        progress: job.done(),
        backend: job.backend.word(),
        attempts: job.attempts,
        error: job.failure().cloned(),
        video: job.video().cloned(),
        created_at: job.created_at,
        updated_at: job.updated_at,
        name: job.name,
    }
}
