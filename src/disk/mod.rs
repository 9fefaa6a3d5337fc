//! The only room that renames, links, syncs and removes: every change to a disk that must survive a power cut.

#![allow(clippy::disallowed_methods, reason = "this room is what the rule sends everybody to")]

mod kind;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, RenameFlags, open, renameat_with};
use rustix::io::Errno;

pub use kind::{Network, free_bytes, network};

/// One act on one path that the system refused.
#[derive(Debug, thiserror::Error)]
#[error("cannot {act} `{}`", path.display())]
pub struct Error {
    pub act: &'static str,
    pub path: PathBuf,
    pub source: io::Error,
}

pub type Result<T> = std::result::Result<T, Error>;

/// Puts act and path beside an I/O error.
pub fn at<'a, E: Into<io::Error>>(act: &'static str, path: &'a Path) -> impl FnOnce(E) -> Error + use<'a, E> {
    move |source| Error { act, path: path.to_owned(), source: source.into() }
}

impl Error {
    /// Whether the disk is full or a quota used up: nothing is wrong with the job, it waits.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// Whether the name is taken.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.source.kind() == io::ErrorKind::AlreadyExists
    }

    /// Whether there is nothing at the path.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

/// Whether something is there, a dangling link included. Only "not found" means no: any other error is passed on,
/// since taking a failed look for absence loses files.
pub fn exists(path: &Path) -> Result<bool> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(at("look at", path)(error)),
    }
}

/// Whether a folder is there, and not a link to one.
pub fn is_dir(path: &Path) -> Result<bool> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at("look at", path)(error)),
        found => Ok(found.is_ok_and(|found| found.is_dir())),
    }
}

/// Makes the folder and its parents durable; fine if it is there already.
pub fn make_dir(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let parent = parent(path);
    if parent != path {
        make_dir(parent)?;
    }
    match fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(at("create the folder", path)(error)),
        _ => sync_dir(parent),
    }
}

/// Moves a file or a folder within one file system, never over another, and makes it durable on both sides.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    rename_no_replace(from, to)?;
    sync_dir(parent(to))?;
    if parent(from) == parent(to) { Ok(()) } else { sync_dir(parent(from)) }
}

fn rename_no_replace(from: &Path, to: &Path) -> Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        // NFS and some FUSE file systems know no such flag; a look before the move is the best they offer.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            if exists(to)? {
                return Err(at("move over", to)(Errno::EXIST));
            }
            fs::rename(from, to).map_err(at("move", from))
        }
        Err(Errno::EXIST | Errno::NOTEMPTY) => Err(at("move over", to)(Errno::EXIST)),
        Err(error) => Err(at("move", from)(error)),
    }
}

/// Writes the whole file or nothing: beside it first, synced, then over whatever was there. Mode 0600.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = beside(path);
    let mut file = create(&beside)?;
    file.write_all(bytes).map_err(at("write", &beside))?;
    file.sync_all().map_err(at("sync", &beside))?;
    fs::rename(&beside, path).map_err(at("put in place", path))?;
    sync_dir(parent(path))
}

/// An empty file only its owner can read, in place of whatever had the name.
pub fn create(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(at("create", path))
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// Opens a regular file for reading. A link is not followed and a pipe is not waited for: both are refused.
pub fn open_file(path: &Path) -> Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(open(path, flags, Mode::empty()).map_err(at("open", path))?);
    let kind = file.metadata().map_err(at("look at", path))?;
    if kind.is_file() { Ok(file) } else { Err(at("read", path)(io::Error::from(io::ErrorKind::InvalidInput))) }
}

/// Copies the bytes to a file that did not exist (0640: its owner writes, its group may read) and syncs it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(at("open", from))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
    let mut target = options.open(to).map_err(at("create", to))?;
    io::copy(&mut source, &mut target).map_err(at("copy to", to))?;
    target.sync_all().map_err(at("sync", to))
}

/// Gives a file a second name, which must be free. On NFS a link may be made and reported as failed, so a failure is
/// believed only when the two names do not show the same file.
pub fn link(from: &Path, to: &Path) -> Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if !same_file(from, to) => Err(at("link to", to)(error)),
        _ => Ok(()),
    }
}

/// Whether both names are one file.
#[must_use]
pub fn same_file(a: &Path, b: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (fs::symlink_metadata(a), fs::symlink_metadata(b)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        _ => false,
    }
}

/// Removes a file; fine if it is gone already.
pub fn remove_file(path: &Path) -> Result<()> {
    gone(fs::remove_file(path), path)
}

/// Removes a folder with all that is in it, following no link; fine if it is gone already.
pub fn remove_tree(path: &Path) -> Result<()> {
    gone(fs::remove_dir_all(path), path)
}

fn gone(outcome: io::Result<()>, path: &Path) -> Result<()> {
    match outcome {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(at("remove", path)(error)),
        _ => Ok(()),
    }
}

/// Makes the file's bytes durable.
pub fn sync_file(path: &Path) -> Result<()> {
    File::open(path).and_then(|file| file.sync_all()).map_err(at("sync", path))
}

/// Makes the names in a folder durable. A file system that cannot sync folders (some FUSE and SMB) is taken as it is.
pub fn sync_dir(path: &Path) -> Result<()> {
    match File::open(path).and_then(|dir| dir.sync_all()) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(at("sync the folder", path)(error))
        }
        _ => Ok(()),
    }
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
