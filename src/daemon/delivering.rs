//! Delivering: the film goes out under a free name, the pictures are put away; and the same for what failed.

use std::path::{Path, PathBuf};

use crate::daemon::claiming::{held, hold, source, work};
use crate::daemon::house::House;
use crate::daemon::settings::Watch;
use crate::daemon::turn::Turn;
use crate::disk;
use crate::job::{Delivery, Failure, Job, JobSpec, Stage, Step};
use crate::legible;
use crate::outbox::{self, After, Put, film_name, free_name};

/// One step of the delivery; each may be done again after a crash at any point.
pub(crate) fn deliver(house: &House, watch: &Watch, job: &Job, step: &Delivery) -> Turn {
    let turn = match step {
        Delivery::Bring { then } => bring(house, watch, job, then.as_deref()),
        Delivery::Publish { video, then } => publish(house, watch, job, video, then.as_deref()),
        Delivery::Retire { video, to } => retire(house, watch, job, video, to.as_deref()),
    };
    turn.unwrap_or_else(|turn| turn)
}

/// Which film of the job it is follows from the one that comes after it.
fn film(spec: &JobSpec, then: Option<&Step>) -> usize {
    then.map_or(spec.film_count(), Step::film).saturating_sub(1)
}

fn bring(house: &House, watch: &Watch, job: &Job, then: Option<&Step>) -> Result<Turn, Turn> {
    let work = work(house, watch, job);
    let spec = JobSpec::load(&work.spec()).map_err(held)?;
    house.guard(&watch.folders.outbox).map_err(held)?;
    watch.layers.limits.room(&watch.folders.outbox).map_err(held)?;
    let film = film(&spec, then);
    outbox::bring(&work.video(film), &house.hidden(watch, job.id)).map_err(|error| hold(&error))?;
    let video = free_film(&watch.folders.outbox, &spec.film(film).name)?;
    let next = Delivery::Publish { video, then: then.cloned().map(Box::new) };
    Ok(Turn::Advance(Stage::Delivering { next }, "brought to the outbox".to_owned()))
}

fn publish(house: &House, watch: &Watch, job: &Job, video: &Path, then: Option<&Step>) -> Result<Turn, Turn> {
    house.guard(&watch.folders.outbox).map_err(held)?;
    match outbox::publish(&house.hidden(watch, job.id), video) {
        Ok(()) => {}
        Err(outbox::Error::Taken { .. }) => {
            let spec = JobSpec::load(&work(house, watch, job).spec()).map_err(held)?;
            let video = free_film(&watch.folders.outbox, &spec.film(film(&spec, then)).name)?;
            let next = Delivery::Publish { video, then: then.cloned().map(Box::new) };
            return Ok(Turn::Advance(Stage::Delivering { next }, "the name was taken, trying the next".to_owned()));
        }
        Err(error) => return Err(hold(&error)),
    }
    let what = format!("delivered as {}", video.display());
    if let Some(next) = then.cloned() {
        return Ok(Turn::Advance(Stage::Making { next }, what));
    }
    let to = resting_place(watch, job)?;
    Ok(Turn::Advance(Stage::Delivering { next: Delivery::Retire { video: video.to_owned(), to } }, what))
}

fn resting_place(watch: &Watch, job: &Job) -> Result<Option<PathBuf>, Turn> {
    if job.refines.is_some() {
        return Ok(None);
    }
    match watch.folders.after {
        After::Archive => free_name(&watch.folders.archive, &job.entry, "").map(Some).map_err(|error| hold(&error)),
        After::Delete | After::Keep => Ok(None),
    }
}

fn retire(house: &House, watch: &Watch, job: &Job, video: &Path, to: Option<&Path>) -> Result<Turn, Turn> {
    let work = work(house, watch, job);
    let source = source(watch, job, &work);
    if let Some(to) = to {
        let report = disk::read(&work.report(0), MAX_NOTE).unwrap_or_default();
        let put = Put { source: &source, to, note: ("reeldrop.json", &report), note_only: false };
        match outbox::put_away(&put) {
            Ok(()) => {}
            Err(outbox::Error::Taken { .. }) => {
                let next = Delivery::Retire { video: video.to_owned(), to: resting_place(watch, job)? };
                return Ok(Turn::Advance(Stage::Delivering { next }, "the name in the archive was taken".to_owned()));
            }
            Err(error) => return Err(hold(&error)),
        }
    }
    // With `delete` the pictures lie in the work folder and go with it; with `keep` they do not.
    let pictures = match to {
        Some(to) => Some(to.to_owned()),
        None => (source != work.source()).then_some(source),
    };
    disk::remove_tree(work.dir()).map_err(|error| hold(&error))?;
    Ok(Turn::Advance(Stage::Done { video: video.to_owned(), pictures }, "done".to_owned()))
}

/// Far more than the report of 500 pictures.
const MAX_NOTE: u64 = 16 << 20;

/// The stage in which the folder goes to failed, under a name that is free there.
pub(crate) fn give_up(watch: &Watch, job: &Job, failure: Failure) -> Turn {
    match free_name(&watch.folders.failed, &job.entry, "") {
        Ok(to) => {
            let what = failure.message.clone();
            let next = match &job.stage {
                Stage::Making { next } => Some(next.clone().again()),
                Stage::Failing { next, .. } => next.clone(),
                _ => None,
            };
            Turn::Advance(Stage::Failing { failure, to, next }, what)
        }
        Err(error) => hold(&error),
    }
}

/// Puts a folder that cannot become a film into failed, with the reason.
pub(crate) fn fail(house: &House, watch: &Watch, job: &Job, failure: &Failure, to: &Path) -> Turn {
    let work = work(house, watch, job);
    let source = source(watch, job, &work);
    let note = note(failure);
    let note_only = watch.folders.after == After::Keep || job.refines.is_some();
    let put = Put { source: &source, to, note: ("error.txt", note.as_bytes()), note_only };
    match outbox::put_away(&put) {
        Ok(()) => {}
        Err(outbox::Error::Taken { .. }) => return give_up(watch, job, failure.clone()),
        Err(error) => return hold(&error),
    }
    let next = match &job.stage {
        Stage::Failing { next, .. } => next.clone(),
        _ => None,
    };
    let pictures = Some(if note_only { source } else { to.to_owned() });
    match disk::remove_tree(work.dir()) {
        Ok(()) => Turn::Advance(
            Stage::Failed { failure: failure.clone(), pictures, next },
            format!("put into {}", to.display()),
        ),
        Err(error) => hold(&error),
    }
}

fn note(failure: &Failure) -> String {
    let hint = failure.hint.as_ref().map(|hint| format!("\nhint: {hint}\n")).unwrap_or_default();
    legible::text(&format!(
        "reeldrop could not make a film of this folder.\n\n{}\n{hint}\nNothing in it was changed. Move it back into the \
         inbox to try again.\n",
        failure.message
    ))
}

fn free_film(outbox: &Path, name: &str) -> Result<PathBuf, Turn> {
    free_name(outbox, film_name(name).as_ref(), "mp4").map_err(|error| hold(&error))
}
