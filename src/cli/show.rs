//! `reeldrop show`: one job and all that happened to it.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control::{self, JobDetail};
use crate::legible;

/// Show one job and all that happened to it
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Its number, as `jobs` lists it
    job: i64,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let Some(job) = control::show(&settings::load(options)?.state_dir, arguments.job)? else {
        let message = format!("there is no job {}", arguments.job);
        return Err(Refusal::new(Exit::NotFound, message, "`reeldrop jobs` lists them"));
    };
    if options.json {
        print::json(&job)?;
    } else {
        show(&job)?;
    }
    Ok(Exit::Done)
}

fn show(detail: &JobDetail) -> std::io::Result<()> {
    let job = &detail.job;
    print::line(&legible::line(&format!("job {}: {}", job.id, job.name)))?;
    print::line(&format!("{}, {}, {:.0}% on {}", job.status, job.stage, job.progress * 100.0, job.backend))?;
    if let Some(timeline) = &detail.timeline {
        print::line(&legible::line(timeline))?;
    }
    detail.understood.iter().try_for_each(|said| print::understood(said, &detail.origins))?;
    for words in &detail.not_understood {
        print::line(&legible::line(&format!("not understood: {words}")))?;
    }
    if let Some(video) = &job.video {
        print::line(&legible::line(&format!("film: {}", video.display())))?;
    }
    if let Some(error) = &job.error {
        print::line(&legible::line(&format!("error: {}", error.message)))?;
        error.hint.iter().try_for_each(|hint| print::line(&legible::line(&format!("hint: {hint}"))))?;
    }
    detail.journal.iter().try_for_each(|line| print::line(&legible::line(&format!("{}  {}", line.at, line.what))))
}
