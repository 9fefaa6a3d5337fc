//! The only file that asks what time it is.

use std::time::{Duration, Instant};

pub use jiff::Timestamp;

/// The wall clock, to the millisecond: for records and for times that must outlive a restart.
#[must_use]
pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// A monotonic clock: for measuring how long something has been quiet. It never jumps, and means nothing after a restart.
#[must_use]
pub fn instant() -> Instant {
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    Instant::now()
}

/// `at` moved by `by` into the past; the earliest possible time where that lies before the calendar.
#[must_use]
pub fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_sub(by).unwrap_or(Timestamp::MIN)
}

/// `at` moved by `by` into the future; the latest possible time where that lies beyond the calendar.
#[must_use]
pub fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}
