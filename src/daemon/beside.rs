//! One round beside a daemon: the daemon makes the films, and the round waits for what lies in the inboxes now.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::timeout;

use crate::clock;
use crate::daemon::house::Error;
use crate::daemon::left::{LOOK, Left, patience};
use crate::daemon::settings::{Settings, Watch};
use crate::inbox::{self, Names, Reason};
use crate::outbox::After;
use crate::presence::{self, Sign, Waiting};
use crate::store::Store;

/// A daemon that polls may not have looked for so long.
const POLLED: Duration = Duration::from_secs(6);
/// And one that hears events.
const HEARD: Duration = Duration::from_secs(1);

/// Waits for the daemon to be done. `None` if there is none any more, so that the round may be made after all;
/// `refusal` is given back if the daemon does not watch one of the inboxes.
pub(crate) async fn beside(
    settings: &Settings,
    stop: &watch::Receiver<bool>,
    refusal: Error,
) -> Result<Option<Left>, Error> {
    let store = Store::open(&settings.state_dir)?;
    let failed_before: BTreeSet<i64> = store.failed()?.into_iter().collect();
    let mut rounds: Vec<Round<'_>> = settings.watches.iter().map(Round::new).collect::<Result<_, _>>()?;
    let began = clock::instant();
    let (mut newest, mut waiting) = (None, Vec::new());
    loop {
        let Some(sign) = presence::look(&settings.state_dir)? else { return Ok(None) };
        if rounds.iter().any(|round| !round.is_watched(&sign)) && began.elapsed() > POLLED {
            return Err(refusal);
        }
        if newest.is_none() {
            waiting.clear();
            let mut open = false;
            for round in &mut rounds {
                open |= round.look(&sign, &store, began, &mut waiting)?;
            }
            newest = (!open).then(|| store.newest()).transpose()?;
        }
        let (paused, interrupted) = (store.is_paused()?, *stop.borrow());
        let done = match newest {
            Some(newest) => !store.has_work(clock::now(), newest)?,
            None => false,
        };
        if done || paused || interrupted {
            let new = |id: &&i64| !failed_before.contains(id) && newest.is_none_or(|newest| **id <= newest);
            let failed = store.failed()?.iter().filter(new).count();
            let unfinished = store.live_by_status(clock::now(), &[])?.values().sum::<u32>() as usize;
            return Ok(Some(Left { waiting, failed, unfinished, interrupted, paused }));
        }
        timeout(LOOK, stop.clone().wait_for(|stop| *stop)).await.ok();
    }
}

/// What lay in one inbox when the round began.
struct Round<'a> {
    watch: &'a Watch,
    names: Names,
    entries: BTreeSet<OsString>,
}

impl<'a> Round<'a> {
    fn new(watch: &'a Watch) -> Result<Self, Error> {
        let names = Names::new(&watch.inbox)?;
        let entries = inbox::scan(&watch.inbox.inbox, &names)?.entries.into_iter().collect();
        Ok(Self { watch, names, entries })
    }

    fn inbox(&self) -> &Path {
        &self.watch.inbox.inbox
    }

    fn is_watched(&self, sign: &Sign) -> bool {
        sign.watches.iter().any(|watch| watch.inbox == self.inbox())
    }

    /// Whether the daemon has yet to say what becomes of one of the entries. Those that wait for more than time to pass
    /// are named.
    fn look(&mut self, sign: &Sign, store: &Store, began: Instant, waiting: &mut Vec<Waiting>) -> Result<bool, Error> {
        let there: BTreeSet<OsString> = inbox::scan(self.inbox(), &self.names)?.entries.into_iter().collect();
        self.entries.retain(|entry| there.contains(entry));
        let said = sign.watches.iter().find(|watch| watch.inbox == self.inbox());
        let claiming = store.claiming(self.inbox())?;
        let polls = said.is_some_and(|said| said.mode == "poll");
        let fresh = began.elapsed() > if polls { POLLED } else { HEARD };
        let mut open = false;
        for entry in &self.entries {
            let name = entry.to_string_lossy();
            let waits = said.and_then(|said| said.waiting.iter().find(|waiting| waiting.name == name));
            match waits {
                _ if claiming.contains(entry) => {}
                Some(waits) if fresh && waits.reason != Reason::Changing.to_string() => waiting.push(waits.clone()),
                _ if self.is_known(store, entry)? => {}
                _ if began.elapsed() < patience(self.watch) + POLLED => open = true,
                waits => waiting.extend(waits.cloned()),
            }
        }
        Ok(open)
    }

    /// Whether a film was made of a folder that stays where it is.
    fn is_known(&self, store: &Store, entry: &OsString) -> Result<bool, Error> {
        if self.watch.folders.after != After::Keep {
            return Ok(false);
        }
        match inbox::list(&self.inbox().join(entry), true, &self.names) {
            Ok(listing) => Ok(store.is_known(self.inbox(), entry, &listing.fingerprint())?),
            Err(error) if error.is_absent() => Ok(true),
            Err(error) => Err(error.into()),
        }
    }
}
