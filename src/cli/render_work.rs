//! `reeldrop render-work`: not for people; the renderer in a process of its own.

use std::path::PathBuf;

use crate::backend;
use crate::cli::exit::{Exit, Refusal};

/// Render the film of a work folder
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    work: PathBuf,
    #[arg(default_value_t = 0)]
    film: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Refusal> {
    backend::render_work(&arguments.work, arguments.film)?;
    Ok(Exit::Done)
}
