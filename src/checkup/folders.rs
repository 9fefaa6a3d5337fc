//! The folders a person sees: there and ours, or to be made.

use std::path::Path;

use crate::checkup::finding::{Finding, said};
use crate::checkup::ground::{Ground, ground};
use crate::checkup::settings::Settings;
use crate::disk;
use crate::marker::{self, Presence};
use crate::outbox::{After, Folders};
use crate::store::Store;

pub(crate) fn check(settings: &Settings) -> Vec<Finding> {
    // Without a database no folder is known yet; that it is broken is said where it is looked at.
    let there = disk::exists(&settings.state_dir.join("reeldrop.db")).unwrap_or(false);
    let store = there.then(|| Store::open(&settings.state_dir).ok()).flatten();
    settings.watches.iter().flat_map(|(inbox, folders)| of_watch(&inbox.inbox, folders, store.as_ref())).collect()
}

fn of_watch(inbox: &Path, folders: &Folders, store: Option<&Store>) -> Vec<Finding> {
    let taken = folders.after != After::Keep;
    let mut findings =
        vec![folder("inbox", inbox, taken, store.filter(|_| taken)), folder("outbox", &folders.outbox, true, store)];
    if folders.after == After::Archive {
        findings.push(folder("archive", &folders.archive, true, None));
    }
    findings.push(folder("failed", &folders.failed, true, None));
    findings
}

/// One folder; `store` knows its marker, where it has one.
fn folder(subject: &'static str, path: &Path, write: bool, store: Option<&Store>) -> Finding {
    match known(path, store) {
        Ok(None) => {}
        Ok(Some(away)) => {
            return Finding::error(subject, away)
                .hint("mount it again; if it was emptied or moved on purpose, run `reeldrop init`");
        }
        Err(finding) => return Finding { subject, ..finding },
    }
    match ground(path, write) {
        Ground::Good => Finding::ok(subject, format!("`{}`", path.display())),
        Ground::Free if write => Finding::ok(subject, format!("`{}` will be made", path.display())),
        Ground::Free => Finding::error(subject, format!("`{}` is not there", path.display()))
            .hint("an inbox that is only read is not made; mount it, or name another one in the config"),
        Ground::Bad(what) => Finding::error(subject, what).hint(
            "make it a folder that the user reeldrop runs as may read and write, or name another one in the config",
        ),
    }
}

/// Why the folder is not the one that was there before; `None` if it is, or was never there.
fn known(path: &Path, store: Option<&Store>) -> Result<Option<String>, Finding> {
    let Some(store) = store else { return Ok(None) };
    let expected = store.root(path).map_err(|error| Finding::error("", said(&error)))?;
    let Some(expected) = expected else { return Ok(None) };
    match marker::check(path, Some(expected)) {
        Ok(Presence::Here(_)) => Ok(None),
        Ok(Presence::Away(why)) => Ok(Some(why)),
        Err(error) => Err(Finding { hint: error.hint(), ..Finding::error("", said(&error)) }),
    }
}
