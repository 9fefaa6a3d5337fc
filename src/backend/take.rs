//! One step of a backend in the order that makes it safe: what must be on disk first is committed first.

use crate::backend::errand::Errand;
use crate::backend::way::{Backend, Fault, Outcome};
use crate::clock::Timestamp;

/// Takes `step`. If it sends something, its twin that only looks is handed to `commit` before; whoever finds the job
/// after a crash then looks instead of sending again. Where the transport proves that nothing was sent, the sending
/// step is committed back.
pub async fn take<B: Backend, E>(
    backend: &B,
    errand: &Errand<'_>,
    step: B::Step,
    now: Timestamp,
    mut commit: impl FnMut(&B::Step) -> Result<(), E> + Send,
) -> Result<Result<Outcome<B::Step>, Fault>, E> {
    let twin = backend.write_ahead(&step, now);
    if let Some(twin) = &twin {
        commit(twin)?;
    }
    let outcome = backend.step(errand, step.clone()).await;
    if twin.is_some() && matches!(outcome, Err(Fault::NotSent(_) | Fault::Held(..))) {
        commit(&step)?;
    }
    Ok(outcome)
}
