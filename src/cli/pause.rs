//! `reeldrop pause`: no work until somebody says otherwise.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control;

/// Stop making films until `resume`; what is being made goes on later
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let changed = control::pause(&settings::load(options)?.state_dir)?;
    if options.json {
        print::json(&serde_json::json!({ "paused": true, "changed": changed }))?;
    } else {
        print::line(if changed { "paused; `reeldrop resume` goes on" } else { "was paused already" })?;
    }
    Ok(Exit::Done)
}
