//! `reeldrop once`: what lies in the inboxes now, then exit.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::daemon;
use crate::legible;

/// Make films of what lies in the inboxes now, then exit
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    settings::log(&config, options, true)?;
    let left = settings::runtime()?.block_on(daemon::once(settings::daemon(&config)?))?;
    for waiting in &left.waiting {
        print::talk(&format!("left in the inbox: {}: {}", legible::line(&waiting.name), waiting.reason));
    }
    if left.paused {
        print::talk("the work is paused; `reeldrop resume` has it go on");
    }
    Ok(match left {
        _ if left.interrupted => Exit::Interrupted,
        _ if left.failed > 0 => Exit::Failed,
        _ if left.paused || left.unfinished > 0 || !left.waiting.is_empty() => Exit::Temporary,
        _ => Exit::Done,
    })
}
