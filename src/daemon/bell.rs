//! The bell: rung when there may be something to do. Whoever was away at that moment still hears it.

use tokio::sync::watch;

/// One bell for all workers.
#[derive(Debug)]
pub(crate) struct Bell(watch::Sender<()>);

/// Somebody who listens, from the moment this was made.
#[derive(Debug)]
pub(crate) struct Ear(watch::Receiver<()>);

impl Default for Bell {
    fn default() -> Self {
        Self(watch::Sender::new(()))
    }
}

impl Bell {
    pub(crate) fn ring(&self) {
        self.0.send_replace(());
    }

    pub(crate) fn listen(&self) -> Ear {
        Ear(self.0.subscribe())
    }
}

impl Ear {
    /// Returns when the bell was rung since the last time.
    pub(crate) async fn heard(&mut self) {
        if self.0.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
