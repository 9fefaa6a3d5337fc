//! Cancelling: the renderer is gone, the hidden film is removed, and the pictures go where a person finds them.

use std::path::{Path, PathBuf};

use crate::backend;
use crate::daemon::claiming::{held, hold, list, source, work};
use crate::daemon::house::House;
use crate::daemon::settings::Watch;
use crate::daemon::turn::Turn;
use crate::disk;
use crate::inbox::{self, Claimed};
use crate::job::{Delivery, Job, Stage, Step, Work};
use crate::outbox::{self, After, Put, free_name};

/// What was to be done next when the job was called off, and the place chosen for its pictures.
pub(crate) fn cancel(house: &House, watch: &Watch, job: &Job, from: &Stage, to: Option<&Path>) -> Turn {
    cancelled(house, watch, job, from, to).unwrap_or_else(|turn| turn)
}

fn cancelled(house: &House, watch: &Watch, job: &Job, from: &Stage, to: Option<&Path>) -> Result<Turn, Turn> {
    let work = work(house, watch, job);
    // A renderer that was just told to end has its hands in the work folder for a moment yet.
    let _alone = alone(&work)?;
    if let Stage::Delivering { next: Delivery::Publish { then, .. } } = from {
        return named(house, watch, job, from, then.clone());
    }
    let Some(lying) = pictures(house, watch, job, from, &work)? else {
        return over(house, watch, job, from, (&work, resting(watch, job, from, to, &work)));
    };
    let Some(to) = to else {
        let to = free_name(&watch.folders.failed, &job.entry, "").map_err(|error| hold(&error))?;
        let stage = Stage::Cancelling { from: Box::new(from.clone()), to: Some(to.clone()) };
        return Ok(Turn::Advance(stage, format!("goes to {}", to.display())));
    };
    let put = Put { source: &lying, to, note: ("error.txt", NOTE.as_bytes()), note_only: false };
    match outbox::put_away(&put) {
        Ok(()) => over(house, watch, job, from, (&work, Some(to.to_owned()))),
        Err(outbox::Error::Taken { .. }) => {
            let stage = Stage::Cancelling { from: Box::new(from.clone()), to: None };
            Ok(Turn::Advance(stage, "the name was taken, trying the next".to_owned()))
        }
        Err(error) => Err(hold(&error)),
    }
}

const NOTE: &str = "reeldrop made no film of this folder, since somebody cancelled it.\n\n\
                    Nothing in it was changed. Move it back into the inbox to have it made after all.\n";

fn alone(work: &Work) -> Result<Option<std::fs::File>, Turn> {
    if !disk::is_dir(work.dir()).map_err(|error| hold(&error))? {
        return Ok(None);
    }
    backend::alone(work).map(Some).map_err(|error| hold(&error))
}

/// The hidden film is gone exactly when it has its name. Is it not, then that it has none is committed before it is
/// removed: after that its absence proves nothing any more.
fn named(house: &House, watch: &Watch, job: &Job, from: &Stage, then: Option<Box<Step>>) -> Result<Turn, Turn> {
    house.guard(&watch.folders.outbox).map_err(held)?;
    if !disk::exists(&house.hidden(watch, job.id)).map_err(|error| hold(&error))? {
        return Ok(Turn::Advance(from.clone(), "cancelled too late: the film is out already".to_owned()));
    }
    let from = Box::new(Stage::Delivering { next: Delivery::Bring { then } });
    Ok(Turn::Advance(Stage::Cancelling { from, to: None }, "the film stays in".to_owned()))
}

/// The folder that has to be moved, if there is one.
fn pictures(house: &House, watch: &Watch, job: &Job, from: &Stage, work: &Work) -> Result<Option<PathBuf>, Turn> {
    if job.refines.is_some() || watch.folders.after == After::Keep {
        return Ok(None);
    }
    if disk::exists(&work.source()).map_err(|error| hold(&error))? {
        return Ok(Some(work.source()));
    }
    if *from != Stage::Claiming {
        return Ok(None);
    }
    house.guard(&job.inbox).map_err(held)?;
    let entry = job.inbox.join(&job.entry);
    match list(watch, &entry) {
        // Out of the inbox in one move first: a note written into it there would look like another change.
        Ok(listing) if listing.fingerprint() == job.fingerprint => {
            let claimed = inbox::claim(&entry, work.dir()).map_err(|error| hold(&error))?;
            Ok((claimed != Claimed::Vanished).then(|| work.source()))
        }
        // Somebody went on working in it, or took it back: it is not what was called off.
        Ok(_) | Err(Turn::Withdraw) => Ok(None),
        Err(turn) => Err(turn),
    }
}

/// Where pictures lie that need not be moved, or were before a crash.
fn resting(watch: &Watch, job: &Job, from: &Stage, to: Option<&Path>, work: &Work) -> Option<PathBuf> {
    match from {
        Stage::Refining { .. } => None,
        Stage::Retrying { from, .. } => Some(to.unwrap_or(from).to_owned()),
        _ if job.refines.is_some() || watch.folders.after == After::Keep => Some(source(watch, job, work)),
        _ => to.map(Path::to_owned),
    }
}

fn over(
    house: &House,
    watch: &Watch,
    job: &Job,
    from: &Stage,
    (work, pictures): (&Work, Option<PathBuf>),
) -> Result<Turn, Turn> {
    // Where the outbox is away, the hidden film is swept up when it is back and a daemon starts.
    if matches!(from, Stage::Delivering { .. }) && house.guard(&watch.folders.outbox).is_ok() {
        disk::remove_file(&house.hidden(watch, job.id)).map_err(|error| hold(&error))?;
    }
    disk::remove_tree(work.dir()).map_err(|error| hold(&error))?;
    let what = match &pictures {
        Some(pictures) => format!("cancelled; its pictures lie in {}", pictures.display()),
        None => "cancelled".to_owned(),
    };
    Ok(Turn::Advance(Stage::Cancelled { pictures, next: next(from) }, what))
}

/// Where a person's retry goes on.
fn next(from: &Stage) -> Option<Step> {
    match from {
        Stage::Making { next } => Some(next.clone().again()),
        Stage::Retrying { next, .. } => next.clone(),
        _ => None,
    }
}
