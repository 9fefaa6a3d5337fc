//! Free space wherever films are made or put, each disk once.

use std::collections::BTreeSet;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::checkup::finding::{Finding, said};
use crate::checkup::ground::firm;
use crate::checkup::settings::Settings;
use crate::disk;

pub(crate) fn check(settings: &Settings) -> Vec<Finding> {
    let folders = settings.watches.iter().flat_map(|(inbox, folders)| [&inbox.inbox, &folders.outbox]);
    let mut seen = BTreeSet::new();
    let grounds = folders.chain([&settings.state_dir]).filter_map(|path| firm(path));
    let once = grounds.filter(|path| std::fs::metadata(path).is_ok_and(|about| seen.insert(about.dev())));
    once.map(|path| room(path, settings.min_free_disk_mb)).collect()
}

fn room(path: &Path, wanted: u64) -> Finding {
    let free = match disk::free_bytes(path) {
        Ok(bytes) => bytes >> 20,
        Err(error) => return Finding::error("disk", said(&error)),
    };
    let what = format!("{free} MB free on the disk of `{}`", path.display());
    if free >= wanted {
        return Finding::ok("disk", what);
    }
    Finding::error("disk", format!("{what}, {wanted} MB are to be kept free"))
        .hint("make room, or lower `min_free_disk_mb` under `[limits]` in the config")
}
