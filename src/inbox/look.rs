//! The inbox as the daemon sees it: one look gives the folders that have come to rest, and why the others have not.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::clock;
use crate::disk::{self, at};
use crate::inbox::candidate::{Candidate, Found};
use crate::inbox::error::Error;
use crate::inbox::listing::Listing;
use crate::inbox::names::Names;
use crate::inbox::proofs::Proofs;
use crate::inbox::reason::Reason;
use crate::inbox::scan::scan;
use crate::inbox::settings::Settings;
use crate::inbox::settle::{Arrival, Settler};
use crate::inbox::watch::{Touched, Watch, Watching};
use crate::marker::{self, Presence};

/// Between two looks at an inbox without events: a shallow one costs a few milliseconds at 10,000 folders.
const POLL: Duration = Duration::from_secs(5);

/// The least quiet on a network file system, whose clients may show old sizes and times for some seconds.
const NETWORK_SETTLE: Duration = Duration::from_secs(10);

/// For every second spent on a look, so many should pass before the next: at most a fifth of one processor.
const PACE: u32 = 4;

/// What protects an inbox from being taken for empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    Marker(Uuid),
    /// Nothing can be written there.
    Waived,
}

/// A folder that is not taken yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub name: OsString,
    pub reason: Reason,
}

/// What one look found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Why the inbox could not be looked at; nothing follows from what is missing in the other lists then.
    pub away: Option<String>,
    pub settled: Vec<Listing>,
    pub waiting: Vec<Waiting>,
    pub loose_files: Vec<OsString>,
    /// When to look again if nothing wakes before.
    pub next_look: Duration,
    /// How long to leave the inbox alone, however many wake: it grows with what the look has cost.
    pub rest: Duration,
}

/// One inbox: watched, scanned, and each folder in it followed until it has come to rest.
pub struct Inbox {
    settings: Settings,
    names: Names,
    guard: Guard,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// The folder (device and number) that is watched, since another may come into its place.
    watched: Option<((u64, u64), Watch)>,
    on_network: bool,
    candidates: BTreeMap<OsString, Candidate>,
    loose_files: Vec<OsString>,
    seen_before: bool,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox")
            .field("settings", &self.settings)
            .field("watched", &self.watched)
            .finish_non_exhaustive()
    }
}

impl Inbox {
    /// Touches no disk yet. `wake` is called from another thread when a look may be worth while.
    pub fn new(settings: Settings, guard: Guard, wake: impl Fn() + Send + Sync + 'static) -> Result<Self, Error> {
        Ok(Self {
            names: Names::new(&settings)?,
            settings,
            guard,
            wake: Arc::new(wake),
            watched: None,
            on_network: false,
            candidates: BTreeMap::new(),
            loose_files: Vec::new(),
            seen_before: false,
        })
    }

    /// How the inbox is watched, once it has been looked at.
    #[must_use]
    pub fn watching(&self) -> Option<&Watching> {
        self.watched.as_ref().map(|(_, watch)| watch.watching())
    }

    /// Looks at what may have changed. `taken` says of a name that it has a row already: such a folder is passed over.
    /// A settled folder comes up at every look until it is taken or gone. Looking more often than asked for costs time and nothing else.
    pub fn look(&mut self, now: Instant, taken: impl Fn(&OsStr) -> bool) -> Result<Look, Error> {
        let began = clock::instant();
        if let Some(away) = self.arrive()? {
            self.candidates.clear();
            self.watched = None;
            return Ok(Look { away: Some(away), next_look: POLL, ..Look::default() });
        }
        let touched = self.watched.as_ref().map(|(_, watch)| watch.touched()).unwrap_or_default();
        self.gather(&touched, now, taken)?;
        let settled = self.judge(&touched, now);
        let rest = clock::instant().duration_since(began).saturating_mul(PACE);
        Ok(Look { rest, ..self.found(settled, now) })
    }

