//! A `make` that was broken off while a service worked: the same command goes on there, and pays nothing twice.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ring::digest::{Context, SHA256};
use uuid::Uuid;

use crate::cli::exit::Refusal;
use crate::clock::{self, Timestamp};
use crate::disk;
use crate::job::{JobSpec, NemoStep};

/// The private folder of one order, locked, with the step that comes next.
pub(crate) struct Unfinished {
    dir: PathBuf,
    _lock: File,
}

/// No service remembers a session for longer; and a step has some hundred bytes.
const KEPT: Duration = Duration::from_hours(7 * 24);
const MAX_BYTES: u64 = 1 << 20;

impl Unfinished {
    /// The place for this order below the state folder; `None` if somebody else is at it just now.
    pub(crate) fn of(state_dir: &Path, spec: &JobSpec) -> Result<Option<Self>, Refusal> {
        let all = state_dir.join("make");
        disk::make_dir(&all)?;
        sweep(&all)?;
        let dir = all.join(name(spec)?);
        disk::make_dir(&dir)?;
        let lock = disk::create(&dir.join("lock"))?;
        match lock.try_lock() {
            Ok(()) => Ok(Some(Self { dir, _lock: lock })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(disk::at("lock", &dir)(error).into()),
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where it goes on, if it was begun.
    pub(crate) fn step(&self) -> Option<NemoStep> {
        serde_json::from_slice(&disk::read(&self.path(), MAX_BYTES).ok()?).ok()
    }

    pub(crate) fn keep(&self, step: &NemoStep) -> disk::Result<()> {
        disk::write_whole(&self.path(), &serde_json::to_vec(step).expect("a step is words and numbers"))
    }

    /// It failed: who asks once more wants it tried once more.
    pub(crate) fn failed(&self) -> disk::Result<()> {
        self.step().map_or(Ok(()), |step| self.keep(&step.again()))
    }

    /// The films are made.
    pub(crate) fn end(self) -> disk::Result<()> {
        disk::remove_tree(&self.dir)
    }

    fn path(&self) -> PathBuf {
        self.dir.join("step.json")
    }
}

/// One for each order: the words and settings, and the files as they are now.
fn name(spec: &JobSpec) -> Result<String, Refusal> {
    let mut digest = Context::new(&SHA256);
    digest.update(&serde_json::to_vec(spec).expect("an order is words and numbers"));
    for file in spec.pictures.iter().chain(&spec.sound) {
        let path = spec.source.join(file);
        let about = path.symlink_metadata().map_err(disk::at("look at", &path))?;
        digest.update(format!("{} {:?}", about.len(), about.modified().ok()).as_bytes());
    }
    let digest = digest.finish();
    let half = digest.as_ref().first_chunk().expect("SHA-256 has 32 bytes");
    Ok(Uuid::from_bytes(*half).simple().to_string())
}

/// Removes what nobody came back for.
fn sweep(all: &Path) -> disk::Result<()> {
    for entry in all.read_dir().map_err(disk::at("list", all))? {
        let path = entry.map_err(disk::at("list", all))?.path();
        let about = path.symlink_metadata().map_err(disk::at("look at", &path))?;
        let written = about.modified().ok().and_then(|written| Timestamp::try_from(written).ok());
        if written.is_some_and(|written| clock::later(written, KEPT) < clock::now())
            && let Err(error) = disk::remove_tree(&path)
        {
            tracing::debug!(error = &error as &dyn std::error::Error, "an unfinished film of old stays");
        }
    }
    Ok(())
}
