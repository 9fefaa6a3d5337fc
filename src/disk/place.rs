//! Names given and taken away without ever replacing what has them.

use std::fs;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use crate::disk::error::{Result, at};
use crate::disk::look::{exists, parent, same_file};
use crate::disk::remove::remove_file;
use crate::disk::sync::sync_dir;

/// Moves a file or a folder within one file system, never over another, and makes it durable on both sides.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => {}
        // NFS and some FUSE file systems know no such flag; a look before the move is the best they offer.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if exists(to)? => {
            return Err(at("move over", to)(Errno::EXIST));
        }
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => fs::rename(from, to).map_err(at("move", from))?,
        Err(Errno::EXIST | Errno::NOTEMPTY) => return Err(at("move over", to)(Errno::EXIST)),
        Err(error) => return Err(at("move", from)(error)),
    }
    sync_dir(parent(to))?;
    if parent(from) == parent(to) { Ok(()) } else { sync_dir(parent(from)) }
}

/// Moves a file to a free name so that the old name is gone exactly when the new one is there: where the file system
/// cannot rename without replacing, by a second name and the removal of the first.
pub fn publish(hidden: &Path, shown: &Path) -> Result<()> {
    match renameat_with(CWD, hidden, CWD, shown, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            link(hidden, shown)?;
            sync_dir(parent(shown))?;
            remove_file(hidden)?;
        }
        done => done.map_err(at("move into place", shown))?,
    }
    sync_dir(parent(shown))
}

/// Gives a file a second name, which must be free. On NFS a link may be made and reported as failed, so a failure is
/// believed only when the two names do not show the same file.
pub fn link(from: &Path, to: &Path) -> Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if !same_file(from, to) => Err(at("link to", to)(error)),
        _ => Ok(()),
    }
}
