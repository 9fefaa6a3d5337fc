//! Waiting for a level, with a deadline.

use std::time::{Duration, Instant};

/// Far longer than anything here takes, so that only what never comes fails.
const DEADLINE: Duration = Duration::from_mins(1);

/// Asks until there is an answer, and gives it back.
pub fn until<T>(what: impl std::fmt::Display, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < DEADLINE, "waited in vain for {what}");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}
