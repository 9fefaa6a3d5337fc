//! Makes a film: shoots it, again and coarser if it is larger than it may be, and puts the file together.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::disk;
use crate::render::budget;
use crate::render::error::Error;
use crate::render::fingerprint::Fingerprints;
use crate::render::grade::Grade;
use crate::render::job::Job;
use crate::render::mp4::{self, Footage, Movie, Sound, Video};
use crate::render::plan;
use crate::render::score;
use crate::render::settings::{Progress, Settings};
use crate::render::titles::Titles;
use crate::timeline::Timeline;

/// A film that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub video: PathBuf,
    /// What was asked for and could not be, each a sentence for a person, lower case and without a full stop.
    pub notes: Vec<String>,
}

/// How often a film is shot, the first time included, to keep it below a limit.
const TAKES: u32 = 5;
/// What begins the names of all passing files; nothing else in a work folder begins like them.
const PASSING: [&str; 4] = ["chunk-", "pictures.mp4", "sound.aac", "video.mp4.part"];

/// Makes the film in the folder `work`, from the pictures in the folder `source`: `work/video.mp4`. The name appears when
/// the file is whole and on the disk. With the built-in encoder the bytes depend on nothing but the timeline and the
/// pictures: neither on the number of threads nor on how often the work was interrupted, for finished chunks in `work` are
/// gone on with. With FFmpeg's, whoever was interrupted begins anew.
pub fn film(
    timeline: &Timeline,
    source: &Path,
    work: &Path,
    settings: &Settings,
    progress: &(dyn Fn(Progress) -> ControlFlow<()> + Sync),
) -> Result<Made, Error> {
    let video = work.join("video.mp4");
    plan::check(timeline).map_err(|reason| Error::Timeline { reason, path: video.clone() })?;
    let titles = Titles::new(timeline, &video)?;
    let fingerprints = Fingerprints::new(timeline, source);
    let stop = AtomicBool::new(false);
    let job =
        Job { timeline, source, work, settings, titles: &titles, fingerprints: &fingerprints, progress, stop: &stop };
    let mut notes = Vec::new();
    let (footage, sound) = shoot(&job, &mut notes)?;
    let movie = movie(timeline, &footage, sound.as_ref());
    notes.extend(too_large(&job, &movie)?);
    let part = work.join("video.mp4.part");
    mp4::write(&movie, &part)?;
    disk::remove_file(&video)?;
    disk::rename(&part, &video)?;
    sweep(work)?;
    Ok(Made { video, notes })
}

/// Shot with the encoder that was asked for. FFmpeg is never needed: where it does not do its work, the film is made without
/// it, and that is said.
fn shoot(job: &Job<'_>, notes: &mut Vec<String>) -> Result<(Footage, Option<Sound>), Error> {
    match Grade::first(job) {
        foreign @ Grade::Ffmpeg(..) => match small_enough(job, foreign) {
            Err(error @ Error::Ffmpeg { .. }) => notes.push(format!(
                "{error}; reeldrop's own encoder made the film instead (`reeldrop doctor` looks into it)"
            )),
            shot => return shot,
        },
        Grade::Own(_) => {}
    }
    small_enough(job, Grade::own(job))
}

/// The finest take that is small enough; the coarsest there was, if none is.
fn small_enough(job: &Job<'_>, first: Grade<'_>) -> Result<(Footage, Option<Sound>), Error> {
    let mut grade = first;
    let (sound, footage) = grade.shoot(job, 0, || play(job));
    let (sound, mut footage) = (sound?, footage?);
    for take in 1..TAKES {
        let Some(ratio) = excess(job, &movie(job.timeline, &footage, sound.as_ref()))? else { break };
        let Some(coarser) = grade.coarser(ratio, footage.bytes() as f64 * 8.0 / job.timeline.seconds()) else { break };
        grade = coarser;
        footage = grade.shoot(job, take, || ()).1?;
    }
    Ok((footage, sound))
}

/// The music, beside the pictures: it takes a hundredth of their time.
fn play(job: &Job<'_>) -> Result<Option<Sound>, Error> {
    let path = job.work.join("sound.aac");
    let played = score::play(job.timeline, job.source, &path, || !job.stopped());
    if played.is_err() {
        job.stop.store(true, Ordering::Relaxed);
    }
    played
}

fn movie<'a>(timeline: &Timeline, footage: &'a Footage, sound: Option<&'a Sound>) -> Movie<'a> {
    Movie { video: Video { canvas: timeline.canvas, fps: timeline.fps, footage }, sound }
}

/// How many times the bytes they may take the pictures take; `None` if the file is small enough.
fn excess(job: &Job<'_>, movie: &Movie<'_>) -> Result<Option<f64>, Error> {
    let Some(limit) = budget::file_bytes(job.timeline) else { return Ok(None) };
    let size = mp4::size(movie, job.work)?;
    let pictures = movie.video.footage.bytes();
    let allowed = (limit + pictures).saturating_sub(size).max(1);
    Ok((size > limit).then(|| pictures as f64 / allowed as f64))
}

/// A sentence if the film could not be made as small as it should be.
fn too_large(job: &Job<'_>, movie: &Movie<'_>) -> Result<Option<String>, Error> {
    if excess(job, movie)?.is_none() {
        return Ok(None);
    }
    let (size, limit) = (mp4::size(movie, job.work)? as f64 / 1e6, job.timeline.max_size_mb.unwrap_or_default());
    Ok(Some(format!(
        "the film takes {size:.1} MB and not {limit} MB as asked: try a lower resolution, fewer pictures or a shorter film"
    )))
}

/// Removes what is only wanted until the film is whole, of this start and of those before it.
fn sweep(work: &Path) -> Result<(), Error> {
    for entry in std::fs::read_dir(work).map_err(disk::at("list", work))? {
        let entry = entry.map_err(disk::at("list", work))?;
        if PASSING.iter().any(|passing| entry.file_name().as_encoded_bytes().starts_with(passing.as_bytes())) {
            disk::remove_file(&entry.path())?;
        }
    }
    Ok(())
}
