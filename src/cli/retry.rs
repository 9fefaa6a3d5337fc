//! `reeldrop retry`: another try of failed jobs.

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control;

/// Try failed jobs again, where they stopped if that is possible
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The failed jobs, as `jobs` lists them
    #[arg(required = true)]
    jobs: Vec<i64>,
}

/// What `retry --json` shows.
#[derive(Debug, Serialize)]
struct Retried<'a> {
    retried: &'a [i64],
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    arguments.jobs.iter().try_for_each(|job| control::retry(&config.state_dir, *job))?;
    if options.json {
        print::json(&Retried { retried: &arguments.jobs })?;
    } else {
        arguments.jobs.iter().try_for_each(|job| print::line(&format!("job {job} is tried again")))?;
    }
    Ok(Exit::Done)
}
