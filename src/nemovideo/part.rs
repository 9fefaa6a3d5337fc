//! A film half there: its bytes, and beside them a note of how far they can be trusted.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::fs::File;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use crate::disk;
use crate::nemovideo::error::Error;

/// As many bytes are written before they are synced and noted.
const NOTED_EVERY: u64 = 8 << 20;

/// What the bytes belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notes {
    /// Where they come from.
    pub from: String,
    /// What the server calls this version of the film: a strong `ETag`, else `Last-Modified`. None: it cannot be
    /// gone on with.
    pub version: Option<String>,
    /// Its whole length in bytes, if known.
    pub total: Option<u64>,
    /// So many bytes are certainly on disk.
    pub offset: u64,
}

#[derive(Debug)]
pub(crate) struct Part {
    path: PathBuf,
    notes_path: PathBuf,
    file: File,
    notes: Notes,
    at: u64,
}

impl Part {
    /// What a cut left of `to`, or nothing; nothing is changed yet.
    pub(crate) fn open(to: &Path) -> Result<Self, Error> {
        let (path, notes_path) = paths(to);
        let file = disk::open_own(&path)?;
        let length = file.metadata().map_err(disk::at("look at", &path))?.len();
        let kept = disk::read(&notes_path, 64 << 10).ok().and_then(|notes| serde_json::from_slice(&notes).ok());
        let notes = kept.filter(|notes: &Notes| notes.offset <= length).unwrap_or_default();
        Ok(Self { path, notes_path, file: File::from_std(file), notes, at: 0 })
    }

    /// From which byte on the film is missing, and of which version; `None` where it starts from nothing.
    #[must_use]
    pub(crate) fn resume(&self, from: &str) -> Option<(u64, String)> {
        let goes_on = self.notes.offset > 0 && self.notes.from == from;
        self.notes.version.clone().filter(|_| goes_on).map(|version| (self.notes.offset, version))
    }

    #[must_use]
    pub(crate) const fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Bytes written so far.
    #[must_use]
    pub(crate) const fn at(&self) -> u64 {
        self.at
    }

    /// Starts over with another version, or with the same.
    pub(crate) async fn restart(&mut self, notes: Notes) -> Result<(), Error> {
        self.notes = Notes { offset: 0, ..notes };
        self.note()?;
        self.go_on().await
    }

    /// Goes on behind the last byte that was noted; what lies there is cut off.
    pub(crate) async fn go_on(&mut self) -> Result<(), Error> {
        self.at = self.notes.offset;
        self.file.set_len(self.at).await.map_err(disk::at("shorten", &self.path))?;
        self.file.seek(std::io::SeekFrom::Start(self.at)).await.map_err(disk::at("read", &self.path))?;
        Ok(())
    }

    pub(crate) async fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.file.write_all(bytes).await.map_err(disk::at("write", &self.path))?;
        self.at = self.at.saturating_add(bytes.len() as u64);
        if self.at - self.notes.offset >= NOTED_EVERY { self.sync().await } else { Ok(()) }
    }

    /// The bytes first, then the note that counts them.
    pub(crate) async fn sync(&mut self) -> Result<(), Error> {
        self.file.flush().await.map_err(disk::at("write", &self.path))?;
        self.file.sync_data().await.map_err(disk::at("sync", &self.path))?;
        self.notes.offset = self.at;
        self.note()
    }

    fn note(&self) -> Result<(), Error> {
        let notes = serde_json::to_vec(&self.notes).expect("a struct of words and numbers is JSON");
        Ok(disk::write_whole(&self.notes_path, &notes)?)
    }

    /// The bytes, synced, for somebody to look at.
    pub(crate) async fn finished(mut self) -> Result<std::fs::File, Error> {
        self.file.flush().await.map_err(disk::at("write", &self.path))?;
        self.file.sync_all().await.map_err(disk::at("sync", &self.path))?;
        Ok(self.file.into_std().await)
    }
}

/// Gives the finished part its name.
pub(crate) fn publish(to: &Path) -> Result<(), Error> {
    let (path, notes_path) = paths(to);
    disk::rename(&path, to)?;
    Ok(disk::remove_file(&notes_path)?)
}

/// Removes what is of no use, the note first: it must never speak of other bytes.
pub(crate) fn discard(to: &Path) -> Result<(), Error> {
    let (path, notes_path) = paths(to);
    disk::remove_file(&notes_path)?;
    Ok(disk::remove_file(&path)?)
}

fn paths(to: &Path) -> (PathBuf, PathBuf) {
    let with = |end: &str| {
        let mut name = to.file_name().unwrap_or_default().to_owned();
        name.push(end);
        to.with_file_name(name)
    };
    (with(".part"), with(".part.json"))
}
