//! Decides when a folder has come to rest: no disk, no clock, only what each look saw and when it was.

use std::time::{Duration, Instant};

use crate::inbox::listing::Listing;
use crate::inbox::names::Names;
use crate::inbox::reason::Reason;

/// What a folder that is complete at first sight is given to prove it; also the least between two looks that are to
/// mean anything.
pub(crate) const MOMENT: Duration = Duration::from_millis(250);

/// Nobody who fills a folder pauses longer; beyond it only a ready marker helps.
const LONGEST: Duration = Duration::from_mins(1);

/// What an empty folder is given: people make a folder first and then go for the pictures.
const EMPTY: Duration = Duration::from_mins(1);

/// How often an empty folder is looked at.
const EMPTY_STEP: Duration = Duration::from_secs(5);

/// When to ask again for what only somebody else can change: the longer it has been so, the later.
pub(crate) fn patience(quiet: Duration) -> Duration {
    (quiet / 4).clamp(Duration::from_secs(1), Duration::from_secs(30))
}

/// How a folder came to be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It appeared, and it may still be growing.
    Seen,
    /// It was renamed into the inbox, so that it was whole from the first moment.
    MovedIn,
    /// It lay there before the program started, so that the disk's own times say more than our clock.
    LayThere,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Settled,
    Waiting { reason: Reason, look_again: Duration },
}

/// Follows one folder from look to look.
///
/// Quiet is measured by our own monotonic clock, since copies set old times and shares have clocks of their own. The
/// quiet that is wanted grows with the pauses that the folder has already made: 1.5 times the longest, 60 s at most.
#[derive(Clone, Debug)]
pub struct Settler {
    arrival: Arrival,
    /// The quiet wanted of a folder that never pauses.
    settle: Duration,
    ready_marker: Option<String>,
    last: Option<Seen>,
    longest_pause: Duration,
}

#[derive(Clone, Debug)]
struct Seen {
    fingerprint: String,
    /// When it was first seen like this.
    since: Instant,
    /// Whether staying like this tells the writer's pace: an empty folder waits for a person, a partial file grows.
    tells_pace: bool,
    changed_since_arrival: bool,
}

impl Settler {
    #[must_use]
    pub fn new(arrival: Arrival, settle: Duration, names: &Names) -> Self {
        let ready_marker = names.ready_marker().map(ToOwned::to_owned);
        Self { arrival, settle, ready_marker, last: None, longest_pause: Duration::ZERO }
    }

    /// The news that the folder was moved in whole, which may come after the first look.
    pub fn moved_in(&mut self) {
        self.arrival = Arrival::MovedIn;
    }

    /// Somebody has come back to a folder that was done with: its long rest says nothing of how fast it is filled now.
    pub(crate) fn begin_anew(&mut self) {
        (self.arrival, self.last, self.longest_pause) = (Arrival::Seen, None, Duration::ZERO);
    }

    /// Takes in what a look at `now` found. `now` never goes back; a look without news does no harm.
    pub fn observe(&mut self, listing: &Listing, now: Instant) -> Verdict {
        self.note(listing, now);
        if let Some(path) = listing.partial.first() {
            return Verdict::Waiting { reason: Reason::Partial(path.clone()), look_again: patience(self.watched(now)) };
        }
        match &self.ready_marker {
            Some(_) if listing.ready => Verdict::Settled,
            Some(marker) => {
                Verdict::Waiting { reason: Reason::NotReady(marker.clone()), look_again: patience(self.watched(now)) }
            }
            None => self.by_silence(listing, now),
        }
    }

    /// How long the folder has been as it is.
    #[must_use]
    pub fn quiet(&self, listing: &Listing, now: Instant) -> Duration {
        let watched = self.watched(now);
        match listing.still_for {
            Some(before) if self.unchanged() && self.arrival == Arrival::LayThere => watched.max(before),
            _ => watched,
        }
    }

    fn note(&mut self, listing: &Listing, now: Instant) {
        let fingerprint = listing.fingerprint();
        let changed_since_arrival = match &self.last {
            Some(last) if last.fingerprint == fingerprint => return,
            last => last.is_some(),
        };
        if let Some(last) = self.last.as_ref().filter(|last| last.tells_pace) {
            self.longest_pause = self.longest_pause.max(now.saturating_duration_since(last.since));
        }
        let tells_pace = !listing.files.is_empty() && listing.partial.is_empty();
        self.last = Some(Seen { fingerprint, since: now, tells_pace, changed_since_arrival });
    }

    fn by_silence(&self, listing: &Listing, now: Instant) -> Verdict {
        let missing = self.wanted(listing).saturating_sub(self.quiet(listing, now));
        let missing = missing.max(MOMENT.saturating_sub(self.watched(now)));
        if missing.is_zero() {
            return Verdict::Settled;
        }
        // Without events a pause is only known to the length of a step: half the quiet, so that steps alone never ask
        // for more of it.
        let (reason, step) = if listing.files.is_empty() {
            (Reason::Empty, EMPTY_STEP)
        } else {
            (Reason::Changing, (self.settle / 2).max(MOMENT))
        };
        Verdict::Waiting { reason, look_again: missing.min(step) }
    }

    fn wanted(&self, listing: &Listing) -> Duration {
        let adaptive = self.longest_pause.saturating_mul(3) / 2;
        match self.arrival {
            _ if listing.files.is_empty() => self.settle.max(EMPTY),
            Arrival::MovedIn if self.unchanged() => MOMENT,
            _ => self.settle.max(adaptive.min(LONGEST)),
        }
    }

    /// How long we have seen it as it is with our own eyes.
    pub(crate) fn watched(&self, now: Instant) -> Duration {
        self.last.as_ref().map_or(Duration::ZERO, |last| now.saturating_duration_since(last.since))
    }

    fn unchanged(&self) -> bool {
        self.last.as_ref().is_none_or(|last| !last.changed_since_arrival)
    }
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
