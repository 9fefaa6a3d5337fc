//! `reeldrop logs`: what the daemon's log says of one job.

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::{control, legible, logging};

/// Show what the daemon's log says of one job
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Its number, as `jobs` lists it
    job: i64,
}

/// A line of the log, as `logs --json` shows it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    at: &'a str,
    level: &'a str,
    text: &'a str,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    control::show(&config.state_dir, arguments.job)?.ok_or(control::Error::NoJob { id: arguments.job })?;
    let mut lines = 0;
    logging::of_job(&settings::log_dir(&config), arguments.job, |line| {
        lines += 1;
        if options.json { print::json(&parted(line)) } else { print::line(&legible::line(line)) }
    })?;
    if lines == 0 && !options.quiet {
        let days = config.log.keep_days;
        print::talk(&format!("the log of the last {days} days says nothing of it; `show` has what happened to it"));
    }
    Ok(Exit::Done)
}

/// A line begins with time and level.
fn parted(line: &str) -> Line<'_> {
    let (at, rest) = line.split_once(' ').unwrap_or(("", line));
    let (level, text) = rest.trim_start().split_once(' ').unwrap_or(("", rest));
    Line { at, level, text }
}
