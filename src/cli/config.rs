//! `reeldrop config`: whether the file is in order, what holds, and where it lies.

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::{config, inbox};

/// Check the config file, show the settings that hold, or say which file it is
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Is every key known, and does every value make sense?
    Check,
    /// All settings that hold, those that the file leaves open included
    Show,
    /// Which file is read
    Path,
}

/// What `config check --json` and `config path --json` show.
#[derive(Debug, Serialize)]
struct File {
    ok: bool,
    /// `null` where there is none and the built-in settings hold.
    file: Option<std::path::PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    match arguments.act {
        Act::Check => check(options),
        Act::Show => show(options),
        Act::Path => path(options),
    }
}

fn check(options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    for inbox in settings::inboxes(&config) {
        inbox::Names::new(&inbox).map_err(|error| {
            let hint = error.hint();
            Refusal { exit: Exit::Config, error: error.into(), hint }
        })?;
    }
    let file = config::find(options.config.as_deref())?;
    if options.json {
        print::json(&File { ok: true, file })?;
    } else {
        let what = file
            .map_or_else(|| "there is no file; the built-in settings hold".into(), |file| file.display().to_string());
        print::line(&format!("ok: {what}"))?;
    }
    Ok(Exit::Done)
}

fn show(options: &Options) -> Result<Exit, Refusal> {
    let table = config::effective(options.config.as_deref())?;
    if options.json {
        print::json(&table)?;
    } else {
        print::bytes(table.to_string().as_bytes())?;
    }
    Ok(Exit::Done)
}

fn path(options: &Options) -> Result<Exit, Refusal> {
    let file = config::find(options.config.as_deref())?;
    let found = file.is_some();
    if options.json {
        print::json(&File { ok: found, file })?;
    } else if let Some(file) = &file {
        print::line(&file.to_string_lossy())?;
    } else {
        print::talk("there is no config file, the built-in settings hold; `reeldrop init` writes one");
    }
    Ok(if found { Exit::Done } else { Exit::NotFound })
}
