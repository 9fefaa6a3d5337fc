//! Cleans up after what was cut short: work folders and hidden films that belong to no job any more.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::interval;

use crate::clock;
use crate::daemon::house::{Error, House};
use crate::daemon::settings::Watch;
use crate::disk;
use crate::job::{JobSpec, Work};
use crate::outbox::{After, film_name, free_name, is_hidden};

/// Sweeps once, before any worker begins.
pub(crate) fn sweep(house: &House) -> Result<(), Error> {
    let (mut kept, rules) = (HashSet::new(), house.rules());
    for (id, inbox, name) in house.store.live_folders()? {
        if let Some(watch) = rules.settings.watch(&inbox) {
            kept.insert(Work::of(&watch.work_root(&house.state_dir), id, &name).dir().to_owned());
            kept.insert(house.hidden(watch, id));
        }
    }
    for watch in &rules.settings.watches {
        for dir in children(&watch.work_root(&house.state_dir)).into_iter().filter(|dir| is_work(dir)) {
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

/// Between two looks for jobs that are old enough to be forgotten.
const DAILY: Duration = Duration::from_hours(24);

/// Forgets old jobs, now and once a day. Never returns.
pub(crate) async fn forget(house: Arc<House>) {
    let mut tick = interval(DAILY);
    loop {
        tick.tick().await;
        let rules = house.rules();
        let days = rules.settings.history_days;
        if days == 0 {
            continue;
        }
        let watches = rules.settings.watches.iter();
        let kept = watches.filter(|watch| watch.folders.after == After::Keep).map(|watch| watch.inbox.inbox.as_path());
        match house.store.forget(clock::earlier(clock::now(), DAILY.saturating_mul(days)), &kept.collect::<Vec<_>>()) {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "old jobs are forgotten"),
            Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "cannot forget old jobs"),
        }
    }
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
