//! Whether a folder can be used as it is, or made where it is to be.

use std::io;
use std::path::Path;

use rustix::fs::{Access, access};

use crate::checkup::finding::said;
use crate::disk;

/// What stands under a name.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// A folder that may be read, and written if that was asked for.
    Good,
    /// Nothing, but it can be made.
    Free,
    Bad(String),
}

/// Looks whether `path` is a folder to work in; `write` if reading is not enough.
pub(crate) fn ground(path: &Path, write: bool) -> Ground {
    match std::fs::metadata(path) {
        Ok(about) if !about.is_dir() => Ground::Bad(format!("`{}` is no folder", path.display())),
        Ok(_) => open_to_us(path, write),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match firm(path) {
            Some(below) if below != path => match ground(below, true) {
                Ground::Good => Ground::Free,
                other => other,
            },
            _ => Ground::Bad(format!("`{}` cannot be made", path.display())),
        },
        Err(error) => Ground::Bad(said(&disk::at::<io::Error>("look at", path)(error))),
    }
}

/// The nearest folder above `path` that is there, or `path` itself.
pub(crate) fn firm(path: &Path) -> Option<&Path> {
    path.ancestors().find(|path| std::fs::symlink_metadata(path).is_ok())
}

fn open_to_us(path: &Path, write: bool) -> Ground {
    let reading = Access::READ_OK | Access::EXEC_OK;
    let wanted = if write { reading | Access::WRITE_OK } else { reading };
    match access(path, wanted) {
        Ok(()) => Ground::Good,
        Err(error) => {
            let act = if write { "read and write" } else { "read" };
            Ground::Bad(said(&disk::at(act, path)(error)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Ground, ground};
    use crate::disk;

    #[test]
    fn a_folder_is_there_or_can_be_made_or_cannot() {
        let root = tempfile::tempdir().unwrap();
        disk::write_whole(&root.path().join("file"), b"").unwrap();
        assert_eq!(ground(root.path(), true), Ground::Good);
        assert_eq!(ground(&root.path().join("a/b"), true), Ground::Free);
        for name in ["file", "file/a"] {
            assert!(matches!(ground(&root.path().join(name), false), Ground::Bad(_)), "{name}");
        }
    }
}
