//! A person asks for more: a further film of a finished job, or another try of a failed one.

use std::path::Path;

use crate::daemon::claiming::{hold, list, order, work};
use crate::daemon::house::House;
use crate::daemon::settings::Watch;
use crate::daemon::turn::Turn;
use crate::disk;
use crate::job::{BackendName, Failure, Job, JobSpec, Kind, Layers, Stage, Step, Talk};
use crate::outbox::{self, After};

/// Draws up the order of a further film: the words so far, then these. The pictures stay where they are.
pub(crate) fn refine(house: &House, watch: &Watch, job: &Job, of: i64, words: &str) -> Turn {
    refined(house, watch, job, of, words).unwrap_or_else(|turn| turn)
}

fn refined(house: &House, watch: &Watch, job: &Job, of: i64, words: &str) -> Result<Turn, Turn> {
    if house.store.is_refined_before(job).map_err(|error| hold(&error))? {
        return Err(Turn::Hold(one_after_the_other(), None));
    }
    let parent = house.store.job(of).map_err(|error| hold(&error))?.ok_or_else(|| Turn::GiveUp(nothing_there(of)))?;
    let pictures = match &parent.stage {
        Stage::Done { pictures: Some(pictures), .. } => pictures.clone(),
        _ => return Err(Turn::GiveUp(nothing_there(of))),
    };
    let listing = match list(watch, &pictures) {
        Err(Turn::Withdraw) => return Err(Turn::GiveUp(nothing_there(of))),
        listed => listed?,
    };
    let earlier = parent.prompt.clone().unwrap_or_default();
    let prompt = if earlier.trim().is_empty() { words.to_owned() } else { format!("{earlier}\n---\n{words}") };
    let (typed, before) = (Some(prompt), Some(earlier.clone()));
    let layers = Layers { typed, earlier: before, named: Some(parent.backend), ..watch.layers.clone() };
    let mut spec = JobSpec::draw_up(&job.name, &pictures, listing.found(), &layers).map_err(Turn::GiveUp)?;
    spec.films.clear();
    spec.resume = resumed(job, &earlier).filter(|_| spec.backend == BackendName::Nemo);
    order(house, job, &work(house, watch, job), &spec, None)
}

/// The conversation of the finished job, after all that was said in it.
fn resumed(job: &Job, earlier: &str) -> Option<Talk> {
    let session = job.session.clone()?;
    let turn = crate::director::instructions(earlier).len();
    Some(Talk { session, film: 0, turn, lost: 0 })
}

/// Fetches a failed folder back, so that another try can be made; `next` is where it goes on.
pub(crate) fn retry(house: &House, watch: &Watch, job: &Job, from: &Path, next: Option<&Step>) -> Turn {
    retried(house, watch, job, from, next).unwrap_or_else(|turn| turn)
}

fn retried(house: &House, watch: &Watch, job: &Job, from: &Path, next: Option<&Step>) -> Result<Turn, Turn> {
    let work = work(house, watch, job);
    let stays = job.refines.is_some() || watch.folders.after == After::Keep;
    let source = if stays { from.to_owned() } else { work.source() };
    if !stays {
        disk::make_dir(work.dir()).map_err(|error| hold(&error))?;
        outbox::fetch_back(from, &source).map_err(|error| hold(&error))?;
    }
    let listing = match list(watch, &source) {
        Err(Turn::Withdraw) => return Err(Turn::Hold(away(from), None)),
        listed => listed?,
    };
    let typed = job.prompt.clone().filter(|_| job.refines.is_some());
    let layers = Layers { typed, named: Some(job.backend), ..watch.layers.clone() };
    let spec = JobSpec::draw_up(&job.name, &source, listing.found(), &layers).map_err(Turn::GiveUp)?;
    order(house, job, &work, &spec, next.cloned())
}

fn one_after_the_other() -> Failure {
    Failure { kind: Kind::Backend, message: "an earlier further film of these pictures comes first".into(), hint: None }
}

fn nothing_there(of: i64) -> Failure {
    Failure {
        kind: Kind::Input,
        message: format!("the pictures of job {of} are no longer there"),
        hint: Some("put them into the inbox again, with all that the film should be like in `prompt.txt`".to_owned()),
    }
}

fn away(from: &Path) -> Failure {
    Failure {
        kind: Kind::Machine,
        message: format!("the folder `{}` is not there", from.display()),
        hint: Some("put it back there, or drop the pictures into the inbox again".to_owned()),
    }
}
