//! After a daemon that was killed the database is read for damage, beside the work; if there is any, the work ends.

use std::sync::Arc;

use tokio::task::spawn_blocking;

use crate::daemon::house::House;
use crate::job::{Failure, Kind};
use crate::store;

/// Reads the database, if the daemon before this one had no orderly end. It takes longer than anybody who has just
/// switched the machine on wants to wait, so it is done while the daemon is ready already.
pub(crate) async fn inspect(house: Arc<House>) {
    if !house.presence.unclean {
        return;
    }
    let reader = Arc::clone(&house);
    match spawn_blocking(move || reader.store.check()).await {
        Ok(Ok(())) => tracing::info!("the daemon before this one was killed; the job database is whole"),
        Ok(Err(error)) => found(&house, &error),
        Err(error) => tracing::warn!(%error, "the job database was not read for damage"),
    }
}

fn found(house: &House, error: &store::Error) {
    let Failure { message, hint, .. } = Failure::of(Kind::Machine, error, error.hint());
    if matches!(error, store::Error::Damaged { .. }) {
        let hint = hint.unwrap_or_default();
        tracing::error!(hint, "{message}; nothing more is begun");
        house.close(format!("{message}; {hint}"));
    } else {
        tracing::warn!(hint, "the job database was not read for damage: {message}");
    }
}
