//! Who has which job in hand, and how a step that takes long is broken off.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::job::{Job, Stage};

/// The jobs being worked on at this moment.
#[derive(Debug, Default)]
pub(crate) struct Hands(Mutex<BTreeMap<i64, Grip>>);

#[derive(Clone, Debug)]
struct Grip {
    /// The backend is at work: that may take long and may be broken off. All other steps are short, and are finished.
    making: bool,
    drop_it: Arc<Notify>,
}

impl Hands {
    /// Takes what `find` gives, which is told what others have; nobody else takes it meanwhile. The second is told when
    /// to let it fall.
    pub(crate) fn take<E>(
        &self,
        find: impl FnOnce(&[i64]) -> Result<Option<Job>, E>,
    ) -> Result<Option<(Job, Arc<Notify>)>, E> {
        let mut held = self.held();
        let ids: Vec<i64> = held.keys().copied().collect();
        let Some(job) = find(&ids)? else { return Ok(None) };
        let grip = Grip { making: matches!(job.stage, Stage::Making { .. }), drop_it: Arc::default() };
        let drop_it = Arc::clone(&grip.drop_it);
        held.insert(job.id, grip);
        Ok(Some((job, drop_it)))
    }

    pub(crate) fn put_down(&self, id: i64) {
        self.held().remove(&id);
    }

    pub(crate) fn all(&self) -> Vec<i64> {
        self.held().keys().copied().collect()
    }

    /// Those of the jobs in hand that a backend makes.
    pub(crate) fn making(&self) -> Vec<i64> {
        self.held().iter().filter(|(_, grip)| grip.making).map(|(id, _)| *id).collect()
    }

    /// Has whoever makes the job let it fall.
    pub(crate) fn break_off(&self, id: i64) {
        if let Some(grip) = self.held().get(&id).filter(|grip| grip.making) {
            grip.drop_it.notify_one();
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<i64, Grip>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
