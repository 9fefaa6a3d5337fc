//! The pictures go to their last place with a note of what became of them: `reeldrop.json` or `error.txt`.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fs::{self, DirEntry, File};
use std::io::Write;
use std::path::Path;

use crate::disk;
use crate::outbox::error::Error;
use crate::outbox::names::free_name;

/// One folder on its way to its last place.
#[derive(Clone, Copy, Debug)]
pub struct Put<'a> {
    pub source: &'a Path,
    pub to: &'a Path,
    /// The note's name, and what it says.
    pub note: (&'a str, &'a [u8]),
    /// Only the note goes to `to`; the pictures stay where they are.
    pub note_only: bool,
}

/// Puts the folder away, with the note in it. May be done again after a crash: that `source` is gone, or that `to` holds
/// the same note, proves the move. [`Error::Taken`] if somebody else has the name.
pub fn put_away(put: &Put<'_>) -> Result<(), Error> {
    disk::make_dir(disk::parent(put.to))?;
    if put.note_only {
        disk::make_dir(put.to)?;
        return leave_note(put.to, put.note);
    }
    if !disk::exists(put.source)? {
        return Ok(());
    }
    if disk::exists(put.to)? {
        return if holds(put.to, put.note) { Ok(disk::remove_tree(put.source)?) } else { taken(put.to) };
    }
    leave_note(put.source, put.note)?;
    match disk::rename(put.source, put.to) {
        Err(error) if error.is_elsewhere() => carry(put),
        Err(error) if error.is_taken() => taken(put.to),
        moved => Ok(moved?),
    }
}

/// Fetches a folder that was put away back to `to`, without the notes of why. May be done again after a crash.
pub fn fetch_back(from: &Path, to: &Path) -> Result<(), Error> {
    if !disk::exists(to)? {
        match disk::rename(from, to) {
            Err(error) if error.is_elsewhere() => {
                let part = to.with_extension("part");
                disk::remove_tree(&part)?;
                disk::copy_tree(from, &part)?;
                disk::rename(&part, to)?;
                disk::remove_tree(from)?;
            }
            moved => moved?,
        }
    }
    remove_notes(to)
}

/// To another file system: a whole copy under a hidden name first, so that the last place never shows half a folder.
fn carry(put: &Put<'_>) -> Result<(), Error> {
    let hidden = put.to.with_file_name(format!(".reeldrop-{}.part", whose(put.source)));
    disk::remove_tree(&hidden)?;
    disk::copy_tree(put.source, &hidden)?;
    match disk::rename(&hidden, put.to) {
        Err(error) if error.is_taken() => return taken(put.to),
        moved => moved?,
    }
    Ok(disk::remove_tree(put.source)?)
}

/// The work folder that the pictures come from: a name of ours, short enough whatever the pictures' folder is called, and
/// the same when the move is made again.
fn whose(source: &Path) -> Cow<'_, str> {
    disk::parent(source).file_name().unwrap_or_default().to_string_lossy()
}

/// Notes of an earlier try are replaced; a file of the owner's with the same name is left, and the note is numbered.
fn leave_note(dir: &Path, (name, text): (&str, &[u8])) -> Result<(), Error> {
    remove_notes(dir)?;
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let path = free_name(dir, OsStr::new(stem), ending)?;
    let mut file = File::create_new(&path).map_err(disk::at("create", &path))?;
    file.write_all(text).map_err(disk::at("write", &path))?;
    Ok(file.sync_all().map_err(disk::at("sync", &path))?)
}

fn remove_notes(dir: &Path) -> Result<(), Error> {
    for old in NOTES.iter().map(|old| dir.join(old)) {
        if is_note(&old) {
            disk::remove_file(&old)?;
        }
    }
    Ok(())
}

/// How every note begins, so that reeldrop knows its own.
const NOTES: [&str; 2] = ["reeldrop.json", "error.txt"];
const OPENINGS: [&[u8]; 3] = [b"{\n  \"reeldrop\":", b"reeldrop could not make a film", b"reeldrop made no film"];

/// Whether the file is a note that reeldrop left: not a picture's, nor its owner's.
fn is_note(path: &Path) -> bool {
    disk::read(path, MAX_NOTE).is_ok_and(|bytes| OPENINGS.iter().any(|opening| bytes.starts_with(opening)))
}

/// Whether the note lies in the folder, under its own name or a numbered one.
fn holds(dir: &Path, (name, text): (&str, &[u8])) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    let is_ours = |entry: &DirEntry| entry.file_name().as_encoded_bytes().starts_with(stem.as_bytes());
    let entries = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
    entries.filter(is_ours).any(|entry| disk::read(&entry.path(), MAX_NOTE).is_ok_and(|bytes| bytes == text))
}