    /// Makes sure that the inbox is there and that it is the one that is watched; else says why it is not.
    fn arrive(&mut self) -> Result<Option<String>, Error> {
        let root = &self.settings.inbox;
        if let Guard::Marker(id) = self.guard
            && let Presence::Away(why) = marker::check(root, Some(id))?
        {
            return Ok(Some(why));
        }
        let identity = match fs::metadata(root).map_err(at("look at", root)) {
            Err(error) if error.source.kind() != io::ErrorKind::PermissionDenied => {
                return Ok(Some(marker::absence(root, &error)));
            }
            about => about.map(|about| (about.dev(), about.ino()))?,
        };
        if self.watched.as_ref().is_none_or(|(watched, _)| *watched != identity) {
            self.watch(identity);
        }
        Ok(None)
    }

    /// Watches before the first scan, so that nothing falls between the two.
    fn watch(&mut self, identity: (u64, u64)) {
        let wake = Arc::clone(&self.wake);
        self.watched = Some((identity, Watch::start(&self.settings.inbox, self.settings.mode, move || wake())));
        self.on_network = disk::network(&self.settings.inbox).is_ok_and(|network| network.is_some());
        self.candidates.clear();
    }

    fn settler(&self) -> Settler {
        let least = if self.on_network { NETWORK_SETTLE } else { Duration::ZERO };
        // The disk's times are believed only where the disk's clock is ours.
        let arrival = if self.seen_before || self.on_network { Arrival::Seen } else { Arrival::LayThere };
        Settler::new(arrival, self.settings.settle().max(least), &self.names)
    }

    /// Brings the candidates in line with the names in the inbox.
    fn gather(&mut self, touched: &Touched, now: Instant, taken: impl Fn(&OsStr) -> bool) -> Result<(), Error> {
        let scan = scan(&self.settings.inbox, &self.names)?;
        let settler = self.settler();
        let Some((_, watch)) = &mut self.watched else { return Ok(()) };
        self.loose_files = scan.loose_files;
        let mut gone = std::mem::take(&mut self.candidates);
        for name in scan.entries.into_iter().filter(|name| !taken(name)) {
            let mut candidate = gone.remove(&name).unwrap_or_else(|| {
                watch.follow(&name);
                Candidate::new(settler.clone(), now)
            });
            if touched.moved_in.contains(&name) {
                candidate.settler.moved_in();
            }
            self.candidates.insert(name, candidate);
        }
        for name in gone.keys() {
            watch.unfollow(name);
        }
        self.seen_before = true;
        Ok(())
    }

    /// Looks into the folders that are due or touched.
    fn judge(&mut self, touched: &Touched, now: Instant) -> Vec<Listing> {
        let (mut settled, mut gone) = (Vec::new(), Vec::new());
        let proofs = Proofs::new(&self.settings.inbox);
        for (name, candidate) in &mut self.candidates {
            if candidate.due > now && !touched.touches(name) {
                continue;
            }
            match candidate.look(&self.settings.inbox.join(name), &self.names, &proofs, now) {
                Found::Settled(listing) => settled.push(listing),
                Found::Waiting => {}
                Found::Gone => gone.push(name.clone()),
            }
        }
        for name in &gone {
            self.forget(name);
        }
        settled
    }

    fn forget(&mut self, name: &OsStr) {
        self.candidates.remove(name);
        if let Some((_, watch)) = &mut self.watched {
            watch.unfollow(name);
        }
    }

    fn next_look(&self, now: Instant) -> Duration {
        let regular = match self.watching() {
            Some(Watching::Events) => self.settings.rescan(),
            _ => self.settings.rescan().min(POLL),
        };
        let due = self.candidates.values().map(|candidate| candidate.due.saturating_duration_since(now));
        due.min().map_or(regular, |due| due.min(regular))
    }

    fn found(&self, settled: Vec<Listing>, now: Instant) -> Look {
        let waiting = self.candidates.iter().filter_map(|(name, candidate)| {
            candidate.reason.clone().map(|reason| Waiting { name: name.clone(), reason })
        });
        let waiting = waiting.collect();
        let loose_files = self.loose_files.clone();
        Look { settled, waiting, loose_files, next_look: self.next_look(now), ..Look::default() }
    }
}

#[cfg(test)]
#[path = "look_tests.rs"]
mod tests;
