//! `~` is the home folder of whoever reeldrop runs as.

use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::config::error::Error;
use crate::config::file::Config;

/// Makes every path of the config a full one: `~` expanded, relative ones taken from the folder reeldrop was started in.
pub(crate) fn expand(config: &mut Config) -> Result<(), Error> {
    let home = BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
    let watches = config.watch.iter_mut();
    let paths = watches.flat_map(|watch| [&mut watch.inbox, &mut watch.outbox, &mut watch.archive, &mut watch.failed]);
    for path in paths.chain([&mut config.state_dir]) {
        *path = full(path, home.as_deref())?;
    }
    let Config { director, nemo, serve, .. } = config;
    for path in [&mut director.llm_key_file, &mut nemo.token_file, &mut nemo.ca_file, &mut serve.token_file] {
        if !path.as_os_str().is_empty() {
            *path = full(path, home.as_deref())?;
        }
    }
    Ok(())
}

fn full(path: &Path, home: Option<&Path>) -> Result<PathBuf, Error> {
    let path = match path.strip_prefix("~") {
        Ok(rest) => home.ok_or(Error::NoHome)?.join(rest),
        Err(_) => path.to_owned(),
    };
    // Only an empty path has no absolute form; the range check names it.
    Ok(std::path::absolute(&path).unwrap_or(path))
}
