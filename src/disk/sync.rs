//! What is said to be on disk is on disk.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use crate::disk::error::{Result, at};
use crate::disk::look::parent;

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

/// Makes the names in a folder durable. A file system that cannot sync folders (some FUSE and SMB) is taken as it is.
pub fn sync_dir(path: &Path) -> Result<()> {
    match File::open(path).and_then(|dir| dir.sync_all()) {
        Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
            Err(at("sync the folder", path)(error))
        }
        _ => Ok(()),
    }
}
