//! Intake: one thread an inbox; woken or not, it looks, and writes a row for every folder that has come to rest.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock;
use crate::daemon::house::{Error, House};
use crate::daemon::settings::Watch;
use crate::inbox::{self, Guard, Inbox, Listing, Look, Mode, Watching};
use crate::outbox::After;
use crate::presence::{Waiting, WatchSign};
use crate::store::{self, Arrival};

/// What makes the thread look up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Look,
    Stop,
}

/// A running intake; it stops when told, at the end of its look.
#[derive(Debug)]
pub(crate) struct Intake {
    call: Sender<Call>,
    thread: JoinHandle<()>,
}

impl Intake {
    pub(crate) fn start(house: Arc<House>, watch: Watch) -> Result<Self, Error> {
        let (call, calls) = mpsc::channel();
        let mut desk = Desk::open(house, watch, call.clone())?;
        let thread = thread::Builder::new().name("intake".to_owned()).spawn(move || desk.keep(&calls));
        Ok(Self { call, thread: thread.map_err(Error::Thread)? })
    }

    pub(crate) fn stop(self) {
        self.call.send(Call::Stop).ok();
        if self.thread.join().is_err() {
            tracing::error!("intake had stopped already");
        }
    }
}

/// One inbox and the store it writes to.
pub(crate) struct Desk {
    house: Arc<House>,
    watch: Watch,
    /// The only entries that are taken in; all of them if there is no such list.
    only: Option<BTreeSet<OsString>>,
    inbox: Option<Inbox>,
    call: Sender<Call>,
    /// The last thing said about the inbox, so that it is said once.
    said: String,
    shown: Option<Shown>,
}

/// How long to wait for an inbox that is not there.
const AWAY: Duration = Duration::from_secs(5);

impl Desk {
    fn open(house: Arc<House>, watch: Watch, call: Sender<Call>) -> Result<Self, Error> {
        // A pattern that cannot be read is found at the start, not at the first look.
        inbox::Names::new(&watch.inbox)?;
        Ok(Self { house, watch, only: None, inbox: None, call, said: String::new(), shown: None })
    }

    /// A desk that is asked when it suits the caller, and takes in these entries and no others.
    pub(crate) fn quiet(house: Arc<House>, watch: Watch, only: BTreeSet<OsString>) -> Result<Self, Error> {
        Ok(Self { only: Some(only), ..Self::open(house, watch, mpsc::channel().0)? })
    }

    fn keep(&mut self, calls: &Receiver<Call>) {
        loop {
            let look = self.look();
            let rested = clock::instant() + look.rest;
            // Whoever calls during the rest is heard at its end; in a storm of events the looks stay apart.
            let mut called = false;
            while let Some(left) = rested.checked_duration_since(clock::instant()).filter(|left| !left.is_zero()) {
                let call = calls.recv_timeout(left);
                if stops(call) {
                    return;
                }
                called |= call.is_ok();
            }
            if !called && stops(calls.recv_timeout(look.next_look.saturating_sub(look.rest))) {
                return;
            }
        }
    }

    /// One look: what settled becomes rows, what waits is said on the door.
    pub(crate) fn look(&mut self) -> Look {
        let look = self.try_look().unwrap_or_else(|why| Look { away: Some(why), next_look: AWAY, ..Look::default() });
        self.say(look.away.as_deref().unwrap_or_default());
        self.show(&look);
        look
    }

    fn try_look(&mut self) -> Result<Look, String> {
        let words =
            |error: &dyn std::error::Error| crate::job::Failure::of(crate::job::Kind::Machine, error, None).message;
        if let Some(damage) = self.house.damage() {
            return Err(damage.to_owned());
        }
        if self.inbox.is_none() {
            self.inbox = Some(self.arrive()?);
        }
        let Some(inbox) = &mut self.inbox else { return Ok(Look::default()) };
        let (store, root) = (&self.house.store, &self.watch.inbox.inbox);
        let claiming = store.claiming(root).map_err(|error| words(&error))?;
        let others = |entry: &OsStr| self.only.as_ref().is_some_and(|only| !only.contains(entry));
        let taken = |entry: &OsStr| claiming.contains(entry) || others(entry);
        let mut look = inbox.look(clock::instant(), taken).map_err(|error| words(&error))?;
        let settled = std::mem::take(&mut look.settled);
        self.admit(&settled).map_err(|error| words(&error))?;
        Ok(look)
    }

    /// Makes sure that the inbox is ours before the first look.
    fn arrive(&self) -> Result<Inbox, String> {
        let settings = self.watch.inbox.clone();
        let guard = match self.watch.folders.after {
            After::Keep => Guard::Waived,
            After::Archive | After::Delete => {
                Guard::Marker(self.house.guard(&settings.inbox).map_err(|failure| failure.message)?)
            }
        };
        let call = self.call.clone();
        let wake = move || {
            call.send(Call::Look).ok();
        };
        Inbox::new(settings, guard, wake).map_err(|error| error.to_string())
    }