/// Far more than the report of 500 pictures.
const MAX_NOTE: u64 = 16 << 20;

fn taken(path: &Path) -> Result<(), Error> {
    Err(Error::Taken { path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::{Error, Put, fetch_back, put_away};
    use crate::disk;
    use std::path::{Path, PathBuf};
    use tempfile::{TempDir, tempdir};

    const NOTE: &[u8] = b"{\n  \"reeldrop\": \"0.1.0\"\n}";

    fn folder() -> (TempDir, PathBuf) {
        let dir = tempdir().unwrap();
        let source = dir.path().join("source");
        disk::make_dir(&source.join("sub")).unwrap();
        disk::write_whole(&source.join("sub/a.jpg"), b"a picture").unwrap();
        (dir, source)
    }

    fn put(source: &Path, to: &Path) -> Result<(), Error> {
        put_away(&Put { source, to, note: ("reeldrop.json", NOTE), note_only: false })
    }

    #[test]
    fn putting_away_again_changes_nothing() {
        let (dir, source) = folder();
        let to = dir.path().join("archive/beach");
        put(&source, &to).unwrap();
        put(&source, &to).unwrap();
        assert_eq!(disk::read(&to.join("sub/a.jpg"), 99).unwrap(), b"a picture");
        assert_eq!(disk::read(&to.join("reeldrop.json"), 99).unwrap(), NOTE);
    }

    #[test]
    fn a_place_that_somebody_has_is_refused() {
        let (dir, source) = folder();
        disk::make_dir(&dir.path().join("beach")).unwrap();
        assert!(matches!(put(&source, &dir.path().join("beach")), Err(Error::Taken { .. })));
        assert!(disk::exists(&source.join("sub/a.jpg")).unwrap());
    }

    #[test]
    fn an_owners_file_is_no_note_and_an_old_note_is_replaced() {
        let (dir, source) = folder();
        disk::write_whole(&source.join("reeldrop.json"), b"my own list").unwrap();
        disk::write_whole(&source.join("error.txt"), b"reeldrop could not make a film of this folder.").unwrap();
        let to = dir.path().join("beach");
        put(&source, &to).unwrap();
        assert_eq!(disk::read(&to.join("reeldrop.json"), 99).unwrap(), b"my own list");
        assert_eq!(disk::read(&to.join("reeldrop (2).json"), 99).unwrap(), NOTE);
        assert!(!disk::exists(&to.join("error.txt")).unwrap());
    }

    #[test]
    fn a_folder_comes_back_without_the_reason_why_it_went() {
        let (dir, source) = folder();
        let failed = dir.path().join("failed/beach");
        let note = ("error.txt", &b"reeldrop could not make a film of this folder."[..]);
        put_away(&Put { source: &source, to: &failed, note, note_only: false }).unwrap();
        for _ in 0..2 {
            fetch_back(&failed, &source).unwrap();
            assert!(disk::exists(&source.join("sub/a.jpg")).unwrap());
            assert!(!disk::exists(&source.join("error.txt")).unwrap() && !disk::exists(&failed).unwrap());
        }
    }

    #[test]
    fn another_file_system_gets_a_whole_copy() {
        let (_dir, source) = folder();
        let Ok(elsewhere) = tempfile::tempdir_in("/dev/shm") else {
            return; // a machine with one file system
        };
        let to = elsewhere.path().join("beach");
        put(&source, &to).unwrap();
        assert_eq!(disk::read(&to.join("sub/a.jpg"), 99).unwrap(), b"a picture");
        assert!(!disk::exists(&source).unwrap());
        // Cut off between the copy's new name and the end of the old one: the same note proves whose it is.
        disk::copy_tree(&to, &source).unwrap();
        put(&source, &to).unwrap();
        assert!(!disk::exists(&source).unwrap());
    }

    #[test]
    fn another_file_system_takes_the_longest_name_and_loses_nothing_that_is_hidden_there() {
        let (_dir, source) = folder();
        let Ok(elsewhere) = tempfile::tempdir_in("/dev/shm") else {
            return; // a machine with one file system
        };
        let name = "x".repeat(255);
        disk::make_dir(&elsewhere.path().join(".sea")).unwrap();
        put(&source, &elsewhere.path().join(&name)).unwrap();
        disk::make_dir(&source).unwrap();
        put(&source, &elsewhere.path().join("sea")).unwrap();
        let mut left: Vec<_> = std::fs::read_dir(elsewhere.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".sea", "sea", name.as_str()]);
    }
}
