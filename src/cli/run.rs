//! `reeldrop run`: the daemon, in the foreground.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::settings;
use crate::{config, daemon};

/// Watch the inboxes and make films, until SIGTERM or Ctrl-C; a changed config takes effect by itself
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    settings::log(&config, options, true)?;
    let runtime = settings::runtime()?;
    let outcome = runtime.block_on(daemon::run(settings::daemon(&config)?, source(options)?));
    // A copy to a slow share is not waited for: the next daemon makes it anew.
    runtime.shutdown_background();
    Ok(outcome.map(|()| Exit::Done)?)
}

fn source(options: &Options) -> Result<daemon::Source, Refusal> {
    let again = options.clone();
    let read = move || {
        let config = settings::load(&again);
        config.and_then(|config| settings::daemon(&config)).map_err(|refusal| match &refusal.hint {
            Some(hint) => format!("{:#}; {hint}", refusal.error),
            None => format!("{:#}", refusal.error),
        })
    };
    Ok(daemon::Source { file: config::find(options.config.as_deref())?, read: Box::new(read) })
}
