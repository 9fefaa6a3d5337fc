//! What all jobs of one account wait for together: credits, and an end of too many requests.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::clock;
use crate::job::Failure;

/// Why nobody sends at present.
#[derive(Clone, Debug)]
struct Hold {
    failure: Failure,
    /// The balance when the credits ran out: only more than that lets go. `None` for a wait that ends by itself.
    balance: Option<f64>,
    look_at: Instant,
}

/// The one account that all jobs share.
#[derive(Debug, Default)]
pub(crate) struct Account {
    hold: Mutex<Option<Hold>>,
}

/// What somebody about to send is told.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Word {
    Go,
    /// Not before the wait is over.
    Wait(Failure, Duration),
    /// Ask for the balance: only more than this lets go.
    Look(Failure, f64),
}

impl Account {
    pub(crate) fn word(&self) -> Word {
        let mut hold = self.lock();
        let Some(held) = hold.clone() else { return Word::Go };
        let left = held.look_at.saturating_duration_since(clock::instant());
        match held.balance {
            _ if !left.is_zero() => Word::Wait(held.failure, left),
            Some(balance) => Word::Look(held.failure, balance),
            None => {
                *hold = None;
                Word::Go
            }
        }
    }

    /// Holds everybody; says whether that is new.
    pub(crate) fn hold(&self, failure: Failure, balance: Option<f64>, wait: Duration) -> bool {
        let mut hold = self.lock();
        let news = hold.as_ref().is_none_or(|held| held.failure != failure);
        *hold = Some(Hold { failure, balance, look_at: clock::instant() + wait });
        news
    }

    pub(crate) fn let_go(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Hold>> {
        self.hold.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
