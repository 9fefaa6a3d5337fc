//! The making of one film without a store: step after step, waits waited for, until it is made or cannot be.

use std::time::Duration;

use crate::backend::{self, Backend, Errand, Fault, Outcome};
use crate::backoff;
use crate::cli::exit::Refusal;
use crate::cli::print;
use crate::clock;
use crate::disk;

/// Takes every step of a job in turn, from `step` towards the film with the number `film`. `keep` is handed each step
/// before it counts; `each` is called when a film is made, with its number.
pub(crate) async fn make<B: Backend>(
    backend: &B,
    errand: &Errand<'_>,
    retry: backoff::Settings,
    (mut step, mut film): (B::Step, usize),
    (keep, mut each): (impl Fn(&B::Step) -> disk::Result<()> + Send + Sync, impl FnMut(usize) -> Result<(), Refusal>),
) -> Result<(), Refusal> {
    let mut attempts = 0;
    loop {
        keep(&step)?;
        let mut row = step.clone();
        let ahead = |next: &B::Step| -> disk::Result<()> {
            row = next.clone();
            keep(next)
        };
        match backend::take(backend, errand, step, clock::now(), ahead).await? {
            Ok(Outcome::Next(next)) => (step, attempts) = (next, 0),
            Ok(Outcome::Wait(next, wait)) => {
                tokio::time::sleep(wait).await;
                (step, attempts) = (next, 0);
            }
            Ok(Outcome::Made(then)) => {
                each(film)?;
                film += 1;
                let Some(then) = then else { return Ok(()) };
                (step, attempts) = (then, 0);
            }
            Err(fault) => {
                attempts += 1;
                tokio::time::sleep(pause(fault, attempts, retry)?).await;
                step = row;
            }
        }
    }
}

/// How long to wait before the step is tried again, if it is.
fn pause(fault: Fault, attempts: u32, retry: backoff::Settings) -> Result<Duration, Refusal> {
    let (failure, told) = match &fault {
        Fault::NotSent(failure) | Fault::Passing(failure) => (failure, None),
        Fault::Held(failure, Some(wait)) if failure.kind == crate::job::Kind::Backend => (failure, Some(*wait)),
        Fault::Held(..) | Fault::Lasting(_) => return Err(fault.into()),
    };
    if !retry.again(attempts) {
        return Err(fault.into());
    }
    print::talk(&failure.message);
    Ok(told.unwrap_or_else(|| retry.wait(attempts, backoff::jitter())))
}
