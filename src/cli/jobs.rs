//! `reeldrop jobs`: the jobs, the newest first.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control::{self, JobView};
use crate::job::Status;
use crate::legible;

/// List the jobs, the newest first
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Only those that are queued, working, waiting, done, failed or cancelled
    #[arg(long, value_parser = status)]
    status: Option<Status>,
}

fn status(word: &str) -> Result<Status, String> {
    Status::ALL.into_iter().find(|status| status.word() == word).ok_or_else(|| {
        let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
        format!("it is one of {}", words.join(", "))
    })
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let jobs = control::jobs(&settings::load(options)?.state_dir, arguments.status)?;
    if options.json {
        print::json(&jobs)?;
    } else {
        jobs.iter().try_for_each(|job| print::line(&row(job)))?;
    }
    Ok(Exit::Done)
}

fn row(job: &JobView) -> String {
    let more = match (&job.error, &job.video) {
        (Some(error), _) => error.message.clone(),
        (None, Some(video)) => video.display().to_string(),
        (None, None) => format!("{} {:.0}%", job.stage, job.progress * 100.0),
    };
    legible::line(&format!("{:>5}  {:9}  {}  {more}", job.id, job.status, job.name))
}
