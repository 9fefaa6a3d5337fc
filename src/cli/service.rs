//! `reeldrop service`: started at every login, or not any more.

use std::path::PathBuf;

use directories::BaseDirs;
use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, serve, settings};
use crate::config::{self, Config};
use crate::service::{self, Places, Program, Service};
use crate::{control, legible};

/// Have the system start reeldrop at every login
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The server of `reeldrop serve` instead of the daemon
    #[arg(long, global = true)]
    serve: bool,
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
    /// A daemon, or a server, works with this state folder, whoever started it.
    running: bool,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let dirs = BaseDirs::new().ok_or(config::Error::NoHome)?;
    let base = if cfg!(target_os = "macos") { dirs.home_dir() } else { dirs.config_dir() };
    let service = if arguments.serve { Service::Server } else { Service::Daemon };
    let places = Places { base: base.to_owned(), service };
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
    let program = Program { path: std::env::current_exe()?, config, service: places.service };
    let started = service::install(places, &program)?;
    if !started {
        print::talk("the service manager of this user does not answer; reeldrop starts at the next login");
    }
    Ok(())
}

fn standing(places: &Places, options: &Options) -> Result<Standing, Refusal> {
    let service::State { unit, installed, enabled } = service::state(places)?;
    // Whether it runs can be told only where the config can be read.
    let at_work = |config: Config| match places.service {
        Service::Daemon => control::is_attended(&config.state_dir).unwrap_or(false),
        Service::Server => crate::serve::is_at_work(&serve::dir(&config)),
    };
    let running = settings::load(options).is_ok_and(at_work);
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
