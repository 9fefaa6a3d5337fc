//! Cleans up after what was cut short: work folders and hidden films that belong to no job any more.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::daemon::house::{Error, House};
use crate::daemon::settings::Watch;
use crate::disk;
use crate::job::{JobSpec, Work};
use crate::outbox::{After, film_name, free_name, is_hidden};

/// Sweeps once, before any worker begins.
pub(crate) fn sweep(house: &House) -> Result<(), Error> {
    let mut kept = HashSet::new();
    for job in house.store.live()? {
        if let Some(watch) = house.settings.watch(&job.inbox) {
            kept.insert(Work::of(&watch.work_root(&house.settings.state_dir), job.id, &job.name).dir().to_owned());
            kept.insert(house.hidden(watch, job.id));
        }
    }
    for watch in &house.settings.watches {
        for dir in children(&watch.work_root(&house.settings.state_dir)).into_iter().filter(|dir| is_work(dir)) {
            if !kept.contains(&dir) {
                give_back(watch, &Work::at(dir))?;
            }
        }
        for film in children(&watch.folders.outbox).into_iter().filter(|path| is_hidden(path, &house.identity)) {
            if !kept.contains(&film) {
                disk::remove_file(&film)?;
            }
        }
    }
    Ok(())
}

/// The names in a folder; none where it cannot be read, since sweeping is no reason to fail.
fn children(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten();
    entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect()
}

/// `17-holiday`: the id, a dash, and a name for people.
fn is_work(dir: &Path) -> bool {
    let name = dir.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.split_once('-').is_some_and(|(id, _)| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A work folder without a row: its database was lost, or it was withdrawn. Pictures in it go back to the inbox.
fn give_back(watch: &Watch, work: &Work) -> Result<(), Error> {
    if watch.folders.after != After::Keep && disk::exists(&work.source())? {
        let name = JobSpec::load(&work.spec()).map_or_else(|_| "recovered".to_owned(), |spec| spec.name);
        let to = free_name(&watch.inbox.inbox, film_name(&name).as_ref(), "")?;
        tracing::warn!(from = %work.dir().display(), to = %to.display(), "pictures of a job that nobody knows go back into the inbox");
        disk::rename(&work.source(), &to)?;
    }
    Ok(disk::remove_tree(work.dir())?)
}
