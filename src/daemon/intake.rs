//! Intake: one thread an inbox; woken or not, it looks, and writes a row for every folder that has come to rest.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::clock;
use crate::daemon::house::{Error, House};
use crate::daemon::settings::Watch;
use crate::inbox::{Guard, Inbox, Listing, Look};
use crate::outbox::After;
use crate::presence::{Waiting, WatchSign};
use crate::store::Arrival;

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
    inbox: Option<Inbox>,
    call: Sender<Call>,
    /// The last thing said about the inbox, so that it is said once.
    said: String,
}

/// How long to wait for an inbox that is not there.
const AWAY: Duration = Duration::from_secs(5);

impl Desk {
    fn open(house: Arc<House>, watch: Watch, call: Sender<Call>) -> Result<Self, Error> {
        // A pattern that cannot be read is found at the start, not at the first look.
        crate::inbox::Names::new(&watch.inbox)?;
        Ok(Self { house, watch, inbox: None, call, said: String::new() })
    }

    /// A desk that is asked when it suits the caller.
    pub(crate) fn quiet(house: Arc<House>, watch: Watch) -> Result<Self, Error> {
        Self::open(house, watch, mpsc::channel().0)
    }

    fn keep(&mut self, calls: &Receiver<Call>) {
        loop {
            let look = self.look();
            let rested = clock::instant() + look.rest;
            // What calls during the rest is seen by the look after it; in a storm of events the looks stay apart.
            while let Some(left) = rested.checked_duration_since(clock::instant()).filter(|left| !left.is_zero()) {
                if stops(calls.recv_timeout(left)) {
                    return;
                }
            }
            if stops(calls.recv_timeout(look.next_look.saturating_sub(look.rest))) {
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
        if self.inbox.is_none() {
            self.inbox = Some(self.arrive()?);
        }
        let Some(inbox) = &mut self.inbox else { return Ok(Look::default()) };
        let (store, root) = (&self.house.store, &self.watch.inbox.inbox);
        let claiming = store.claiming(root).map_err(|error| words(&error))?;
        let mut look = inbox.look(clock::instant(), |entry| claiming.contains(entry)).map_err(|error| words(&error))?;
        for listing in std::mem::take(&mut look.settled) {
            self.admit(&listing).map_err(|error| words(&error))?;
        }
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

    fn admit(&self, listing: &Listing) -> Result<(), crate::store::Error> {
        let (root, fingerprint) = (&self.watch.inbox.inbox, listing.fingerprint());
        if self.watch.folders.after == After::Keep && self.house.store.is_known(root, &listing.name, &fingerprint)? {
            return Ok(());
        }
        let name = listing.name.to_string_lossy();
        let arrival = Arrival {
            inbox: root,
            entry: &listing.name,
            name: &name,
            fingerprint: &fingerprint,
            backend: self.watch.layers.backend,
        };
        if let Some(id) = self.house.store.insert(&arrival, clock::now())? {
            tracing::info!(job.id = id, job.name = %name, "settled in the inbox");
            self.house.bell.ring();
        }
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

    fn show(&self, look: &Look) {
        let watching = self.inbox.as_ref().and_then(Inbox::watching);
        let entry = WatchSign {
            inbox: self.watch.inbox.inbox.clone(),
            mode: watching.map_or("events", |watching| watching.word()).to_owned(),
            waiting: waiting(look),
            loose_files: look.loose_files.iter().map(|name| name.to_string_lossy().into_owned()).collect(),
        };
        self.house.presence.say(|sign| match sign.watches.iter_mut().find(|watch| watch.inbox == entry.inbox) {
            Some(watch) => *watch = entry,
            None => sign.watches.push(entry),
        });
    }
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
