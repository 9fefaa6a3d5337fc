//! The child: reads the work folder's spec, writes the film there, says how far it is, and needs nothing else.

use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::backend::asked::say;
use crate::backend::bounds::settings;
use crate::backend::local::looking::sentence;
use crate::backend::local::plan::{look_here, plan_without};
use crate::backend::local::report::Report;
use crate::backend::message::Message;
use crate::backend::seen::Survey;
use crate::disk;
use crate::job::{Failure, JobSpec, Kind, Work};
use crate::render;

/// Set when whoever started this process is gone.
static ORPHANED: AtomicBool = AtomicBool::new(false);

/// The whole life of the child, in the work folder `dir`, for the job's film with this number: messages go to stdout, and stdin is held open by the parent
/// for as long as it lives.
pub fn render_work(dir: &Path, film: usize) -> io::Result<()> {
    std::thread::spawn(watch_parent);
    let outcome = render(&Work::at(dir.to_owned()), film);
    say(&outcome.map_or_else(|(failure, full)| Message::Failed { failure, full }, |()| Message::Made))
}

/// Reading ends when the parent's end of the pipe is closed, however it died.
fn watch_parent() {
    io::stdin().read_to_end(&mut Vec::new()).ok();
    ORPHANED.store(true, Ordering::Relaxed);
}

type Failed = (Failure, bool);

fn render(work: &Work, film: usize) -> Result<(), Failed> {
    let spec = JobSpec::load(&work.spec()).map_err(|failure| (failure, false))?.film(film);
    // A child whose parent was killed may still be at work here for a moment; two must not write one film.
    let _alone = alone(work).map_err(|error| machine(&error))?;
    let dir = work.film(film);
    disk::make_dir(&dir).map_err(|error| machine(&error))?;
    let survey = survey(work, &spec);
    let means = means(&spec);
    let mut bad = Vec::new();
    loop {
        let mut plan = plan_without(&spec, &bad, &survey).map_err(|failure| (failure, false))?;
        match render::film(&plan.timeline, &spec.source, &dir, &means, &tell) {
            Ok(made) => {
                for note in &made.notes {
                    say(&Message::Note(note.clone())).ok();
                }
                plan.notes.extend(made.notes);
                return Report::of(&spec, plan).save(&work.report(film)).map_err(|error| machine(&error));
            }
            Err(error) => match error.picture() {
                Some(picture) => bad.push((picture.to_owned(), sentence(&error))),
                None => return Err((Failure::of(Kind::Machine, &error, error.hint()), error.is_full())),
            },
        }
    }
}

/// Another program is started by this one, so that it does not outlive it.
fn means(spec: &JobSpec) -> render::Settings {
    let leash = if cfg!(target_os = "linux") { Some(PathBuf::from("/proc/self/exe")) } else { None };
    render::Settings { encoder: spec.encoder.clone(), leash, ..settings(spec.limits) }
}

/// As the parent has it from those that look; what it does not know is looked at here.
fn survey(work: &Work, spec: &JobSpec) -> Survey {
    let mut survey = Survey::load(&work.survey(), &spec.source);
    if spec.timeline.is_none() {
        look_here(spec, &mut survey);
    }
    survey
}

/// Waits until nobody else renders in the work folder, and keeps others from it for as long as the file lives.
pub fn alone(work: &Work) -> Result<File, disk::Error> {
    let path = work.dir().join("render.lock");
    let file = disk::create(&path)?;
    file.lock().map_err(disk::at("lock", &path))?;
    Ok(file)
}

fn machine(error: &disk::Error) -> Failed {
    (Failure::of(Kind::Machine, error, None), error.is_full())
}

fn tell(progress: render::Progress) -> ControlFlow<()> {
    let told = say(&Message::Progress { frame: progress.frame, frames: progress.frames });
    if told.is_err() || ORPHANED.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}
