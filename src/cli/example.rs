//! `reeldrop example`: a folder of pictures for whoever has none at hand.

use std::path::PathBuf;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::print;
use crate::example;

/// Draw a folder of pictures with a prompt and a tune, to try things with
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Where to put it; the folder must be new or empty
    dir: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    example::draw(&arguments.dir).map_err(|error| {
        let hint = error.hint();
        Refusal { exit: Exit::Failed, error: error.into(), hint }
    })?;
    if options.json {
        print::json(&serde_json::json!({ "folder": arguments.dir }))?;
    } else {
        print::line(&arguments.dir.to_string_lossy())?;
    }
    Ok(Exit::Done)
}
