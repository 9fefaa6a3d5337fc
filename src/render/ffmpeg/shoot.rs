//! Shoots a film once, painted on all cores and encoded by one FFmpeg.

use std::panic::resume_unwind;
use std::thread;

use crate::render::encoder::Name;
use crate::render::error::Error;
use crate::render::ffmpeg::crew::Crew;
use crate::render::ffmpeg::feed::Feed;
use crate::render::ffmpeg::footage;
use crate::render::ffmpeg::program::Program;
use crate::render::ffmpeg::recipe::{self, Aim, Pictures};
use crate::render::ffmpeg::watch::{End, watch};
use crate::render::job::Job;
use crate::render::mp4::Footage;

/// Where FFmpeg writes, in the work folder.
const FILE: &str = "pictures.mp4";

/// All pictures, and what was done beside them; a take counts from 0. What FFmpeg does not do is an [`Error::Ffmpeg`]; all
/// other errors would have kept any encoder from making the film.
pub(crate) fn shoot<T>(
    job: &Job<'_>,
    name: &Name,
    take: (Aim, u32),
    beside: impl FnOnce() -> T,
) -> (T, Result<Footage, Error>) {
    match Program::find(job.settings.leash.as_deref()) {
        Some(program) => shoot_with(&program, job, name, take, beside),
        None => (beside(), Err(refused(name, "there is no `ffmpeg` in `PATH`".to_owned()))),
    }
}

/// The same with this FFmpeg.
pub(crate) fn shoot_with<T>(
    program: &Program,
    job: &Job<'_>,
    name: &Name,
    (aim, take): (Aim, u32),
    beside: impl FnOnce() -> T,
) -> (T, Result<Footage, Error>) {
    let timeline = job.timeline;
    let pictures = Pictures { canvas: timeline.canvas, fps: timeline.fps, quality: timeline.quality };
    let mut arguments = recipe::arguments(name.as_str(), aim, pictures);
    // A name of our own, whatever the folder is called.
    arguments.extend(["-y".to_owned(), format!("file:{FILE}")]);
    let mut child = match program.start(&arguments, job.work) {
        Ok(child) => child,
        Err(error) => return (beside(), Err(refused(name, format!("it cannot be started: {error}")))),
    };
    let crew = &Crew::new(*job, Feed::new(child.stdin.take(), timeline.frames), take);
    let (done, end) = thread::scope(|scope| {
        for number in 0..crew.painters {
            scope.spawn(move || crew.paint(number, scope));
        }
        let watcher = scope.spawn(|| watch(child, &crew.feed, program.patience, || crew.goes_on()));
        (beside(), watcher.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    (done, outcome(crew, end, name))
}

fn outcome(crew: &Crew<'_>, end: End, name: &Name) -> Result<Footage, Error> {
    let job = &crew.job;
    match (crew.error(), end) {
        (Some(error), _) => Err(error),
        (None, End::Badly(said)) if !job.stopped() => Err(refused(name, said)),
        (None, End::Well) => footage::read(&job.work.join(FILE), job.timeline).map_err(|said| refused(name, said)),
        (None, End::Told | End::Badly(_)) => Err(Error::Stopped { path: job.work.join("video.mp4") }),
    }
}

fn refused(name: &Name, said: String) -> Error {
    Error::Ffmpeg { encoder: name.as_str().to_owned(), said }
}
