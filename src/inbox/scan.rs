//! One shallow look at an inbox: which folders and which loose files lie in it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;

use crate::disk::at;
use crate::inbox::error::Error;
use crate::inbox::names::{Names, Sort};

/// What lies directly in an inbox, each list in the order of the bytes of its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Folders, each of them one job to be. A link to a folder is none.
    pub entries: Vec<OsString>,
    /// Regular files, which nobody will touch.
    pub loose_files: Vec<OsString>,
}

/// Reads the names in the inbox, without a question about any of them, so that it costs the same on a slow share.
pub fn scan(inbox: &Path, names: &Names) -> Result<Scan, Error> {
    let mut scan = Scan::default();
    for entry in fs::read_dir(inbox).map_err(at("list", inbox))? {
        let entry = entry.map_err(at("list", inbox))?;
        // Whoever is gone again between the two questions is no entry.
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        if !(kind.is_dir() || kind.is_file()) || names.sort(&name) != Sort::Content {
            continue;
        }
        if kind.is_dir() { scan.entries.push(name) } else { scan.loose_files.push(name) }
    }
    scan.entries.sort_unstable();
    scan.loose_files.sort_unstable();
    Ok(scan)
}

/// What bears one name in an inbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sight {
    Entry,
    LooseFile,
    /// Nothing, or nothing that concerns anybody.
    Nothing,
}

/// Looks at one name, as [`scan`] looks at all.
pub(crate) fn glimpse(inbox: &Path, name: &OsStr, names: &Names) -> Sight {
    match fs::symlink_metadata(inbox.join(name)) {
        _ if names.sort(name) != Sort::Content => Sight::Nothing,
        Ok(about) if about.is_dir() => Sight::Entry,
        Ok(about) if about.is_file() => Sight::LooseFile,
        _ => Sight::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::{Scan, Sight, glimpse, scan};
    use crate::disk;
    use crate::inbox::names::Names;
    use crate::inbox::settings::Settings;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    fn look(inbox: &Path) -> Scan {
        scan(inbox, &Names::new(&Settings::default()).unwrap()).unwrap()
    }

    #[test]
    fn folders_are_entries_and_the_rest_is_left_alone() {
        let inbox = tempfile::tempdir().unwrap();
        for name in ["beach", ".reeldrop", "@eaDir", "_UNPACK_x"] {
            disk::make_dir(&inbox.path().join(name)).unwrap();
        }
        for name in ["loose.jpg", ".hidden", "Thumbs.db"] {
            disk::create(&inbox.path().join(name)).unwrap();
        }
        symlink(inbox.path().join("beach"), inbox.path().join("a link")).unwrap();
        symlink(inbox.path(), inbox.path().join("loop")).unwrap();
        assert_eq!(look(inbox.path()), Scan { entries: vec!["beach".into()], loose_files: vec!["loose.jpg".into()] });
        let names = Names::new(&Settings::default()).unwrap();
        let one = |name: &str| glimpse(inbox.path(), name.as_ref(), &names);
        assert_eq!((one("beach"), one("loose.jpg")), (Sight::Entry, Sight::LooseFile));
        for name in [".reeldrop", "@eaDir", "_UNPACK_x", ".hidden", "a link", "loop", "not there"] {
            assert_eq!(one(name), Sight::Nothing, "{name}");
        }
    }

    #[test]
    fn an_inbox_that_is_not_there_is_an_error_and_not_an_empty_one() {
        let inbox = tempfile::tempdir().unwrap();
        let names = Names::new(&Settings::default()).unwrap();
        assert!(scan(&inbox.path().join("gone"), &names).is_err());
    }
}
