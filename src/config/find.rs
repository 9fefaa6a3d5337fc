//! Which config file holds: the one that was named, else the first that is there.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

use crate::config::error::Error;
use crate::disk;

/// For machines on which one config serves everybody.
const EVERYBODY: &str = "/etc/reeldrop/config.toml";

/// The file to read; `None` if nothing was named and none is there, and the built-in settings hold. What `--config` or
/// `$REELDROP_CONFIG` names must exist.
pub fn find(named: Option<&Path>) -> Result<Option<PathBuf>, Error> {
    let from_environment = std::env::var_os("REELDROP_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from);
    if let Some(path) = named.map(Path::to_owned).or(from_environment) {
        return if disk::exists(&path)? { Ok(Some(path)) } else { Err(Error::Missing { path }) };
    }
    for path in usual().into_iter().chain([PathBuf::from(EVERYBODY)]) {
        if disk::exists(&path)? {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Where a person's own config lies: `~/.config/reeldrop/config.toml` on Linux.
#[must_use]
pub fn usual() -> Option<PathBuf> {
    ProjectDirs::from("", "", "reeldrop").map(|dirs| dirs.config_dir().join("config.toml"))
}
