//! One folder on its way to being taken: when it is due for a look, and what that look found.

use std::error::Error as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::inbox::error::Error;
use crate::inbox::list::list;
use crate::inbox::listing::Listing;
use crate::inbox::names::Names;
use crate::inbox::proofs::Proofs;
use crate::inbox::reason::Reason;
use crate::inbox::settle::{MOMENT, Settler, Verdict, patience};

/// How long a folder that cannot be read is left alone.
const UNREADABLE: Duration = Duration::from_secs(30);

pub(crate) struct Candidate {
    pub settler: Settler,
    pub due: Instant,
    /// `None` once it has come to rest.
    pub reason: Option<Reason>,
}

/// What became of a candidate at a look.
pub(crate) enum Found {
    Settled(Listing),
    Waiting,
    Gone,
}

impl Candidate {
    pub(crate) fn new(settler: Settler, now: Instant) -> Self {
        Self { settler, due: now, reason: Some(Reason::Changing) }
    }

    /// Looks at the folder, and where it is quiet asks for the proofs.
    pub(crate) fn look(&mut self, entry: &Path, names: &Names, proofs: &Proofs<'_>, now: Instant) -> Found {
        match self.judge(entry, names, proofs, now) {
            Ok(Ok(listing)) => {
                (self.reason, self.due) = (None, now + MOMENT); // due again, should nobody take it
                Found::Settled(listing)
            }
            Ok(Err((reason, look_again))) => self.wait(reason, now + look_again),
            Err(Error::Disk(error)) if error.is_absent() => Found::Gone,
            Err(error) => self.wait(Reason::Unreadable(with_cause(&error)), now + UNREADABLE),
        }
    }

    fn judge(
        &mut self,
        entry: &Path,
        names: &Names,
        proofs: &Proofs<'_>,
        now: Instant,
    ) -> Result<Result<Listing, (Reason, Duration)>, Error> {
        let listing = list(entry, true, names)?;
        if let Verdict::Waiting { reason, look_again } = self.settler.observe(&listing, now) {
            return Ok(Err((reason, look_again)));
        }
        let quiet = self.settler.quiet(&listing, now);
        if let Some(reason) = proofs.against(&listing, quiet) {
            return Ok(Err((reason, patience(quiet))));
        }
        // The proofs took a while, in which somebody may have come back to the folder.
        let again = list(entry, true, names)?;
        if again.fingerprint() != listing.fingerprint() {
            self.settler.observe(&again, now);
            return Ok(Err((Reason::Changing, MOMENT)));
        }
        Ok(Ok(again))
    }

    fn wait(&mut self, reason: Reason, due: Instant) -> Found {
        (self.reason, self.due) = (Some(reason), due);
        Found::Waiting
    }
}

fn with_cause(error: &Error) -> String {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    format!("{error}{cause}")
}
