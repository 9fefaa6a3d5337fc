//! `reeldrop run`: the daemon, in the foreground.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::settings;
use crate::daemon;

/// Watch the inboxes and make films, until SIGTERM or Ctrl-C
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    settings::log(&config, options, true)?;
    settings::runtime()?.block_on(daemon::run(settings::daemon(&config)?))?;
    Ok(Exit::Done)
}
