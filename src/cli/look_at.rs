//! `reeldrop look-at`: not for people; pictures and sounds looked at in a process of its own.

use rustix::process::Resource;

use crate::backend;
use crate::cli::exit::{Exit, Refusal};
use crate::cli::frugal;

/// Look at the files that the standard input names
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Exit, Refusal> {
    frugal::without(&[Resource::Fsize, Resource::Core])?;
    backend::look_at()?;
    Ok(Exit::Done)
}
