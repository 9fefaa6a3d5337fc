//! A film comes out whole: copied under a hidden name, made durable, then given its name in one move.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::outbox::error::Error;

/// Brings a durable copy of the film into the outbox under a hidden name. May be done again at any time before
/// [`publish`]: an unfinished copy is thrown away.
pub fn bring(film: &Path, hidden: &Path) -> Result<(), Error> {
    disk::remove_file(hidden)?;
    disk::copy(film, hidden)?;
    Ok(disk::sync_dir(disk::parent(hidden))?)
}

/// Gives the film its name; refuses with [`Error::Taken`] if somebody has it. Done again after a crash it sees that the
/// hidden copy is gone, which only a finished move can have caused, and leaves things as they are: the film itself may
/// have been taken away by then.
pub fn publish(hidden: &Path, video: &Path) -> Result<(), Error> {
    if !disk::exists(hidden)? {
        return Ok(());
    }
    if disk::same_file(hidden, video) {
        // Where names are given by linking, a crash can fall between the second name and the removal of the first.
        return Ok(disk::remove_file(hidden)?);
    }
    match disk::publish(hidden, video) {
        Err(error) if error.is_taken() => Err(Error::Taken { path: video.to_owned() }),
        done => Ok(done?),
    }
}

/// Where the film of job `job` of the database `owner` waits for its name.
#[must_use]
pub fn hidden(outbox: &Path, owner: &str, job: i64) -> PathBuf {
    outbox.join(format!(".reeldrop-{owner}-{job}.part"))
}

/// Whether the path is such a waiting film of this database.
#[must_use]
pub fn is_hidden(path: &Path, owner: &str) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let id = name.strip_prefix(&format!(".reeldrop-{owner}-")).and_then(|rest| rest.strip_suffix(".part"));
    id.is_some_and(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Error, bring, hidden, is_hidden, publish};
    use crate::disk;
    use std::path::PathBuf;
    use tempfile::{TempDir, tempdir};

    fn outbox() -> (TempDir, PathBuf, PathBuf) {
        let dir = tempdir().unwrap();
        let (film, waiting) = (dir.path().join("work.mp4"), hidden(dir.path(), "0badcafe0123", 17));
        disk::write_whole(&film, b"film").unwrap();
        bring(&film, &waiting).unwrap();
        (dir, film, waiting)
    }

    #[test]
    fn a_taken_name_is_refused_and_left_as_it_is() {
        let (dir, _, waiting) = outbox();
        let video = dir.path().join("beach.mp4");
        disk::write_whole(&video, b"mine").unwrap();
        assert!(matches!(publish(&waiting, &video), Err(Error::Taken { .. })));
        assert_eq!(disk::read(&video, 9).unwrap(), b"mine");
        assert!(disk::exists(&waiting).unwrap());
    }

    #[test]
    fn publishing_again_after_somebody_took_the_film_brings_no_second_one() {
        let (dir, _, waiting) = outbox();
        let video = dir.path().join("beach.mp4");
        publish(&waiting, &video).unwrap();
        disk::remove_file(&video).unwrap();
        publish(&waiting, &video).unwrap();
        assert!(!disk::exists(&video).unwrap());
    }

    #[test]
    fn a_copy_that_was_cut_off_is_made_anew() {
        let (_dir, film, waiting) = outbox();
        disk::write_whole(&waiting, b"fi").unwrap();
        bring(&film, &waiting).unwrap();
        assert_eq!(disk::read(&waiting, 9).unwrap(), b"film");
    }

    #[test]
    fn a_crash_between_the_two_names_of_a_link_ends_with_one() {
        let (dir, _, waiting) = outbox();
        let video = dir.path().join("beach.mp4");
        disk::link(&waiting, &video).unwrap();
        publish(&waiting, &video).unwrap();
        assert!(disk::exists(&video).unwrap() && !disk::exists(&waiting).unwrap());
    }

    #[test]
    fn another_databases_hidden_film_is_not_ours() {
        let (_dir, _, waiting) = outbox();
        assert!(is_hidden(&waiting, "0badcafe0123") && !is_hidden(&waiting, "000000000000"));
    }
}
