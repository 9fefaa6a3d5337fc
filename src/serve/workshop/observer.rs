//! Whoever looks at what was brought, in a process of its own, a few at a time.

use std::path::Path;
use std::thread;

use tokio::sync::Semaphore;

use crate::backend::{Looker, Question, Survey};
use crate::job;

/// No file is decoded in the server's own process: what one of them can bring down is not that.
#[derive(Debug)]
pub(crate) struct Observer {
    looker: Looker,
    /// One for each core: whoever looks has them all busy, and memory is for a few.
    seats: Semaphore,
}

impl Observer {
    pub(crate) fn new(program: &Path) -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self { looker: Looker::new(program.to_owned()), seats: Semaphore::new(cores) }
    }

    /// Finds out what the survey leaves open.
    pub(crate) async fn look(&self, question: &Question, survey: &mut Survey) -> Result<(), job::Failure> {
        let _seat = self.seats.acquire().await.expect("nobody closes the semaphore");
        self.looker.look(question, survey).await
    }
}
