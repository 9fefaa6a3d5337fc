//! `reeldrop resume`: the work goes on.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control;

/// Go on making films after `pause`
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let changed = control::resume(&settings::load(options)?.state_dir)?;
    if options.json {
        print::json(&serde_json::json!({ "paused": false, "changed": changed }))?;
    } else {
        print::line(if changed { "the work goes on" } else { "was not paused" })?;
    }
    Ok(Exit::Done)
}
