//! `reeldrop completions`: the command line, for a shell that completes it.

use clap_complete::Shell;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::print;

/// Print completions for a shell, to be put where it looks for them
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, mut line: clap::Command) -> Result<Exit, Refusal> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut line, "reeldrop", &mut script);
    print::bytes(&script)?;
    Ok(Exit::Done)
}
