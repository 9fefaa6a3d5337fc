//! `reeldrop cancel`: jobs called off, their pictures put where a person finds them.

use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::config::Config;
use crate::control::{self, JobDetail};
use crate::job::Status;
use crate::{clock, daemon, legible};

/// Call jobs off, even in the middle of a render; their pictures go to the failed folder
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The jobs, as `jobs` lists them
    #[arg(required = true)]
    jobs: Vec<i64>,
}

/// What became of one of them, as `cancel --json` shows it.
#[derive(Debug, Serialize)]
struct Cancelled {
    id: i64,
    /// `cancelled`; another status if it was too late, or if the pictures cannot be moved yet.
    status: &'static str,
    pictures: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    arguments.jobs.iter().try_for_each(|job| control::cancel(&config.state_dir, *job))?;
    if !control::is_attended(&config.state_dir)? {
        match settings::runtime()?.block_on(daemon::put_aside(settings::daemon(&config)?)) {
            // A daemon that has come up in between does it.
            Err(error) if error.is_temporary() => {}
            done => done?,
        }
    }
    let mut exit = Exit::Done;
    for job in &arguments.jobs {
        let job = wait(&config, *job)?;
        if job.job.status != Status::Cancelled.word() {
            exit = Exit::Temporary;
        }
        tell(job, options)?;
    }
    Ok(exit)
}

/// A daemon needs part of a second; a folder that cannot be moved is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

fn wait(config: &Config, id: i64) -> Result<JobDetail, Refusal> {
    let begun = clock::instant();
    settings::runtime()?.block_on(async {
        loop {
            let job = control::show(&config.state_dir, id)?.ok_or(control::Error::NoJob { id })?;
            if job.job.is_over() || begun.elapsed() > PATIENCE {
                return Ok(job);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
}

fn tell(job: JobDetail, options: &Options) -> std::io::Result<()> {
    let (id, status) = (job.job.id, job.job.status);
    if options.json {
        return print::json(&Cancelled { id, status, pictures: job.pictures });
    }
    let more = match (&job.job.error, &job.pictures) {
        (Some(error), _) => format!(": {}", error.message),
        (None, Some(pictures)) => format!("; its pictures lie in {}", pictures.display()),
        (None, None) => String::new(),
    };
    print::line(&legible::line(&format!("job {id} is {status}{more}")))
}
