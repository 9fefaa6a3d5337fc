//! `reeldrop make`: one folder to one MP4, now.

use std::path::{Path, PathBuf};

use serde::Serialize;
use uuid::Uuid;

use crate::backend::{Backend, Errand, Local, Progress, Report};
use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{order, print, progress, settings};
use crate::job::{BackendName, JobSpec, Work};
use crate::legible;
use crate::outbox::{self, film_name, free_name};
use crate::{clock, disk, signals};

/// Turn one folder into one MP4, now, without a daemon
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A folder with pictures; a prompt.txt and music in it are used
    folder: PathBuf,
    /// The film to write [default: FOLDER.mp4 here; a taken name gets a number]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the film should be like, in plain words; wins over prompt.txt
    #[arg(short, long)]
    prompt: Option<String>,
    /// Which way to make it; `local` renders on this machine
    #[arg(long, value_parser = backend)]
    backend: Option<BackendName>,
}

fn backend(word: &str) -> Result<BackendName, String> {
    [BackendName::Local, BackendName::Nemo]
        .into_iter()
        .find(|backend| backend.word() == word)
        .ok_or_else(|| "it is `local` or `nemo`".to_owned())
}

/// The film as `make --json` shows it.
#[derive(Debug, Serialize)]
struct Made {
    video: PathBuf,
    seconds: f64,
    width: u32,
    height: u32,
    frames: u32,
    elapsed_secs: f64,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    settings::supported(arguments.backend)?;
    let config = settings::load(options)?;
    let begun = clock::instant();
    let spec = order::of(&arguments.folder, arguments.prompt.clone(), &config)?;
    settings::supported(Some(spec.backend))?;
    let target = Target::choose(arguments.output.as_deref(), &spec.name)?;
    let Some(report) = rendered(&spec, &target, options)? else { return Ok(Exit::Interrupted) };
    let video = target.publish()?;
    if !options.quiet {
        talk(&report);
    }
    let made = Made {
        seconds: report.timeline.seconds(),
        width: report.timeline.canvas.width,
        height: report.timeline.canvas.height,
        frames: report.timeline.frames,
        elapsed_secs: (begun.elapsed().as_secs_f64() * 100.0).round() / 100.0,
        video,
    };
    if options.json {
        print::json(&made)?;
    } else {
        print::line(&made.video.to_string_lossy())?;
    }
    Ok(Exit::Done)
}

/// What the maker of the film should know about it.
fn talk(report: &Report) {
    print::talk(&report.summary);
    for skipped in &report.skipped {
        print::talk(&format!("left out: {skipped}"));
    }
    for note in &report.notes {
        print::talk(&format!("note: {note}"));
    }
    for words in &report.not_understood {
        print::talk(&format!("not understood: {}", legible::line(words)));
    }
}

/// Renders in a private folder beside the target; `None` if it was interrupted.
fn rendered(spec: &JobSpec, target: &Target, options: &Options) -> Result<Option<Report>, Refusal> {
    let work = Work::at(target.work.0.clone());
    disk::make_dir(work.dir())?;
    spec.limits.room(work.dir()).map_err(|failure| Refusal { exit: Exit::Temporary, ..failure.into() })?;
    spec.save(&work.spec())?;
    let bar = progress::bar(options);
    let tell = |progress: Progress| progress::tell(&bar, progress);
    let errand = Errand { work: &work, spec, progress: &tell };
    let local = Local { program: settings::program()? };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        let mut stop = signals::stop()?;
        tokio::select! {
            outcome = local.step(&errand, local.first_step(spec)) => outcome.map(Some).map_err(Refusal::from),
            _ = stop.wait_for(|stop| *stop) => Ok(None),
        }
    });
    bar.finish_and_clear();
    if outcome?.is_none() {
        return Ok(None);
    }
    outbox::bring(&work.video(), &target.hidden)?;
    Ok(Some(Report::load(&work.report())?))
}

/// Where the film goes, and the private places beside it on the way there.
struct Target {
    folder: PathBuf,
    /// The name without its ending, and the ending.
    name: (String, String),
    /// Whether another name may be taken if this one is not free.
    may_number: bool,
    hidden: PathBuf,
    work: Scratch,
}

/// A folder that is gone when the command ends, however it ends.
struct Scratch(PathBuf);

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = disk::remove_tree(&self.0) {
            print::talk(&format!("cannot clean up: {error}"));
        }
    }
}

impl Target {
    fn choose(output: Option<&Path>, name: &str) -> Result<Self, Refusal> {
        let path = output.map_or_else(|| PathBuf::from(format!("{}.mp4", film_name(name))), Path::to_owned);
        if output.is_some() && disk::exists(&path)? {
            let message = format!("`{}` is there already", path.display());
            return Err(Refusal::new(Exit::Usage, message, "choose another name; reeldrop overwrites nothing"));
        }
        let folder = std::path::absolute(disk::parent(&path))?;
        if !folder.is_dir() {
            let message = format!("there is no folder `{}`", folder.display());
            return Err(Refusal::new(Exit::NotFound, message, "make it first"));
        }
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let tag = Uuid::new_v4().simple();
        Ok(Self {
            name: (part(path.file_stem()), part(path.extension())),
            may_number: output.is_none(),
            hidden: folder.join(format!(".reeldrop-{tag}.part")),
            work: Scratch(folder.join(format!(".reeldrop-{tag}"))),
            folder,
        })
    }

    /// Gives the film its name, and says where it is.
    fn publish(&self) -> Result<PathBuf, Refusal> {
        loop {
            let video = free_name(&self.folder, self.name.0.as_ref(), &self.name.1)?;
            match outbox::publish(&self.hidden, &video) {
                Ok(()) => return Ok(video),
                Err(outbox::Error::Taken { .. }) if self.may_number => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
