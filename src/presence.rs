//! Who has the state folder: one lock, and beside it what the daemon says of itself while it lives.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

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
    /// What is wrong with the job database, so that nothing more is begun, and what to do.
    pub damage: Option<String>,
}

/// One inbox as the daemon sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchSign {
    pub inbox: PathBuf,
    /// `events` or `poll`.
    pub mode: String,
    /// Why the inbox cannot be looked at, if it cannot.
    pub away: Option<String>,
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
        if !lock_alone(&lock).map_err(disk::at("lock", dir))? {
            return Err(Error::Taken { dir: dir.to_owned(), pid: read(&path).unwrap_or_default().pid });
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

/// How often, and how far apart, a lock is tried that only lookers have: theirs last for microseconds.
const TRIES: u32 = 1000;
const BETWEEN: Duration = Duration::from_millis(1);

/// Whether the lock is ours now. Whoever asks for the daemon shares the lock for a moment, and must not be taken for one.
fn lock_alone(lock: &File) -> io::Result<bool> {
    for _ in 0..TRIES {
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {}
            locked => return locked.map(|()| true).map_err(Into::into),
        }
        match lock.try_lock_shared() {
            Ok(()) => lock.unlock()?,
            Err(TryLockError::WouldBlock) => return Ok(false),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        thread::park_timeout(BETWEEN);
    }
    Ok(false)
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

#[cfg(test)]
mod tests {
    use super::{Error, Presence, look};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    #[test]
    fn whoever_looks_for_the_daemon_keeps_none_from_starting() {
        let (dir, over) = (tempfile::tempdir().unwrap(), AtomicBool::new(false));
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        look(dir.path()).unwrap();
                    }
                });
            }
            let taken: Vec<_> = (0..200).map(|_| Presence::take(dir.path()).and_then(Presence::leave)).collect();
            over.store(true, Ordering::Relaxed);
            let refused = taken.iter().filter(|taken| taken.is_err()).count();
            assert_eq!(refused, 0, "of {} starts", taken.len());
        });
    }

    #[test]
    fn a_second_daemon_is_refused_at_once_and_hears_who_is_there() {
        let dir = tempfile::tempdir().unwrap();
        let _first = Presence::take(dir.path()).unwrap();
        let own = std::process::id();
        assert!(matches!(Presence::take(dir.path()), Err(Error::Taken { pid, .. }) if pid == own));
        assert_eq!(look(dir.path()).unwrap().map(|sign| sign.pid), Some(own));
    }
}
