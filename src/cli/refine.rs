//! `reeldrop refine`: a further instruction for a finished job.

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control;

/// Make a new film of a finished job's pictures, with a further instruction
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The finished job, as `jobs` lists it
    job: i64,
    /// What should be different, in plain words
    #[arg(allow_hyphen_values = true)]
    words: String,
}

/// What `refine --json` shows.
#[derive(Debug, Serialize)]
struct Refined {
    id: i64,
    refines: i64,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    let id = control::refine(&config.state_dir, arguments.job, &arguments.words)?;
    if options.json {
        print::json(&Refined { id, refines: arguments.job })?;
    } else {
        print::line(&format!("job {id} makes a new film of the pictures of job {}", arguments.job))?;
    }
    Ok(Exit::Done)
}
