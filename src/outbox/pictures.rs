//! The pictures go to their last place with a note of what became of them: `reeldrop.json` or `error.txt`.

use std::ffi::OsStr;
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

/// To another file system: a whole copy under a hidden name first, so that the last place never shows half a folder.
fn carry(put: &Put<'_>) -> Result<(), Error> {
    let mut name = OsStr::new(".").to_owned();
    name.push(put.to.file_name().unwrap_or_default());
    let hidden = put.to.with_file_name(name);
    disk::remove_tree(&hidden)?;
    disk::copy_tree(put.source, &hidden)?;
    match disk::rename(&hidden, put.to) {
        Err(error) if error.is_taken() => return taken(put.to),
        moved => moved?,
    }
    Ok(disk::remove_tree(put.source)?)
}

/// Notes of an earlier try are replaced; a file of the owner's with the same name is left, and the note is numbered.
fn leave_note(dir: &Path, (name, text): (&str, &[u8])) -> Result<(), Error> {
    for old in NOTES.iter().map(|old| dir.join(old)) {
        if is_note(&old) {
            disk::remove_file(&old)?;
        }
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let path = free_name(dir, OsStr::new(stem), ending)?;
    let mut file = std::fs::File::create_new(&path).map_err(disk::at("create", &path))?;
    file.write_all(text).map_err(disk::at("write", &path))?;
    Ok(file.sync_all().map_err(disk::at("sync", &path))?)
}

/// How every note begins, so that reeldrop knows its own.
const NOTES: [&str; 2] = ["reeldrop.json", "error.txt"];
const OPENINGS: [&[u8]; 2] = [b"{\n  \"reeldrop\":", b"reeldrop could not make a film"];

/// Whether the file is a note that reeldrop left: not a picture's, nor its owner's.
#[must_use]
pub fn is_note(path: &Path) -> bool {
    disk::read(path, 1 << 20).is_ok_and(|bytes| OPENINGS.iter().any(|opening| bytes.starts_with(opening)))
}

fn holds(dir: &Path, (name, text): (&str, &[u8])) -> bool {
    disk::read(&dir.join(name), 1 << 20).is_ok_and(|bytes| bytes == text)
}

fn taken(path: &Path) -> Result<(), Error> {
    Err(Error::Taken { path: path.to_owned() })
}
