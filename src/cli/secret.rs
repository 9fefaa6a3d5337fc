//! Tokens of the owner's: where they lie, and whether others can read them.

use std::fs::File;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::cli::exit::Refusal;
use crate::disk;

/// A token has some dozens of characters.
const MAX_TOKEN_BYTES: u64 = 16 << 10;

/// What lies in the file that the config names, else in the credential of this name that systemd hands over; and where.
pub(crate) fn find(named: &Path, credential: &str) -> Result<Option<(PathBuf, String)>, Refusal> {
    let handed = variable("CREDENTIALS_DIRECTORY").map(|dir| PathBuf::from(dir).join(credential));
    let path = match handed {
        _ if !named.as_os_str().is_empty() => named.to_owned(),
        Some(path) if disk::exists(&path)? => path,
        _ => return Ok(None),
    };
    let text = read(&path)?;
    Ok(Some((path, text)))
}

/// The owner's own file: a link to it is as good, others who may read it are not.
fn read(path: &Path) -> Result<String, Refusal> {
    let file = File::open(path).map_err(disk::at("read", path))?;
    let mode = file.metadata().map_err(disk::at("look at", path))?.permissions().mode();
    if mode & 0o077 != 0 {
        let path = path.display();
        tracing::warn!(hint = format!("chmod 600 {path}"), "others on this machine may read the token in `{path}`");
    }
    let mut text = String::new();
    file.take(MAX_TOKEN_BYTES).read_to_string(&mut text).map_err(disk::at("read", path))?;
    Ok(text)
}

/// A variable of the environment that says something.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}
