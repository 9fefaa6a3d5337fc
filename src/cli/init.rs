//! `reeldrop init`: writes the config file and makes the folders.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, settings};
use crate::{config, daemon, disk};

/// Write the config file and make the folders
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

/// What `init --json` shows.
#[derive(Debug, Serialize)]
struct Made {
    config: PathBuf,
    /// Whether the file was written now; one that is there is left alone.
    written: bool,
    folders: Vec<PathBuf>,
}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let (path, written) = write(options)?;
    let config = settings::load(&Options { config: Some(path.clone()), ..options.clone() })?;
    let folders = daemon::prepare(&settings::daemon(&config)?)?;
    let made = Made { config: path, written, folders };
    if options.json {
        print::json(&made)?;
    } else {
        print::line(&format!("{}{}", made.config.display(), if written { "" } else { " (was there, left as it is)" }))?;
        made.folders.iter().try_for_each(|folder| print::line(&folder.to_string_lossy()))?;
    }
    Ok(Exit::Done)
}

fn write(options: &Options) -> Result<(PathBuf, bool), Refusal> {
    let path = match &options.config {
        Some(path) => path.clone(),
        None => config::find(None).ok().flatten().or_else(config::usual).ok_or(config::Error::NoHome)?,
    };
    if disk::exists(&path)? {
        return Ok((path, false));
    }
    disk::make_dir(disk::parent(&path))?;
    disk::write_whole(&path, config::default_text().as_bytes())?;
    Ok((path, true))
}
