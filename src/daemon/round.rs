//! What lay in one inbox when a round began, and what of it is still to be done.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use crate::daemon::house::Error;
use crate::daemon::settings::Watch;
use crate::inbox::{self, Names};
use crate::outbox::After;
use crate::store::Store;

/// One inbox in a round. What is dropped later does not concern it.
pub(crate) struct Round {
    pub watch: Watch,
    names: Names,
    entries: BTreeSet<OsString>,
}

impl Round {
    /// An inbox that cannot be read holds nothing here: whoever looks at it for longer says why.
    pub(crate) fn new(watch: &Watch) -> Result<Self, Error> {
        let names = Names::new(&watch.inbox)?;
        let entries = inbox::scan(&watch.inbox.inbox, &names).unwrap_or_default().entries.into_iter().collect();
        Ok(Self { watch: watch.clone(), names, entries })
    }

    pub(crate) fn inbox(&self) -> &Path {
        &self.watch.inbox.inbox
    }

    /// The entries that lie there still and have no row; one that is gone is done with, whatever comes under its name.
    /// Where a folder changed between settling and its claim, its row was withdrawn, and it is among these again.
    pub(crate) fn undone(&mut self, store: &Store) -> Result<BTreeSet<OsString>, Error> {
        if let Ok(there) = inbox::scan(self.inbox(), &self.names) {
            self.entries.retain(|entry| there.entries.binary_search(entry).is_ok());
        }
        let claiming = store.claiming(self.inbox())?;
        let mut undone = BTreeSet::new();
        for entry in self.entries.iter().filter(|entry| !claiming.contains(*entry)) {
            if !self.is_known(store, entry)? {
                undone.insert(entry.clone());
            }
        }
        Ok(undone)
    }

    /// The round ends without these: somebody was told what they wait for.
    pub(crate) fn leave(&mut self, entries: &BTreeSet<OsString>) {
        self.entries.retain(|entry| !entries.contains(entry));
    }

    /// Whether a film was made of a folder that stays where it is.
    fn is_known(&self, store: &Store, entry: &OsStr) -> Result<bool, Error> {
        if self.watch.folders.after != After::Keep {
            return Ok(false);
        }
        match inbox::list(&self.inbox().join(entry), true, &self.names) {
            Ok(listing) => Ok(store.is_known(self.inbox(), entry, &listing.fingerprint())?),
            Err(error) => Ok(error.is_absent()),
        }
    }
}

#[cfg(test)]
#[path = "round_tests.rs"]
mod tests;