    /// Writes the rows of what has come to rest, all in one commit.
    fn admit(&mut self, settled: &[Listing]) -> Result<(), store::Error> {
        let root = &self.watch.inbox.inbox;
        let mut new: Vec<(&Listing, String, Cow<'_, str>)> = Vec::with_capacity(settled.len());
        for listing in settled {
            let fingerprint = listing.fingerprint();
            if self.watch.folders.after != After::Keep
                || !self.house.store.is_known(root, &listing.name, &fingerprint)?
            {
                new.push((listing, fingerprint, listing.name.to_string_lossy()));
            } else if let Some(inbox) = &mut self.inbox {
                inbox.pass_over(listing, clock::instant());
            }
        }
        let arrivals = new.iter().map(|(listing, fingerprint, name)| Arrival {
            inbox: root,
            entry: &listing.name,
            name,
            fingerprint,
            backend: self.watch.layers.backend,
        });
        let arrivals: Vec<Arrival<'_>> = arrivals.collect();
        if arrivals.is_empty() {
            return Ok(());
        }
        for (id, arrival) in self.house.store.insert_all(&arrivals, clock::now())?.into_iter().zip(&arrivals) {
            if let Some(id) = id {
                tracing::info!(job.id = id, job.name = arrival.name, "settled in the inbox");
            }
        }
        self.house.bell.ring();
        Ok(())
    }

    /// Logs what is wrong with the inbox, and that it is right again: once each.
    fn say(&mut self, trouble: &str) {
        if self.said != trouble {
            let inbox = self.watch.inbox.inbox.display();
            match trouble {
                "" => tracing::info!(%inbox, "the inbox is there again"),
                trouble => tracing::warn!(%inbox, "{trouble}"),
            }
            trouble.clone_into(&mut self.said);
        }
    }

    /// Logs why the inbox is looked at from time to time only, where the settings ask for events or leave it open.
    fn say_how(&self, before: Option<&Watching>) {
        let watching = self.inbox.as_ref().and_then(Inbox::watching);
        if let Some(Watching::Poll { why }) = watching.filter(|watching| before != Some(*watching))
            && self.watch.inbox.mode != Mode::Poll
        {
            tracing::warn!(inbox = %self.watch.inbox.inbox.display(), "looked at every few seconds: {why}");
        }
    }

    /// Says on the door what is there and what it waits for, if that is news.
    fn show(&mut self, look: &Look) {
        let watching = self.inbox.as_ref().and_then(Inbox::watching).cloned();
        let shown = (look.away.clone(), watching, Arc::clone(&look.waiting), Arc::clone(&look.loose_files));
        if self.shown.as_ref().is_some_and(|before| is_same(before, &shown)) {
            return;
        }
        let entry = WatchSign {
            inbox: self.watch.inbox.inbox.clone(),
            mode: shown.1.as_ref().map_or("events", Watching::word).to_owned(),
            away: look.away.clone(),
            waiting: waiting(look),
            loose_files: look.loose_files.iter().map(|name| name.to_string_lossy().into_owned()).collect(),
        };
        let before = self.shown.replace(shown);
        self.say_how(before.as_ref().and_then(|before| before.1.as_ref()));
        self.house.presence.say(|sign| match sign.watches.iter_mut().find(|watch| watch.inbox == entry.inbox) {
            Some(watch) => *watch = entry,
            None => sign.watches.push(entry),
        });
    }
}

/// What was said of an inbox: whether it is away, how it is watched, what waits in it, what lies around.
type Shown = (Option<String>, Option<Watching>, Arc<[inbox::Waiting]>, Arc<[OsString]>);

/// The lists are compared by where they are: an inbox gives the same list for as long as nothing in it changes.
fn is_same(a: &Shown, b: &Shown) -> bool {
    (&a.0, &a.1) == (&b.0, &b.1) && Arc::ptr_eq(&a.2, &b.2) && Arc::ptr_eq(&a.3, &b.3)
}

/// Whether the thread is to end. A pipe without a writer cannot be: the desk holds one itself.
fn stops(call: Result<Call, RecvTimeoutError>) -> bool {
    matches!(call, Ok(Call::Stop) | Err(RecvTimeoutError::Disconnected))
}

/// What waits in the inbox, in words.
pub(crate) fn waiting(look: &Look) -> Vec<Waiting> {
    let waiting = look.waiting.iter();
    waiting.map(|it| Waiting { name: it.name.to_string_lossy().into_owned(), reason: it.reason.to_string() }).collect()
}
