//! What a person may ask: the jobs, one job, how things stand. It works whether or not a daemon runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::backend::Report;
use crate::clock::{self, Timestamp};
use crate::director::Understood;
use crate::inbox;
use crate::job::{Failure, Job, Origins, Stage, Status};
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

impl JobView {
    /// Whether nothing more happens to it by itself.
    #[must_use]
    pub fn is_over(&self) -> bool {
        [Status::Done, Status::Failed, Status::Cancelled].iter().any(|over| over.word() == self.status)
    }
}

/// One job with its journal, as `show --json` shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct JobDetail {
    #[serde(flatten)]
    pub job: JobView,
    /// The film's timeline in one line, once it is known.
    pub timeline: Option<String>,
    /// Where the pictures lie, once the job is over.
    pub pictures: Option<PathBuf>,
    /// How the words were understood and where each value came from, once the film lies with its pictures.
    pub understood: Vec<Understood>,
    pub not_understood: Vec<String>,
    pub origins: Origins,
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
    /// `running`, `paused` or `stopped`.
    pub daemon: &'static str,
    /// A person has stopped the work, whether or not a daemon runs.
    pub paused: bool,
    /// Why a changed config is not used.
    pub config_error: Option<String>,
    /// What is wrong with the job database, so that nothing more is begun, and what to do.
    pub damage: Option<String>,
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
    let (timeline, lying) = (job.timeline.clone(), job.stage.pictures());
    let report = lying.and_then(|pictures| Report::load(&pictures.join("reeldrop.json")).ok());
    let pictures = lying.map(|pictures| written(pictures));
    let (understood, not_understood, origins) =
        report.map_or_else(Default::default, |report| (report.understood, report.not_understood, report.origins));
    let job = view(job, &sign);
    Ok(Some(JobDetail { job, timeline, pictures, understood, not_understood, origins, journal }))
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

/// Asks for another try of a job that failed or was cancelled, where it stopped if that is possible; the daemon makes it.
pub fn retry(state_dir: &Path, id: i64) -> Result<(), Error> {
    let store = Store::open(state_dir)?;
    let job = store.job(id)?.ok_or(Error::NoJob { id })?;
    let (Stage::Failed { pictures: Some(from), next, .. } | Stage::Cancelled { pictures: Some(from), next }) =
        &job.stage
    else {
        return Err(wrong(&job, "a job that failed or was cancelled can be tried again"));
    };
    let stage = Stage::Retrying { from: from.clone(), next: next.clone() };
    store.advance(&job, &stage, "tried again, as somebody asked", clock::now())?;
    Ok(())
}

/// Calls a job off. Whoever works on it lets it fall, and its pictures go where a person finds them.
pub fn cancel(state_dir: &Path, id: i64) -> Result<(), Error> {
    let store = Store::open(state_dir)?;
    loop {
        let job = store.job(id)?.ok_or(Error::NoJob { id })?;
        match &job.stage {
            Stage::Cancelling { .. } => return Ok(()),
            stage if stage.may_be_cancelled() => {}
            _ => return Err(wrong(&job, "a job whose film is not out yet can be cancelled")),
        }
        let stage = Stage::Cancelling { from: Box::new(job.stage.clone()), to: None };
        match store.advance(&job, &stage, "cancelled, as somebody asked", clock::now()) {
            // A worker came a step further in between.
            Err(store::Error::Conflict { .. }) => {}
            done => return Ok(done.map(drop)?),
        }
    }
}

/// Stops the work: what is being made is broken off, nothing more is begun. Says whether it went on before.
pub fn pause(state_dir: &Path) -> Result<bool, Error> {
    Ok(Store::open(state_dir)?.pause(clock::now())?)
}

/// Has the work go on; says whether it was paused.
pub fn resume(state_dir: &Path) -> Result<bool, Error> {
    Ok(Store::open(state_dir)?.resume()?)
}

/// Whether a daemon lives on this state folder.
pub fn is_attended(state_dir: &Path) -> Result<bool, Error> {
    Ok(presence::look(state_dir)?.is_some())
}

fn wrong(job: &Job, wanted: &'static str) -> Error {
    Error::WrongStatus { id: job.id, status: job.status(clock::now(), &[]).word(), wanted }
}

/// The daemon, the jobs by status, and what waits in the inboxes.
pub fn status(state_dir: &Path, inboxes: &[inbox::Settings]) -> Result<StatusView, Error> {
    let sign = presence::look(state_dir)?;
    let in_hand = sign.as_ref().map(|sign| sign.in_hand.clone()).unwrap_or_default();
    let store = Store::open(state_dir)?;
    let paused = store.is_paused()?;
    let daemon = match (&sign, paused) {
        (None, _) => "stopped",
        (Some(_), true) => "paused",
        (Some(_), false) => "running",
    };
    let jobs = counts(&store, &in_hand)?;
    let said = sign.as_ref().map(|sign| (sign.config_error.clone(), sign.damage.clone()));
    let (config_error, damage) = said.unwrap_or_default();
    let watches = match sign {
        Some(sign) => sign.watches,
        None => inboxes.iter().map(unattended).collect::<Result<_, _>>()?,
    };
    Ok(StatusView { daemon, paused, config_error, damage, jobs, watches })
}

/// They are counted by the store, so that neither a long history nor a long queue is read.
fn counts(store: &Store, in_hand: &[i64]) -> Result<BTreeMap<&'static str, usize>, Error> {
    let (over, live) = (store.over()?, store.live_by_status(clock::now(), in_hand)?);
    let count = |status: Status| {
        let of = |counts: &BTreeMap<String, u32>| counts.get(status.word()).map_or(0, |count| *count as usize);
        (status.word(), of(&over) + of(&live))
    };
    Ok(Status::ALL.into_iter().map(count).collect())
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
        away: None,
        waiting: waiting.collect(),
        loose_files: scan.loose_files.iter().map(|name| name.to_string_lossy().into_owned()).collect(),
    })
}

/// A path fit for JSON: what is not UTF-8 in it is left out.
fn written(path: &Path) -> PathBuf {
    path.to_string_lossy().into_owned().into()
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
        video: job.video().map(|video| written(video)),
        created_at: job.created_at,
        updated_at: job.updated_at,
        name: job.name,
    }
}
