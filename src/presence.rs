//! Who has the state folder: one lock, and beside it what the daemon says of itself while it lives.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::disk;

/// The sign on the daemon's door. It is shown to people and never read back by a daemon.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sign {
    pub pid: u32,
    /// Jobs being worked on at this moment.
    pub in_hand: Vec<i64>,
    pub watches: Vec<WatchSign>,
    /// Why a changed config is not used.
    pub config_error: Option<String>,
}

/// One inbox as the daemon sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchSign {
    pub inbox: PathBuf,
    /// `events` or `poll`.
    pub mode: String,
    pub waiting: Vec<Waiting>,
    pub loose_files: Vec<String>,
}

/// A folder in the inbox that has not been taken yet, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub name: String,
    pub reason: String,
}

/// Held by the one daemon of a state folder; let go when the process ends, however it ends.
#[derive(Debug)]
pub struct Presence {
    _lock: File,
    path: PathBuf,
    sign: Mutex<Sign>,
    /// The daemon before this one did not take its sign down.
    pub unclean: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("another reeldrop (process {pid}) works with `{}`", dir.display())]
    Taken { dir: PathBuf, pid: u32 },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Presence {
    /// Takes the state folder, or says who has it.
    pub fn take(dir: &Path) -> Result<Self, Error> {
        disk::make_dir(dir)?;
        let path = dir.join("daemon.json");
        let lock = lock_file(dir)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::Taken { dir: dir.to_owned(), pid: read(&path).unwrap_or_default().pid });
            }
            Err(TryLockError::Error(error)) => return Err(disk::at("lock", dir)(error).into()),
        }
        let unclean = disk::exists(&path)?;
        let presence = Self { _lock: lock, path, sign: Mutex::default(), unclean };
        presence.say(|sign| sign.pid = std::process::id());
        Ok(presence)
    }

    /// Changes what the sign says. A disk that refuses it is not worth stopping for: the sign is only read by people.
    pub fn say(&self, change: impl FnOnce(&mut Sign)) {
        let mut sign = self.sign.lock().unwrap_or_else(PoisonError::into_inner);
        let before = sign.clone();
        change(&mut sign);
        if *sign != before
            && let Ok(text) = serde_json::to_vec(&*sign)
            && let Err(error) = disk::replace(&self.path, &text)
        {
            tracing::debug!(error = &error as &dyn std::error::Error, "cannot say what the daemon does");
        }
    }

    /// Takes the sign down at the end of an orderly stop.
    pub fn leave(self) -> Result<(), Error> {
        Ok(disk::remove_file(&self.path)?)
    }
}

/// What the daemon of this state folder says of itself; `None` if none lives.
pub fn look(dir: &Path) -> Result<Option<Sign>, Error> {
    if !disk::exists(dir)? {
        return Ok(None);
    }
    match lock_file(dir)?.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => Ok(Some(read(&dir.join("daemon.json")).unwrap_or_default())),
        Err(TryLockError::Error(error)) => Err(disk::at("lock", dir)(error).into()),
    }
}

fn lock_file(dir: &Path) -> Result<File, Error> {
    Ok(disk::create(&dir.join("daemon.lock"))?)
}

fn read(path: &Path) -> Option<Sign> {
    serde_json::from_slice(&disk::read(path, 16 << 20).ok()?).ok()
}
