//! Files that no row speaks of: what was coming in or being made when the server stopped, and what has grown old.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::clock::{self, Timestamp};
use crate::disk;
use crate::serve::books::{Books, Status};
use crate::serve::error::Error;
use crate::serve::files::places::Places;
use crate::serve::settings::Settings;

/// Removes whatever the books do not know. Done before anything new can come in.
pub(crate) fn sweep(books: &Books, places: &Places) -> Result<(), Error> {
    keep_only(&places.arriving(), &HashSet::new())?;
    let uploads = books.uploads()?;
    keep_only(&places.media(), &uploads.iter().map(|upload| upload.session.clone()).collect())?;
    let mut of_sessions = std::collections::HashMap::<&str, HashSet<String>>::new();
    for upload in &uploads {
        of_sessions.entry(&upload.session).or_default().insert(upload.file.clone());
    }
    for (session, files) in of_sessions {
        keep_only(&places.session(session), &files)?;
    }
    let renders = books.renders()?;
    let keys = |made: bool| {
        let wanted = renders.iter().filter(move |render| match render.status {
            Status::Completed => made,
            Status::Pending | Status::Processing => !made,
            Status::Failed => false,
        });
        wanted.map(|render| render.key.clone()).collect()
    };
    keep_only(&places.films(), &keys(true))?;
    keep_only(&places.work(), &keys(false))
}

fn keep_only(dir: &Path, known: &HashSet<String>) -> Result<(), Error> {
    if !disk::is_dir(dir)? {
        return Ok(());
    }
    for entry in fs::read_dir(dir).map_err(disk::at("list", dir))? {
        let path = entry.map_err(disk::at("list", dir))?.path();
        let is_known = path.file_name().and_then(|name| name.to_str()).is_some_and(|name| known.contains(name));
        if !is_known {
            if disk::is_dir(&path)? { disk::remove_tree(&path)? } else { disk::remove_file(&path)? }
        }
    }
    Ok(())
}

/// Closes the sessions that nobody has used for longer than the owner keeps them, with all their files; says how many.
pub(crate) fn retire(books: &Books, places: &Places, settings: &Settings) -> Result<usize, Error> {
    let now = clock::now();
    books.forget_tokens(now, earlier(now, settings.week()))?;
    let retired = books.retire(earlier(now, settings.keep()))?;
    for session in &retired {
        disk::remove_tree(&places.session(&session.session))?;
        for film in &session.films {
            disk::remove_file(&places.film(film))?;
        }
    }
    Ok(retired.len())
}

fn earlier(now: Timestamp, by: Duration) -> Timestamp {
    now.saturating_sub(by).unwrap_or(Timestamp::MIN)
}
