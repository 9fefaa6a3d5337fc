//! `reeldrop service`: started at every login, or not any more.

use std::path::PathBuf;

use directories::BaseDirs;
use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::service::{self, Places, Program};
use crate::{config, control, legible};

/// Have the system start reeldrop at every login
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Start it now and at every login
    Install,
    /// Stop it, and start it no more
    Uninstall,
    /// Say whether it is installed and running
    Status,
}

/// What `service --json` shows.
#[derive(Debug, Serialize)]
struct Standing {
    unit: PathBuf,
    installed: bool,
    /// It starts at every login.
    enabled: bool,
    /// A daemon works with this state folder, whoever started it.
    running: bool,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let dirs = BaseDirs::new().ok_or(config::Error::NoHome)?;
    let base = if cfg!(target_os = "macos") { dirs.home_dir() } else { dirs.config_dir() };
    let places = Places { base: base.to_owned() };
    match arguments.act {
        Act::Install => install(&places, options)?,
        Act::Uninstall => service::uninstall(&places)?,
        Act::Status => {}
    }
    let standing = standing(&places, options)?;
    let found = standing.installed || !matches!(arguments.act, Act::Status);
    if options.json {
        print::json(&standing)?;
    } else {
        say(&standing)?;
    }
    Ok(if found { Exit::Done } else { Exit::NotFound })
}

/// A config with a mistake would only be started in vain, again and again.
fn install(places: &Places, options: &Options) -> Result<(), Refusal> {
    settings::load(options)?;
    let config = options.config.as_deref().map(std::path::absolute).transpose()?;
    let started = service::install(places, &Program { path: std::env::current_exe()?, config })?;
    if !started {
        print::talk("the service manager of this user does not answer; reeldrop starts at the next login");
    }
    Ok(())
}

fn standing(places: &Places, options: &Options) -> Result<Standing, Refusal> {
    let service::State { unit, installed, enabled } = service::state(places)?;
    // Whether it runs can be told only where the config can be read.
    let running = settings::load(options).is_ok_and(|config| control::is_attended(&config.state_dir).unwrap_or(false));
    Ok(Standing { unit, installed, enabled, running })
}

fn say(standing: &Standing) -> std::io::Result<()> {
    let installed = match (standing.installed, standing.enabled) {
        (false, _) => "not installed",
        (true, false) => "installed, but it does not start by itself",
        (true, true) => "installed, starts at every login",
    };
    let running = if standing.running { "running" } else { "not running" };
    print::line(&legible::line(&format!("{installed}; {running}; {}", standing.unit.display())))
}
