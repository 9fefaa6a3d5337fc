//! Claiming: the entry leaves the inbox in one move, its words are read, and its order is written down.

use std::path::{Path, PathBuf};

use crate::backend::Backend;
use crate::daemon::house::House;
use crate::daemon::settings::Watch;
use crate::daemon::turn::Turn;
use crate::disk;
use crate::inbox::{self, Claimed, Listing, Names};
use crate::job::{BackendName, Failure, Job, JobSpec, Kind, Stage, Step, Work};
use crate::outbox::After;

/// Does the claim; may be done again after a crash at any point.
pub(crate) fn claim(house: &House, watch: &Watch, job: &Job) -> Turn {
    taken(house, watch, job).unwrap_or_else(|turn| turn)
}

fn taken(house: &House, watch: &Watch, job: &Job) -> Result<Turn, Turn> {
    let work = work(house, watch, job);
    let listing = match watch.folders.after {
        After::Keep => in_place(watch, job, &work)?,
        After::Archive | After::Delete => moved(house, watch, job, &work)?,
    };
    let source = source(watch, job, &work);
    let spec = JobSpec::draw_up(&job.name, &source, listing.found(), &watch.layers).map_err(Turn::GiveUp)?;
    order(house, job, &work, &spec, None)
}

/// Writes the order down; the making begins at `next`, or at the backend's first step. Words that were read anew may have
/// to be asked about anew as well.
pub(crate) fn order(house: &House, job: &Job, work: &Work, spec: &JobSpec, next: Option<Step>) -> Result<Turn, Turn> {
    disk::make_dir(work.dir()).map_err(|error| hold(&error))?;
    spec.save(&work.spec()).map_err(|error| hold(&error))?;
    house.store.set_wishes(job.id, spec).map_err(|error| hold(&error))?;
    let next = match (spec.backend, next) {
        (BackendName::Local, next) => {
            Step::Local(house.rules().local.step_to(spec, next.map_or(0, |next| next.film())))
        }
        (BackendName::Nemo, Some(next)) => next,
        (BackendName::Nemo, None) => Step::Nemo(house.rules().nemo.first_step(spec)),
    };
    Ok(Turn::Advance(Stage::Making { next }, claimed(spec.pictures.len())))
}

fn claimed(pictures: usize) -> String {
    let noun = if pictures == 1 { "picture" } else { "pictures" };
    format!("claimed, {pictures} {noun}")
}

/// The work folder of a job.
pub(crate) fn work(house: &House, watch: &Watch, job: &Job) -> Work {
    Work::of(&watch.work_root(&house.state_dir), job.id, &job.name)
}

/// Where its pictures lie once it is claimed.
pub(crate) fn source(watch: &Watch, job: &Job, work: &Work) -> PathBuf {
    if job.refines.is_some() {
        // A further film is made of pictures that were put away before, where they lie; the order names the place.
        return JobSpec::load(&work.spec()).map_or_else(|_| work.source(), |spec| spec.source);
    }
    match watch.folders.after {
        After::Keep => job.inbox.join(&job.entry),
        After::Archive | After::Delete => work.source(),
    }
}

fn moved(house: &House, watch: &Watch, job: &Job, work: &Work) -> Result<Listing, Turn> {
    house.guard(&job.inbox).map_err(held)?;
    let entry = job.inbox.join(&job.entry);
    if !disk::exists(&work.source()).map_err(|error| hold(&error))? {
        unchanged(job, &list(watch, &entry)?)?;
        disk::make_dir(work.dir()).map_err(|error| hold(&error))?;
    }
    match inbox::claim(&entry, work.dir()).map_err(|error| hold(&error))? {
        Claimed::Vanished => Err(Turn::Withdraw),
        Claimed::Now | Claimed::Before => list(watch, &work.source()),
    }
}

fn in_place(watch: &Watch, job: &Job, work: &Work) -> Result<Listing, Turn> {
    let listing = list(watch, &job.inbox.join(&job.entry))?;
    unchanged(job, &listing)?;
    disk::make_dir(work.dir()).map_err(|error| hold(&error))?;
    Ok(listing)
}

/// Every level counts, so that a change at any depth is seen; the job's own file may leave the deeper pictures out.
const RECURSIVE: bool = true;

pub(crate) fn list(watch: &Watch, folder: &Path) -> Result<Listing, Turn> {
    let names = Names::new(&watch.inbox).map_err(|error| hold(&error))?;
    match inbox::list(folder, RECURSIVE, &names) {
        Ok(listing) => Ok(listing),
        Err(error) if error.is_absent() => Err(Turn::Withdraw),
        Err(error) => Err(hold(&error)),
    }
}

/// What is claimed must be what settled: somebody may have gone on working in the folder before a worker was free.
fn unchanged(job: &Job, listing: &Listing) -> Result<(), Turn> {
    if listing.fingerprint() == job.fingerprint { Ok(()) } else { Err(Turn::Withdraw) }
}

/// What a disk or the store refuses is not the job's fault.
pub(crate) fn hold(error: &dyn std::error::Error) -> Turn {
    held(Failure::of(Kind::Machine, error, None))
}

pub(crate) const fn held(failure: Failure) -> Turn {
    Turn::Hold(failure, None)
}
