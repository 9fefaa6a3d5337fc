//! One round: what lies in the inboxes now becomes films, then the end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::clock;
use crate::daemon::attending::attend;
use crate::daemon::beside::beside;
use crate::daemon::house::{Error, House};
use crate::daemon::intake::{Desk, waiting};
use crate::daemon::left::{LOOK, Left, patience};
use crate::daemon::opening::open_up;
use crate::daemon::run::leave;
use crate::daemon::settings::Settings;
use crate::daemon::worker;
use crate::presence::{self, Waiting};
use crate::signals;

/// How long the last ones who are told have to hear it.
const TELLING: Duration = Duration::from_secs(4);
/// Makes films of what lies in the inboxes when it begins, or waits until a daemon that is there has made them; what is
/// dropped later is left for another round.
pub async fn once(settings: Settings) -> Result<Left, Error> {
    let stop = signals::stop().map_err(Error::Signals)?;
    loop {
        match House::open_whole(settings.clone()) {
            Err(taken @ Error::Presence(presence::Error::Taken { .. })) => {
                if let Some(left) = beside(&settings, &stop, taken).await? {
                    return Ok(left);
                }
            }
            house => return round(house?, &stop).await,
        }
    }
}

async fn round(house: House, stop: &watch::Receiver<bool>) -> Result<Left, Error> {
    let (house, _inboxes) = open_up(house)?;
    let before: BTreeSet<i64> = house.store.failed()?.into_iter().collect();
    let waiting = admit(&house, stop).await?;
    let (say, over) = watch::channel(false);
    let mut workers = JoinSet::new();
    for post in house.rules().settings.posts() {
        workers.spawn(worker::work_on(Arc::clone(&house), post, over.clone()));
    }
    let hearing = tokio::spawn(attend(Arc::clone(&house)));
    let mut paused = house.store.is_paused()?;
    while !paused && house.store.has_work(clock::now(), i64::MAX)? && !*stop.borrow() {
        timeout(LOOK, stop.clone().wait_for(|stop| *stop)).await.ok();
        paused = house.store.is_paused()?;
    }
    hearing.abort();
    hearing.await.ok();
    say.send_replace(true);
    workers.join_all().await;
    let left = Left {
        waiting,
        failed: house.store.failed()?.iter().filter(|id| !before.contains(id)).count(),
        unfinished: house.store.live_by_status(clock::now(), &[])?.values().sum::<u32>() as usize,
        interrupted: *stop.borrow(),
        paused,
    };
    house.told(TELLING).await;
    leave(house)?;
    Ok(left)
}

/// Looks until everything has settled or has had its time.
async fn admit(house: &Arc<House>, stop: &watch::Receiver<bool>) -> Result<Vec<Waiting>, Error> {
    let mut left = Vec::new();
    for watch in house.rules().settings.watches.clone() {
        let began = clock::instant();
        let patience = patience(&watch);
        let mut desk = Desk::quiet(Arc::clone(house), watch)?;
        let waiting = loop {
            let look = desk.look();
            if look.waiting.is_empty() || began.elapsed() > patience || *stop.borrow() {
                break waiting(&look);
            }
            timeout(look.next_look.min(LOOK), stop.clone().wait_for(|stop| *stop)).await.ok();
        };
        left.extend(waiting);
    }
    Ok(left)
}
