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
