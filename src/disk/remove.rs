//! Removing: gone already is fine, anything else is named.

use std::fs;
use std::io;
use std::path::Path;

use crate::disk::error::{Result, at};

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
