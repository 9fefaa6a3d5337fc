//! Copies: to names that were free, and synced.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::symlink;
use std::path::Path;

use crate::disk::error::{Result, at};
use crate::disk::sync::sync_dir;

/// Copies the bytes to a file that did not exist and syncs it; its mode is what the umask says, as of any file a person
/// makes.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source = File::open(from).map_err(at("open", from))?;
    let mut target = File::create_new(to).map_err(at("create", to))?;
    io::copy(&mut source, &mut target).map_err(at("copy to", to))?;
    target.sync_all().map_err(at("sync", to))
}

/// Copies a folder with the files, folders and links in it, synced, to a name that did not exist. Pipes and devices
/// have nothing to copy.
pub fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir(to).map_err(at("create the folder", to))?;
    for entry in fs::read_dir(from).map_err(at("read the folder", from))? {
        let entry = entry.map_err(at("read the folder", from))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type().map_err(at("look at", &path))?;
        if kind.is_dir() {
            copy_tree(&path, &target)?;
        } else if kind.is_symlink() {
            let points_to = fs::read_link(&path).map_err(at("read the link", &path))?;
            symlink(points_to, &target).map_err(at("create the link", &target))?;
        } else if kind.is_file() {
            copy(&path, &target)?;
        }
    }
    sync_dir(to)
}
