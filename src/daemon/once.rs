//! One round: what lies in the inboxes now becomes films, then the end.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::clock;
use crate::daemon::attending::attend;
use crate::daemon::house::{Error, House};
use crate::daemon::intake::{Desk, waiting};
use crate::daemon::opening::open_up;
use crate::daemon::run::leave;
use crate::daemon::settings::Settings;
use crate::daemon::worker;
use crate::job::Stage;
use crate::presence::Waiting;
use crate::signals;

/// What a round left behind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// Folders that did not come to rest, and why.
    pub waiting: Vec<Waiting>,
    /// Jobs of this round that failed.
    pub failed: usize,
    /// Jobs that wait for something.
    pub unfinished: usize,
    pub interrupted: bool,
    /// A person had paused the work.
    pub paused: bool,
}

/// A folder that keeps changing is given up after this many times the quiet it needs.
const PATIENCE: u32 = 3;
/// How long the last ones who are told have to hear it.
const TELLING: Duration = Duration::from_secs(4);
/// As long as nothing wakes anybody, this is how often the round asks whether it is over.
const LOOK: Duration = Duration::from_millis(200);

/// Makes films of what lies in the inboxes when it begins; what is dropped later is left for another round.
pub async fn once(settings: Settings) -> Result<Left, Error> {
    let stop = signals::stop().map_err(Error::Signals)?;
    let (house, _inboxes) = open_up(settings)?;
    let before: BTreeSet<i64> = house.store.failed()?.into_iter().collect();
    let waiting = admit(&house, &stop).await?;
    let (say, over) = watch::channel(false);
    let mut workers = JoinSet::new();
    for post in house.rules().settings.posts() {
        workers.spawn(worker::work_on(Arc::clone(&house), post, over.clone()));
    }
    let hearing = tokio::spawn(attend(Arc::clone(&house)));
    let mut paused = house.store.is_paused()?;
    while !paused && house.has_work()? && !*stop.borrow() {
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
        unfinished: house.store.live()?.len(),
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
        let patience = watch.inbox.settle().saturating_mul(PATIENCE).max(Duration::from_secs(2));
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

impl House {
    /// Whether a job can go on now, is being worked on, or rests between two looks at a service that works for it.
    fn has_work(&self) -> Result<bool, Error> {
        let now = clock::now();
        let ready = |job: &crate::job::Job| job.not_before.is_none_or(|at| at <= now) || job.last_fault.is_none();
        Ok(self.store.live()?.iter().any(|job| ready(job) || matches!(job.stage, Stage::Failing { .. })))
    }
}
