//! `reeldrop reprint`: not for people; a picture printed anew in a process of its own.

use rustix::process::Resource;

use crate::backend;
use crate::cli::exit::{Exit, Refusal};
use crate::cli::frugal;

/// Print the picture anew that the standard input names
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Exit, Refusal> {
    frugal::without(&[Resource::Core])?;
    backend::reprint()?;
    Ok(Exit::Done)
}
