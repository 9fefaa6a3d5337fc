//! Looks that change nothing, and that trust nothing somebody dropped.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::fs::{Mode, OFlags, open};

use crate::disk::error::{Result, at};

/// Whether something is there, a dangling link included. Only "not found" means no: any other error is passed on,
/// since taking a failed look for absence loses files.
pub fn exists(path: &Path) -> Result<bool> {
    Ok(about(path)?.is_some())
}

/// Whether a folder is there; a link to one is none.
pub fn is_dir(path: &Path) -> Result<bool> {
    Ok(about(path)?.is_some_and(|about| about.is_dir()))
}

fn about(path: &Path) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(about) => Ok(Some(about)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at("look at", path)(error)),
    }
}

/// Whether both names are one file.
#[must_use]
pub fn same_file(a: &Path, b: &Path) -> bool {
    match (fs::symlink_metadata(a), fs::symlink_metadata(b)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

/// Opens an ordinary file for reading. A link is not followed and a pipe is not waited for: both are refused.
pub fn open_file(path: &Path) -> Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(open(path, flags, Mode::empty()).map_err(at("open", path))?);
    let kind = file.metadata().map_err(at("look at", path))?;
    if kind.is_file() { Ok(file) } else { Err(at("read", path)(io::Error::from(io::ErrorKind::InvalidInput))) }
}

/// The bytes of an ordinary file of at most `limit` bytes.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open_file(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(at("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(at("read all of", path)(io::Error::from(io::ErrorKind::FileTooLarge)));
    }
    Ok(bytes)
}

/// The folder a path lies in; `.` for a bare name.
#[must_use]
pub fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => path,
    }
}
