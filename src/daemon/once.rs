//! One round: what lies in the inboxes now becomes films, then the end.

use std::collections::BTreeSet;
use std::ffi::OsString;
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
use crate::daemon::left::{LOOK, Left, away, patience};
use crate::daemon::opening::open_up;
use crate::daemon::round::Round;
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
    let rules = house.rules();
    let mut rounds: Vec<Round> = rules.settings.watches.iter().map(Round::new).collect::<Result<_, _>>()?;
    let mut waiting = Vec::new();
    for round in &mut rounds {
        let entries = round.undone(&house.store)?;
        waiting.extend(admit(&house, round, entries, stop).await?);
    }
    let (say, over) = watch::channel(false);
    let mut workers = JoinSet::new();
    for post in rules.settings.posts() {
        workers.spawn(worker::work_on(Arc::clone(&house), post, over.clone()));
    }
    let hearing = tokio::spawn(attend(Arc::clone(&house)));
    let paused = work_off(&house, &mut rounds, &mut waiting, stop).await?;
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

/// Until the workers are done and nothing lies there again that had settled and changed before it was claimed. Says
/// whether somebody paused the work.
async fn work_off(
    house: &Arc<House>,
    rounds: &mut [Round],
    waiting: &mut Vec<Waiting>,
    stop: &watch::Receiver<bool>,
) -> Result<bool, Error> {
    loop {
        let mut paused = house.store.is_paused()?;
        while !paused && house.store.has_work(clock::now(), i64::MAX)? && !*stop.borrow() {
            timeout(LOOK, stop.clone().wait_for(|stop| *stop)).await.ok();
            paused = house.store.is_paused()?;
        }
        let mut again = false;
        for round in rounds.iter_mut() {
            let entries = round.undone(&house.store)?;
            if !entries.is_empty() {
                again = true;
                waiting.extend(admit(house, round, entries, stop).await?);
            }
        }
        if !again || paused || *stop.borrow() {
            return Ok(paused);
        }
    }
}

/// Looks until each of the entries has settled or has had its time, and says what is left.
async fn admit(
    house: &Arc<House>,
    round: &mut Round,
    entries: BTreeSet<OsString>,
    stop: &watch::Receiver<bool>,
) -> Result<Vec<Waiting>, Error> {
    let (began, patience) = (clock::instant(), patience(&round.watch));
    let mut desk = Desk::quiet(Arc::clone(house), round.watch.clone(), entries.clone())?;
    loop {
        let mut look = desk.look();
        if let Some(why) = look.away.take() {
            round.leave(&entries);
            return Ok(vec![away(round.inbox(), why)]);
        }
        if look.waiting.is_empty() || began.elapsed() > patience || *stop.borrow() {
            round.leave(&look.waiting.iter().map(|waiting| waiting.name.clone()).collect());
            return Ok(waiting(&look));
        }
        timeout(look.next_look.min(LOOK), stop.clone().wait_for(|stop| *stop)).await.ok();
    }
}
