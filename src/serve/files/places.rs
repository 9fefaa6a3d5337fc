//! The folders of a server's state, and which of its files lies where.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::serve::error::Error;

/// Held by whoever serves from the folder, for as long as it lives.
const LOCK: &str = "serve.lock";

/// Whether somebody serves from this folder just now.
#[must_use]
pub fn is_at_work(dir: &Path) -> bool {
    File::open(dir.join(LOCK)).is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)))
}

/// `serve.db` and `serve.lock`; what comes in under `arriving/`, what came under `media/<session>/`, films under
/// `films/`, and what they are made from under `work/`.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    dir: PathBuf,
}

impl Places {
    /// Makes them where they are missing.
    pub(crate) fn make(dir: &Path) -> disk::Result<Self> {
        let places = Self { dir: dir.to_owned() };
        for folder in [places.arriving(), places.media(), places.films(), places.work()] {
            disk::make_dir(&folder)?;
        }
        Ok(places)
    }

    /// Sees to it that no other process serves from here, for as long as the file is open.
    pub(crate) fn alone(&self) -> Result<File, Error> {
        let path = self.dir.join(LOCK);
        let file = disk::open_own(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(Error::Taken { dir: self.dir.clone() }),
            Err(TryLockError::Error(source)) => Err(Error::File { path, source }),
        }
    }

    pub(crate) fn arriving(&self) -> PathBuf {
        self.dir.join("arriving")
    }

    pub(crate) fn media(&self) -> PathBuf {
        self.dir.join("media")
    }

    /// The uploads of one session.
    pub(crate) fn session(&self, id: &str) -> PathBuf {
        self.media().join(id)
    }

    pub(crate) fn films(&self) -> PathBuf {
        self.dir.join("films")
    }

    pub(crate) fn film(&self, key: &str) -> PathBuf {
        self.films().join(key)
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.dir.join("work")
    }

    /// The folder in which one film is made.
    pub(crate) fn work_on(&self, key: &str) -> PathBuf {
        self.work().join(key)
    }
}
