//! One folder on its way to being taken: when it is due for a look, and what that look found.

use std::error::Error as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::inbox::error::Error;
use crate::inbox::glance::Glance;
use crate::inbox::list::list;
use crate::inbox::listing::Listing;
use crate::inbox::names::Names;
use crate::inbox::proofs::Proofs;
use crate::inbox::reason::Reason;
use crate::inbox::settle::{MOMENT, Settler, Verdict, patience};

/// How long a folder that cannot be read is left alone.
const UNREADABLE: Duration = Duration::from_secs(30);

/// How long glances are enough for a folder that waits for a name to come or go. What grows without a new name, deep in
/// a folder of which there are no events, changes nothing of that.
const LIST_AGAIN: Duration = Duration::from_mins(10);

/// The same, in looks, for a folder that was made already: there a picture may be changed in place.
const KNOWN_LOOKS: u32 = 10;

pub(crate) struct Candidate {
    pub settler: Settler,
    pub due: Instant,
    /// `None` once it has come to rest.
    pub reason: Option<Reason>,
    /// Between two looks of which nothing is expected.
    step: Duration,
    glance: Option<Glance>,
    /// What it held when it was made before, and how often it is to be looked at, where nothing is moved away.
    known: Option<(String, Duration)>,
}

/// What became of a candidate at a look.
pub(crate) enum Found {
    Settled(Listing),
    Waiting,
    Gone,
}

/// Where and how one look at a folder is made.
#[derive(Clone, Copy)]
pub(crate) struct Eye<'a> {
    pub entry: &'a Path,
    pub names: &'a Names,
    pub proofs: &'a Proofs<'a>,
    pub now: Instant,
    /// Something has happened in the folder, so that a glance is not enough.
    pub touched: bool,
}

impl Candidate {
    pub(crate) fn new(settler: Settler, now: Instant) -> Self {
        let reason = Some(Reason::Changing);
        Self { settler, due: now, reason, step: Duration::ZERO, glance: None, known: None }
    }

    /// Whether it is due, or will be so soon that whoever looks anyway may look at it too: folders that wait for long
    /// come to be looked at together.
    pub(crate) fn is_due(&self, now: Instant) -> bool {
        let soon = if self.step < Duration::from_secs(4) { Duration::ZERO } else { self.step / 4 };
        self.due <= now + soon
    }

    /// A film was made of it as it is: it is passed over until it changes.
    pub(crate) fn pass_over(&mut self, listing: &Listing, every: Duration, now: Instant) {
        self.known = Some((listing.fingerprint(), every));
        (self.reason, self.due, self.step) = (None, now + every, every);
    }

    /// Looks at the folder, and where it is quiet asks for the proofs.
    pub(crate) fn look(&mut self, eye: &Eye<'_>) -> Found {
        let glanced = self.glance.as_ref().is_some_and(|glance| glance.holds(eye.entry));
        if glanced && !eye.touched && self.may_doze(eye.now) {
            if self.reason.is_some() {
                self.step = self.step.max(patience(self.settler.watched(eye.now)));
            }
            self.due = eye.now + self.step;
            return Found::Waiting;
        }
        match self.judge(eye, glanced) {
            Ok(Ok(listing)) => {
                (self.reason, self.due, self.step) = (None, eye.now + MOMENT, MOMENT); // due again, should nobody take it
                Found::Settled(listing)
            }
            Ok(Err((reason, look_again))) => self.wait(reason, eye.now, look_again),
            Err(Error::Disk(error)) if error.is_absent() => Found::Gone,
            Err(error) => self.wait(Some(Reason::Unreadable(with_cause(&error))), eye.now, UNREADABLE),
        }
    }

    fn may_doze(&self, now: Instant) -> bool {
        let longest = match (&self.known, &self.reason) {
            (Some((_, every)), None) => every.saturating_mul(KNOWN_LOOKS),
            (_, Some(Reason::Partial(_) | Reason::NotReady(_))) => LIST_AGAIN,
            _ => return false,
        };
        self.glance.as_ref().is_some_and(|glance| glance.suffices(longest, now))
    }

    /// What settled, or why it waits and for how long. Without a reason it does not wait, and is only passed over.
    fn judge(&mut self, eye: &Eye<'_>, glanced: bool) -> Result<Result<Listing, (Option<Reason>, Duration)>, Error> {
        let &Eye { entry, names, now, .. } = eye;
        let listing = list(entry, true, names)?;
        if let Some((known, every)) = self.known.clone() {
            if known == listing.fingerprint() {
                self.remember(eye, &listing, glanced);
                return Ok(Err((None, every)));
            }
            if self.reason.is_none() {
                self.settler.begin_anew();
            }
        }
        if let Verdict::Waiting { reason, look_again } = self.settler.observe(&listing, now) {
            if matches!(reason, Reason::Partial(_) | Reason::NotReady(_)) {
                self.remember(eye, &listing, glanced);
            }
            return Ok(Err((Some(reason), look_again)));
        }
        let quiet = self.settler.quiet(&listing, now);
        if let Some(reason) = eye.proofs.against(&listing, quiet) {
            return Ok(Err((Some(reason), patience(quiet))));
        }
        // The proofs took a while, in which somebody may have come back to the folder.
        let again = list(entry, true, names)?;
        if again.fingerprint() != listing.fingerprint() {
            self.settler.observe(&again, now);
            return Ok(Err((Some(Reason::Changing), MOMENT)));
        }
        Ok(Ok(again))
    }

    /// Takes note of what a glance will be compared with.
    fn remember(&mut self, eye: &Eye<'_>, listing: &Listing, glanced: bool) {
        if !(glanced && self.glance.as_mut().is_some_and(|glance| glance.confirm(listing, eye.now))) {
            self.glance = Glance::of(eye.entry, listing, eye.now);
        }
    }

    fn wait(&mut self, reason: Option<Reason>, now: Instant, look_again: Duration) -> Found {
        (self.reason, self.due, self.step) = (reason, now + look_again, look_again);
        Found::Waiting
    }
}

fn with_cause(error: &Error) -> String {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}
