//! `reeldrop man`: the manual page, or one for every command.

use std::path::PathBuf;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::print;
use crate::disk;

/// Print the manual page, or write one for every command
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A folder to write `reeldrop.1`, `reeldrop-make.1` and so on into
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, line: clap::Command) -> Result<Exit, Refusal> {
    if let Some(dir) = &arguments.dir {
        disk::make_dir(dir)?;
        clap_mangen::generate_to(line, dir)?;
    } else {
        let mut page = Vec::new();
        clap_mangen::Man::new(line).render(&mut page)?;
        print::bytes(&page)?;
    }
    Ok(Exit::Done)
}
