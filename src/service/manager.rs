//! Writes, enables and removes the file, and tells the manager, if one is there to be told.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::disk;
use crate::service::unit::{MARK, ON_A_MAC, Places, Program};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{}` is there already and was written by somebody else", path.display())]
    Foreign { path: PathBuf },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Foreign { .. } => Some("keep it and manage the service yourself, or move it aside".to_owned()),
            Self::Disk(_) => None,
        }
    }
}

/// How the service stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub unit: PathBuf,
    pub installed: bool,
    /// It starts at every login.
    pub enabled: bool,
}

/// Looks at the files; the manager is not asked.
pub fn state(places: &Places) -> Result<State, Error> {
    let unit = places.unit();
    let installed = disk::exists(&unit)?;
    let enabled = match places.link() {
        Some(link) => disk::exists(&link)?,
        None => installed,
    };
    Ok(State { enabled: enabled && installed, installed, unit })
}

/// Writes and enables the unit, then has the manager start it; says whether it did. Without a manager it starts at the
/// next login.
pub fn install(places: &Places, program: &Program) -> Result<bool, Error> {
    let unit = places.unit();
    ours(&unit)?;
    disk::make_dir(disk::parent(&unit))?;
    disk::write_whole(&unit, program.unit().as_bytes())?;
    if let Some(link) = places.link() {
        disk::make_dir(disk::parent(&link))?;
        disk::remove_file(&link)?;
        symlink(&unit, &link).map_err(disk::at("create the link", &link))?;
    }
    Ok(start(&unit, places.service.file()))
}

/// Stops it and removes the files; fine if there are none.
pub fn uninstall(places: &Places) -> Result<(), Error> {
    let unit = places.unit();
    ours(&unit)?;
    stop(&unit, places.service.file());
    if let Some(link) = places.link() {
        disk::remove_file(&link)?;
    }
    disk::remove_file(&unit)?;
    if !ON_A_MAC {
        tell("systemctl", &["--user", "daemon-reload"]);
    }
    Ok(())
}

/// A unit that somebody wrote by hand is not touched.
fn ours(unit: &Path) -> Result<(), Error> {
    /// Far more than any unit.
    const MOST: u64 = 1 << 20;
    if disk::exists(unit)? && !String::from_utf8_lossy(&disk::read(unit, MOST)?).contains(MARK) {
        return Err(Error::Foreign { path: unit.to_owned() });
    }
    Ok(())
}

fn start(unit: &Path, name: &str) -> bool {
    if ON_A_MAC {
        stop(unit, name);
        return tell("launchctl", &["bootstrap", &session(), &unit.to_string_lossy()]);
    }
    tell("systemctl", &["--user", "daemon-reload"]) && tell("systemctl", &["--user", "restart", name])
}

fn stop(unit: &Path, name: &str) {
    if ON_A_MAC {
        tell("launchctl", &["bootout", &session(), &unit.to_string_lossy()]);
    } else {
        tell("systemctl", &["--user", "stop", name]);
    }
}

/// launchctl(1) names the session of a user by number.
fn session() -> String {
    format!("gui/{}", rustix::process::getuid().as_raw())
}

/// Whether the manager is there and did it.
fn tell(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
