//! The life of the daemon: take the state folder, clean up, watch and work until told to stop.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::daemon::house::{Error, House};
use crate::daemon::intake::Intake;
use crate::daemon::opening::{guarded, open_up};
use crate::daemon::settings::Settings;
use crate::daemon::{service, worker};
use crate::{disk, signals};

/// An orderly stop takes no longer: what is not finished then is resumed by the next daemon.
const LONGEST_STOP: Duration = Duration::from_secs(4);

/// Runs until a signal says stop.
pub async fn run(settings: Settings) -> Result<(), Error> {
    let mut stop = signals::stop().map_err(Error::Signals)?;
    let (house, _inboxes) = open_up(settings)?;
    let watches = house.settings.watches.clone();
    let intakes =
        watches.into_iter().map(|watch| Intake::start(Arc::clone(&house), watch)).collect::<Result<Vec<_>, _>>()?;
    let mut workers = JoinSet::new();
    for lane in house.settings.lanes() {
        workers.spawn(worker::work_on(Arc::clone(&house), lane, stop.clone()));
    }
    let heartbeat = tokio::spawn(service::heartbeat(Arc::clone(&house)));
    service::ready();
    tracing::info!(inboxes = house.settings.watches.len(), workers = house.settings.workers, "ready");
    // The sender lives in a thread that never ends, so this is the stop and no error.
    stop.wait_for(|stop| *stop).await.ok();
    service::stopping();
    tracing::info!("stopping");
    heartbeat.abort();
    heartbeat.await.ok();
    intakes.into_iter().for_each(Intake::stop);
    timeout(LONGEST_STOP, workers.join_all()).await.ok();
    leave(house).await
}

/// Takes the sign down, if nobody is still at work: then the next start finds an orderly end.
pub(crate) async fn leave(house: Arc<House>) -> Result<(), Error> {
    house.told(LONGEST_STOP).await;
    match Arc::into_inner(house) {
        Some(house) => Ok(house.presence.leave()?),
        None => Ok(()),
    }
}

/// Makes every folder and marks inboxes and outboxes as ours, whatever was there before: what `init` does.
pub fn prepare(settings: &Settings) -> Result<Vec<PathBuf>, Error> {
    let house = House::open(settings.clone())?;
    let mut made = Vec::new();
    for watch in &settings.watches {
        for root in guarded(watch) {
            disk::make_dir(&root)?;
            house.adopt(&root)?;
        }
        let folders = [&watch.inbox.inbox, &watch.folders.outbox, &watch.folders.archive, &watch.folders.failed];
        for folder in folders {
            disk::make_dir(folder)?;
            made.push(folder.clone());
        }
    }
    house.presence.leave()?;
    Ok(made)
}
