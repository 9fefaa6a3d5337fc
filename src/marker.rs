//! The marker in a folder that says it is ours, so that an unmounted share is never taken for an empty one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::disk::{self, at};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{}` does not hold the id of a folder", path.display())]
    Marker { path: PathBuf },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Marker { path } => Some(format!("remove `{}` and the folder is taken on anew", path.display())),
            Self::Disk(_) => None,
        }
    }
}

/// Where reeldrop keeps what is private to it, in every folder that it watches or writes to.
pub const PRIVATE: &str = ".reeldrop";

/// A file in there, with the id in the usual 36 letters.
const ID: &str = "id";

/// Whether a folder is there and is the one we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    Here(Uuid),
    /// To be waited for; the sentence says what is missing.
    Away(String),
}

/// Looks for the marker of `root`, an inbox or an outbox, and compares it with the id that is remembered. Makes
/// nothing: a marker on the bare mount point would be the very mistake it is there to prevent.
pub fn check(root: &Path, expected: Option<Uuid>) -> Result<Presence, Error> {
    let found = match read(root) {
        Err(Error::Disk(error)) if error.source.kind() != io::ErrorKind::PermissionDenied => {
            return Ok(Presence::Away(absence(root, &error)));
        }
        found => found?,
    };
    Ok(match expected {
        Some(expected) if expected != found => {
            Presence::Away(format!("another folder is in the place of `{}`", root.display()))
        }
        _ => Presence::Here(found),
    })
}

/// Takes `root` for ours: the id that it has, or a new one. `root` itself must be there.
pub fn adopt(root: &Path) -> Result<Uuid, Error> {
    match read(root) {
        Err(Error::Disk(error)) if error.is_absent() => {}
        found => return found,
    }
    fs::metadata(root).map_err(at("look at", root))?;
    let id = Uuid::new_v4();
    disk::make_dir(&root.join(PRIVATE))?;
    disk::write_whole(&id_file(root), format!("{id}\n").as_bytes())?;
    Ok(id)
}

fn read(root: &Path) -> Result<Uuid, Error> {
    let path = id_file(root);
    let text = fs::read(&path).map_err(at("read", &path))?;
    let id = std::str::from_utf8(&text).ok().and_then(|text| Uuid::try_parse(text.trim()).ok());
    id.ok_or(Error::Marker { path })
}

fn id_file(root: &Path) -> PathBuf {
    root.join(PRIVATE).join(ID)
}

pub(crate) fn absence(root: &Path, error: &disk::Error) -> String {
    let root_name = root.display();
    match (error.is_absent(), disk::exists(root)) {
        (true, Ok(true)) => format!("`{root_name}` has lost its marker; is what belongs there mounted?"),
        (true, _) => format!("`{root_name}` is not there"),
        (false, _) => format!("`{root_name}` does not answer: {}", error.source),
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Presence, adopt, check};
    use crate::disk;
    use uuid::Uuid;

    #[test]
    fn a_folder_once_adopted_is_known_again() {
        let root = tempfile::tempdir().unwrap();
        let id = adopt(root.path()).unwrap();
        assert_eq!(adopt(root.path()).unwrap(), id);
        assert_eq!(check(root.path(), Some(id)).unwrap(), Presence::Here(id));
        assert_eq!(check(root.path(), None).unwrap(), Presence::Here(id));
    }

    #[test]
    fn the_bare_mount_point_is_not_adopted_by_looking_at_it() {
        let root = tempfile::tempdir().unwrap();
        let reason = |presence| match presence {
            Presence::Away(reason) => reason,
            Presence::Here(id) => panic!("{id} was made up"),
        };
        assert!(reason(check(root.path(), None).unwrap()).contains("mounted"));
        let gone = root.path().join("gone");
        assert!(reason(check(&gone, Some(Uuid::nil())).unwrap()).ends_with("is not there"));
        assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
        assert!(adopt(&gone).is_err(), "a folder that is not there is not made");
    }

    #[test]
    fn another_disk_in_its_place_is_waited_out() {
        let root = tempfile::tempdir().unwrap();
        adopt(root.path()).unwrap();
        let presence = check(root.path(), Some(Uuid::new_v4())).unwrap();
        assert!(matches!(presence, Presence::Away(reason) if reason.contains("another folder")));
    }

    #[test]
    fn a_marker_that_is_no_id_is_an_error_with_a_way_out() {
        let root = tempfile::tempdir().unwrap();
        disk::make_dir(&root.path().join(".reeldrop")).unwrap();
        disk::write_whole(&root.path().join(".reeldrop/id"), b"\xff").unwrap();
        for error in [check(root.path(), None).unwrap_err(), adopt(root.path()).unwrap_err()] {
            assert!(matches!(error, Error::Marker { .. }));
            assert!(error.hint().is_some());
        }
    }
}
