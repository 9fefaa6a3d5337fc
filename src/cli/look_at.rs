//! `reeldrop look-at`: not for people; pictures and sounds looked at in a process of its own.

use rustix::process::{Resource, Rlimit, setrlimit};

use crate::backend;
use crate::cli::exit::{Exit, Refusal};

/// Look at the files that the standard input names
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Exit, Refusal> {
    // Whatever a file makes of this process, it writes none, and leaves no image of its memory behind.
    for kind in [Resource::Fsize, Resource::Core] {
        setrlimit(kind, Rlimit { current: Some(0), maximum: Some(0) }).map_err(std::io::Error::from)?;
    }
    backend::look_at()?;
    Ok(Exit::Done)
}
