//! How far a film is, and whether anybody still wants it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::sync::watch;

/// A shared counter from 0 to 100 and a wish to stop. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    percent: Arc<AtomicU8>,
    stopped: watch::Sender<bool>,
}

impl Progress {
    /// Says how far the film is, in percent.
    pub fn set(&self, percent: u8) {
        self.percent.store(percent.min(100), Ordering::Relaxed);
    }

    #[must_use]
    pub fn percent(&self) -> u8 {
        self.percent.load(Ordering::Relaxed)
    }

    /// Whether the film is no longer wanted: whoever makes it leaves off and fails.
    #[must_use]
    pub fn stopped(&self) -> bool {
        *self.stopped.borrow()
    }

    /// Returns when the film is no longer wanted.
    pub async fn until_stopped(&self) {
        // The sender lives as long as this does, so the wait ends with the wish and with nothing else.
        let _ = self.stopped.subscribe().wait_for(|stopped| *stopped).await;
    }

    pub(crate) fn stop(&self) {
        self.stopped.send_replace(true);
    }
}
