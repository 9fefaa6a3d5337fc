//! Writes: whole or not at all, and for nobody else's eyes.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};

use crate::disk::error::{Result, at};
use crate::disk::look::parent;
use crate::disk::sync::sync_dir;

/// Writes the whole file or nothing: beside it first, synced, then over whatever was there. Mode 0600.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = beside(path);
    let mut file = create(&beside)?;
    file.write_all(bytes).map_err(at("write", &beside))?;
    file.sync_all().map_err(at("sync", &beside))?;
    fs::rename(&beside, path).map_err(at("put in place", path))?;
    sync_dir(parent(path))
}

/// The same without the syncs: readers see the old bytes or the new, and after a power cut it may be gone.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = beside(path);
    create(&beside)?.write_all(bytes).map_err(at("write", &beside))?;
    fs::rename(&beside, path).map_err(at("put in place", path))
}

/// An empty file only its owner can read, in place of whatever had the name.
pub fn create(path: &Path) -> Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(at("create", path))
}

/// A file of one's own, to go on with where it was left: made if it is not there, mode 0600; a link is not followed.
pub fn open_own(path: &Path) -> Result<File> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(open(path, flags, Mode::RUSR | Mode::WUSR).map_err(at("open", path))?))
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}
