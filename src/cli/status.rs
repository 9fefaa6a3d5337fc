//! `reeldrop status`: what is going on, and why something waits.

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::control::{self, StatusView};
use crate::legible;

/// Say what is going on, and why something waits
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    let status = control::status(&config.state_dir, &settings::inboxes(&config))?;
    if options.json {
        print::json(&status)?;
    } else {
        show(&status)?;
    }
    Ok(Exit::Done)
}

fn show(status: &StatusView) -> std::io::Result<()> {
    let counts: Vec<String> =
        status.jobs.iter().filter(|(_, count)| **count > 0).map(|(word, count)| format!("{count} {word}")).collect();
    let counts = if counts.is_empty() { "no jobs yet".to_owned() } else { counts.join(", ") };
    print::line(&format!("daemon {}; {counts}", status.daemon))?;
    if status.paused {
        print::line("paused: nothing is made until `reeldrop resume`")?;
    }
    if let Some(damage) = &status.damage {
        print::line(&legible::line(&format!("nothing more is begun: {damage}")))?;
    }
    if let Some(why) = &status.config_error {
        print::line(&legible::line(&format!("the changed config is not used: {why}")))?;
    }
    for watch in &status.watches {
        print::line(&format!("{} ({})", legible::line(&watch.inbox.to_string_lossy()), watch.mode))?;
        if let Some(away) = &watch.away {
            print::line(&legible::line(&format!("  waited for: {away}")))?;
        }
        for waiting in &watch.waiting {
            print::line(&format!("  {}: {}", legible::line(&waiting.name), legible::line(&waiting.reason)))?;
        }
        for file in &watch.loose_files {
            print::line(&format!("  {}: a loose file; put it into a folder", legible::line(file)))?;
        }
    }
    Ok(())
}
