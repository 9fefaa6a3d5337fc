//! A panic in one step must not take the worker with it, or nothing would ever be made again.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// The work ended in a panic, whose words are on stderr.
#[derive(Debug, thiserror::Error)]
#[error("reeldrop ran into a mistake of its own")]
pub(crate) struct Panicked;

/// Does the work. What it changed when it panicked must bear being seen: a row is, for only a commit changes it.
pub(crate) async fn unharmed<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut work = pin!(work);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
        Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
        Ok(Poll::Pending) => Poll::Pending,
        Err(_) => Poll::Ready(Err(Panicked)),
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::unharmed;

    #[tokio::test]
    async fn a_panic_after_a_wait_is_an_error_and_no_end() {
        let work = async |fails: bool| {
            tokio::task::yield_now().await;
            assert!(!fails, "a mistake");
            7
        };
        assert_eq!(unharmed(work(false)).await.ok(), Some(7));
        assert!(unharmed(work(true)).await.is_err());
    }
}
