//! Moves a folder that has come to rest out of the inbox, once and for all.

use std::path::Path;

use crate::disk;
use crate::inbox::error::Error;

/// The folder's name inside the work folder.
pub const SOURCE: &str = "source";

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claimed {
    /// It lies in the work folder now.
    Now,
    /// It did already; whatever bears its name in the inbox is another drop.
    Before,
    /// It is in neither place: somebody took it back.
    Vanished,
}

/// Moves `entry` to `work/source` by one durable rename, so `work` must lie on the same file system. May be
/// repeated after a crash at any point.
pub fn claim(entry: &Path, work: &Path) -> Result<Claimed, Error> {
    let source = work.join(SOURCE);
    if disk::exists(&source)? {
        return Ok(Claimed::Before);
    }
    // Only the folder that was judged: a link put in its place would lead anywhere.
    if !disk::is_dir(entry)? {
        return Ok(Claimed::Vanished);
    }
    disk::make_dir(work)?;
    match disk::rename(entry, &source) {
        Err(error) if error.is_absent() => Ok(Claimed::Vanished),
        moved => Ok(moved.map(|()| Claimed::Now)?),
    }
}

#[cfg(test)]
mod tests {
    use super::{Claimed, claim};
    use crate::disk;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::{Path, PathBuf};
    use tempfile::{TempDir, tempdir};

    fn drop_folder(inbox: &Path, name: &str, picture: &str) -> PathBuf {
        let entry = inbox.join(name);
        disk::make_dir(&entry).unwrap();
        disk::write_whole(&entry.join(picture), b"").unwrap();
        entry
    }

    fn inbox() -> (TempDir, PathBuf, PathBuf) {
        let inbox = tempdir().unwrap();
        let entry = drop_folder(inbox.path(), "beach", "a.jpg");
        let work = inbox.path().join(".reeldrop/17-beach");
        (inbox, entry, work)
    }

    #[test]
    fn a_claimed_folder_has_left_the_inbox() {
        let (_inbox, entry, work) = inbox();
        assert_eq!(claim(&entry, &work).unwrap(), Claimed::Now);
        assert!(!disk::exists(&entry).unwrap());
        assert!(disk::exists(&work.join("source/a.jpg")).unwrap());
    }

    #[test]
    fn a_second_drop_under_the_same_name_is_left_alone() {
        let (inbox, entry, work) = inbox();
        claim(&entry, &work).unwrap();
        drop_folder(inbox.path(), "beach", "b.jpg");
        assert_eq!(claim(&entry, &work).unwrap(), Claimed::Before);
        assert!(disk::exists(&entry.join("b.jpg")).unwrap());
        assert!(!disk::exists(&work.join("source/b.jpg")).unwrap());
        assert_eq!(claim(&entry, &inbox.path().join(".reeldrop/18-beach")).unwrap(), Claimed::Now);
    }

    #[test]
    fn a_folder_taken_back_has_vanished_and_leaves_nothing_behind() {
        let (inbox, entry, work) = inbox();
        disk::remove_tree(&entry).unwrap();
        assert_eq!(claim(&entry, &work).unwrap(), Claimed::Vanished);
        assert!(!disk::exists(&work).unwrap());
        std::os::unix::fs::symlink("/etc", inbox.path().join("beach")).unwrap();
        assert_eq!(claim(&entry, &work).unwrap(), Claimed::Vanished);
    }

    #[test]
    fn an_odd_name_is_claimed_like_any_other() {
        let (inbox, _, work) = inbox();
        for (number, name) in [&b"-rf"[..], b"two\nlines", b"latin-\xe9", "\u{1f3d6}".as_bytes()].iter().enumerate() {
            let entry = inbox.path().join(OsStr::from_bytes(name));
            disk::make_dir(&entry).unwrap();
            assert_eq!(claim(&entry, &work.join(number.to_string())).unwrap(), Claimed::Now);
        }
    }
}
