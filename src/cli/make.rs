//! `reeldrop make`: one folder to one MP4, now.

use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use crate::backend::{Backend, Errand, Local, Nemo, Note, Progress, Report};
use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::target::Target;
use crate::cli::unfinished::Unfinished;
use crate::cli::{making, nemo, order, print, progress, settings};
use crate::config::Config;
use crate::job::{BackendName, JobSpec, NemoStep, Work};
use crate::{clock, disk, legible, render, signals};

/// Turn one folder into one MP4, now, without a daemon
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A folder with pictures; a prompt.txt and music in it are used
    folder: PathBuf,
    /// The film to write [default: FOLDER.mp4 here; a taken name gets a number]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the film should be like, in plain words; wins over prompt.txt
    #[arg(short, long, allow_hyphen_values = true)]
    prompt: Option<String>,
    /// Who makes it: `local` renders on this machine, `nemo` uploads the pictures to NemoVideo
    #[arg(long, value_parser = backend)]
    backend: Option<BackendName>,
}

fn backend(word: &str) -> Result<BackendName, String> {
    [BackendName::Local, BackendName::Nemo]
        .into_iter()
        .find(|backend| backend.word() == word)
        .ok_or_else(|| "it is `local` or `nemo`".to_owned())
}

/// A film as `make --json` shows it.
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
    let config = settings::load(options)?;
    settings::log(&config, options, false)?;
    let begun = clock::instant();
    let spec = order::of(&arguments.folder, arguments.prompt.clone(), arguments.backend, &config)?;
    if arguments.output.is_some() && spec.film_count() > 1 {
        let message = format!("the folder's `job.toml` asks for {} films, and `--output` names one", spec.film_count());
        return Err(Refusal::new(Exit::Usage, message, "leave `--output` away: each film has a name of its own"));
    }
    let target = Target::choose(arguments.output.as_deref(), &spec.name)?;
    let unfinished = match spec.backend {
        BackendName::Local => None,
        BackendName::Nemo => Unfinished::of(&config.state_dir, &spec)?,
    };
    let work = Work::at(unfinished.as_ref().map_or_else(|| target.work.0.clone(), |begun| begun.dir().to_owned()));
    disk::make_dir(work.dir())?;
    spec.limits.room(work.dir()).map_err(|failure| Refusal { exit: Exit::Temporary, ..failure.into() })?;
    spec.save(&work.spec())?;
    let hand_over = |film| hand_over(&spec, &work, &target, film, (begun, options));
    let made = make((&spec, &work, unfinished.as_ref()), &config, options, hand_over);
    settle(unfinished, made)
}

/// Keeps what a further try needs, and nothing after the last film.
fn settle(unfinished: Option<Unfinished>, made: Result<Exit, Refusal>) -> Result<Exit, Refusal> {
    let Some(unfinished) = unfinished else { return made };
    match &made {
        Ok(Exit::Interrupted) => print::talk("the same command goes on here; nothing is asked or paid twice"),
        Ok(_) => unfinished.end()?,
        Err(_) => unfinished.failed()?,
    }
    made
}

/// Makes every film in a private folder, and hands each over when it is made.
fn make(
    (spec, work, unfinished): (&JobSpec, &Work, Option<&Unfinished>),
    config: &Config,
    options: &Options,
    hand_over: impl FnMut(usize) -> Result<(), Refusal>,
) -> Result<Exit, Refusal> {
    let bar = progress::bar(options);
    let tell = |progress: Progress| progress::tell(&bar, progress);
    let note = |note: Note<'_>| {
        // What a film that is made here went without stands in its report.
        if let (Note::Line(line), false, BackendName::Nemo) = (note, options.quiet, spec.backend) {
            bar.suspend(|| print::talk(&legible::line(line)));
        }
    };
    let errand = Errand { work, spec, progress: &tell, note: &note };
    let outcome = settings::runtime()?.block_on(async {
        let mut stop = signals::stop()?;
        let retry = config.retry;
        let made = async {
            match spec.backend {
                BackendName::Local => {
                    // The order has been asked about already.
                    let local = Local { program: settings::program()?, model: None };
                    let first = (local.first_step(spec), 0);
                    making::make(&local, &errand, retry, first, (|_| Ok(()), hand_over)).await
                }
                BackendName::Nemo => {
                    let nemo = Nemo::new(nemo::settings(config, settings::program()?)?);
                    let begun = unfinished.and_then(Unfinished::step).unwrap_or_else(|| nemo.first_step(spec));
                    let first = (begun.clone(), begun.talk().map_or(0, |talk| talk.film));
                    let keep = |step: &NemoStep| unfinished.map_or(Ok(()), |unfinished| unfinished.keep(step));
                    making::make(&nemo, &errand, retry, first, (keep, hand_over)).await
                }
            }
        };
        tokio::select! {
            made = made => made.map(|()| Exit::Done),
            _ = stop.wait_for(|stop| *stop) => Ok(Exit::Interrupted),
        }
    });
    bar.finish_and_clear();
    outcome
}

/// Gives the film its name, and says what it is.
fn hand_over(
    spec: &JobSpec,
    work: &Work,
    target: &Target,
    film: usize,
    (begun, options): (Instant, &Options),
) -> Result<(), Refusal> {
    let facts = render::inspect(&work.video(film))?;
    let name = (spec.film_count() > 1).then(|| spec.film(film).name);
    let video = target.publish(&work.video(film), name.as_deref())?;
    if !options.quiet && spec.backend == BackendName::Local {
        talk(&Report::load(&work.report(film))?);
    }
    let made = Made {
        seconds: facts.seconds,
        width: facts.width,
        height: facts.height,
        frames: facts.frames,
        elapsed_secs: (begun.elapsed().as_secs_f64() * 100.0).round() / 100.0,
        video,
    };
    if options.json {
        print::json(&made)?;
    } else {
        print::line(&made.video.to_string_lossy())?;
    }
    Ok(())
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
