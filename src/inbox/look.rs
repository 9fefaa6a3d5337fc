//! The inbox as the daemon sees it: one look gives the folders that have come to rest, and why the others have not.

use std::collections::{BTreeMap, BTreeSet};
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
use crate::inbox::candidate::{Candidate, Eye, Found};
use crate::inbox::error::Error;
use crate::inbox::listing::Listing;
use crate::inbox::names::Names;
use crate::inbox::proofs::Proofs;
use crate::inbox::reason::Reason;
use crate::inbox::scan::{Sight, glimpse, scan};
use crate::inbox::settings::Settings;
use crate::inbox::settle::{Arrival, Settler};
use crate::inbox::watch::{Touched, Watch, Watching};
use crate::marker::{self, Presence};

/// Between two looks at an inbox without events: a shallow one costs a few milliseconds at 10,000 folders.
const POLL: Duration = Duration::from_secs(5);

/// The least quiet on a network file system, whose clients may show old sizes and times for some seconds.
const NETWORK_SETTLE: Duration = Duration::from_secs(10);

/// How soon a name is looked at again in which something happened while it had a row: rows go within moments.
const SUSPECTS: Duration = Duration::from_secs(1);

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
    /// The very list of the look before, if nothing in it has changed; so with the files.
    pub waiting: Arc<[Waiting]>,
    pub loose_files: Arc<[OsString]>,
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
    loose_files: BTreeSet<OsString>,
    /// Names in which something happened while they had a row: perhaps the next drop already, or a row that goes again.
    suspects: BTreeSet<OsString>,
    /// When all names are to be read, whatever events say; at once before the first time.
    next_scan: Option<Instant>,
    seen_before: bool,
    /// What was said at the look before; nothing once it no longer holds.
    waiting: Option<Arc<[Waiting]>>,
    loose: Option<Arc<[OsString]>>,
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
            loose_files: BTreeSet::new(),
            suspects: BTreeSet::new(),
            next_scan: None,
            seen_before: false,
            waiting: None,
            loose: None,
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
            self.start_over();
            self.watched = None;
            return Ok(Look { away: Some(away), next_look: POLL, ..Look::default() });
        }
        let touched = self.watched.as_ref().map(|(_, watch)| watch.touched()).unwrap_or_default();
        self.gather(&touched, now, &taken)?;
        let settled = self.judge(&touched, now, &taken);
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
        self.start_over();
    }

    fn start_over(&mut self) {
        self.candidates.clear();
        self.suspects.clear();
        (self.next_scan, self.waiting) = (None, None);
    }

    fn settler(&self) -> Settler {
        let least = if self.on_network { NETWORK_SETTLE } else { Duration::ZERO };
        // The disk's times are believed only where the disk's clock is ours.
        let arrival = if self.seen_before || self.on_network { Arrival::Seen } else { Arrival::LayThere };
        Settler::new(arrival, self.settings.settle().max(least), &self.names)
    }

    /// Brings the candidates in line with the names in the inbox: all of them from time to time, in between only those
    /// that events tell of, so that thousands of folders which wait cost nothing when one more is dropped.
    fn gather(&mut self, touched: &Touched, now: Instant, taken: &impl Fn(&OsStr) -> bool) -> Result<(), Error> {
        let by_events = self.watching() == Some(&Watching::Events) && !touched.everything;
        if by_events && self.next_scan.is_some_and(|at| now < at) {
            let suspects = std::mem::take(&mut self.suspects);
            touched.names.union(&suspects).for_each(|name| self.see(name, now, taken));
        } else {
            self.see_all(now, taken)?;
        }
        for name in &touched.moved_in {
            if let Some(candidate) = self.candidates.get_mut(name) {
                candidate.settler.moved_in();
            }
        }
        Ok(())
    }

    fn see_all(&mut self, now: Instant, taken: &impl Fn(&OsStr) -> bool) -> Result<(), Error> {
        let scan = scan(&self.settings.inbox, &self.names)?;
        let there: BTreeSet<&OsString> = scan.entries.iter().filter(|name| !taken(name)).collect();
        let gone = self.candidates.keys().filter(|name| !there.contains(name)).cloned();
        gone.collect::<Vec<_>>().iter().for_each(|name| self.forget(name));
        for name in there {
            self.expect(name, now);
        }
        self.suspects.retain(|name| taken(name) && scan.entries.binary_search(name).is_ok());
        let loose_files = scan.loose_files.into_iter().collect();
        if self.loose_files != loose_files {
            (self.loose_files, self.loose) = (loose_files, None);
        }
        self.seen_before = true;
        self.next_scan = Some(now + self.settings.rescan());
        Ok(())
    }

    /// The same for one name.
    fn see(&mut self, name: &OsStr, now: Instant, taken: &impl Fn(&OsStr) -> bool) {
        let sight = glimpse(&self.settings.inbox, name, &self.names);
        match sight {
            Sight::Entry if !taken(name) => self.expect(name, now),
            Sight::Entry => {
                self.suspects.insert(name.to_owned());
                self.forget(name);
            }
            _ => self.forget(name),
        }
        let changed = match sight {
            Sight::LooseFile => self.loose_files.insert(name.to_owned()),
            _ => self.loose_files.remove(name),
        };
        if changed {
            self.loose = None;
        }
    }

    /// Watches before the first look into it, so that nothing falls between the two.
    fn expect(&mut self, name: &OsStr, now: Instant) {
        if !self.candidates.contains_key(name) {
            let candidate = Candidate::new(self.settler(), now);
            if let Some((_, watch)) = &mut self.watched {
                watch.follow(name);
            }
            self.candidates.insert(name.to_owned(), candidate);
            self.waiting = None;
        }
    }

    fn forget(&mut self, name: &OsStr) {
        if self.candidates.remove(name).is_some() {
            self.waiting = None;
            if let Some((_, watch)) = &mut self.watched {
                watch.unfollow(name);
            }
        }
    }

    /// Looks into the folders that are due or touched.
    fn judge(&mut self, touched: &Touched, now: Instant, taken: &impl Fn(&OsStr) -> bool) -> Vec<Listing> {
        let (mut settled, mut gone) = (Vec::new(), Vec::new());
        let proofs = Proofs::new(&self.settings.inbox);
        for (name, candidate) in &mut self.candidates {
            let touched = touched.touches(name);
            if !touched && !candidate.is_due(now) {
                continue;
            }
            if taken(name) {
                gone.push(name.clone());
                continue;
            }
            let (entry, before) = (self.settings.inbox.join(name), candidate.reason.clone());
            match candidate.look(&Eye { entry: &entry, names: &self.names, proofs: &proofs, now, touched }) {
                Found::Settled(listing) => settled.push(listing),
                Found::Waiting => {}
                Found::Gone => gone.push(name.clone()),
            }
            if candidate.reason != before {
                self.waiting = None;
            }
        }
        for name in &gone {
            self.forget(name);
        }
        settled
    }

    /// A folder from which nothing is moved away, and of which a film was made as it is: it waits for nothing, and comes
    /// up again when it has changed.
    pub fn pass_over(&mut self, listing: &Listing, now: Instant) {
        let every = self.regularly();
        if let Some(candidate) = self.candidates.get_mut(&listing.name) {
            candidate.pass_over(listing, every, now);
        }
    }

    /// Between two looks of which nothing is expected.
    fn regularly(&self) -> Duration {
        match self.watching() {
            Some(Watching::Events) => self.settings.rescan(),
            _ => self.settings.rescan().min(POLL),
        }
    }

    fn next_look(&self, now: Instant) -> Duration {
        let scan = self.next_scan.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let due = self.candidates.values().map(|candidate| candidate.due.saturating_duration_since(now)).min();
        let suspects = if self.suspects.is_empty() { Duration::MAX } else { SUSPECTS };
        due.unwrap_or(Duration::MAX).min(self.regularly()).min(scan).min(suspects)
    }

    fn found(&mut self, settled: Vec<Listing>, now: Instant) -> Look {
        let candidates = &self.candidates;
        let waiting = self.waiting.get_or_insert_with(|| {
            let waiting = candidates.iter().filter_map(|(name, candidate)| {
                candidate.reason.clone().map(|reason| Waiting { name: name.clone(), reason })
            });
            waiting.collect()
        });
        let waiting = Arc::clone(waiting);
        let loose_files = Arc::clone(self.loose.get_or_insert_with(|| self.loose_files.iter().cloned().collect()));
        Look { settled, waiting, loose_files, next_look: self.next_look(now), ..Look::default() }
    }
}

#[cfg(test)]
#[path = "look_tests.rs"]
mod tests;
