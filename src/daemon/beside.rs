//! One round beside a daemon: the daemon makes the films, and the round waits for what lies in the inboxes now.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::time::timeout;

use crate::clock;
use crate::daemon::house::Error;
use crate::daemon::left::{LOOK, Left, away, patience};
use crate::daemon::round::Round;
use crate::daemon::settings::Settings;
use crate::inbox::Reason;
use crate::presence::{self, Sign, Waiting};
use crate::store::Store;

/// A daemon that polls may not have looked for so long.
const POLLED: Duration = Duration::from_secs(6);
/// And one that hears events.
const HEARD: Duration = Duration::from_secs(1);
/// No daemon is waited for longer to look at its inbox anew, however seldom its settings have it do so.
const RESCANNED: Duration = Duration::from_mins(1);

/// Waits for the daemon to be done. `None` if there is none any more, so that the round may be made after all;
/// `refusal` is given back if the daemon does not watch one of the inboxes.
pub(crate) async fn beside(
    settings: &Settings,
    stop: &watch::Receiver<bool>,
    refusal: Error,
) -> Result<Option<Left>, Error> {
    let rounds = settings.watches.iter().map(Round::new).collect::<Result<_, _>>()?;
    wait(&settings.state_dir, rounds, stop, refusal).await
}

/// The same for these rounds.
pub(crate) async fn wait(
    state_dir: &Path,
    mut rounds: Vec<Round>,
    stop: &watch::Receiver<bool>,
    refusal: Error,
) -> Result<Option<Left>, Error> {
    let store = Store::open(state_dir)?;
    let failed_before: BTreeSet<i64> = store.failed()?.into_iter().collect();
    let mut asked = Asked { since: clock::instant(), again: false };
    let (mut newest, mut waiting) = (None, Vec::new());
    loop {
        let Some(sign) = presence::look(state_dir)? else { return Ok(None) };
        if rounds.iter().any(|round| !is_watched(round, &sign)) && asked.since.elapsed() > POLLED {
            return Err(refusal);
        }
        if newest.is_none() && answered(&mut rounds, &sign, &store, &asked, &mut waiting)? {
            newest = Some(store.newest()?);
        }
        let (paused, interrupted) = (store.is_paused()?, *stop.borrow());
        let mut done = match newest {
            Some(newest) => !store.has_work(clock::now(), newest)?,
            None => false,
        };
        // What changed before it was claimed lies there again, and the daemon has yet to find it.
        if done && has_undone(&mut rounds, &store)? {
            (newest, done, asked) = (None, false, Asked { since: clock::instant(), again: true });
        }
        if done || paused || interrupted {
            let new = |id: &&i64| !failed_before.contains(id) && newest.is_none_or(|newest| **id <= newest);
            let failed = store.failed()?.iter().filter(new).count();
            let unfinished = store.live_by_status(clock::now(), &[])?.values().sum::<u32>() as usize;
            return Ok(Some(Left { waiting, failed, unfinished, interrupted, paused }));
        }
        timeout(LOOK, stop.clone().wait_for(|stop| *stop)).await.ok();
    }
}

/// When the daemon was first asked what becomes of the entries, and whether it had them all before.
struct Asked {
    since: Instant,
    again: bool,
}

fn is_watched(round: &Round, sign: &Sign) -> bool {
    sign.watches.iter().any(|watch| watch.inbox == round.inbox())
}

fn has_undone(rounds: &mut [Round], store: &Store) -> Result<bool, Error> {
    for round in rounds {
        if !round.undone(store)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether the daemon has said of every entry what becomes of it. Those that wait for more than time to pass are named
/// then, and left.
fn answered(
    rounds: &mut [Round],
    sign: &Sign,
    store: &Store,
    asked: &Asked,
    waiting: &mut Vec<Waiting>,
) -> Result<bool, Error> {
    let mut answers = Vec::new();
    for round in rounds.iter_mut() {
        let Some(answer) = look(round, sign, store, asked)? else { return Ok(false) };
        answers.push(answer);
    }
    for (round, (entries, named)) in rounds.iter_mut().zip(answers) {
        round.leave(&entries);
        waiting.extend(named);
    }
    Ok(true)
}

/// The entries of an inbox that have no row yet, and what is to be said of them.
type Answer = (BTreeSet<OsString>, Vec<Waiting>);

/// What becomes of the entries of one inbox; `None` while the daemon has yet to say what becomes of one of them.
fn look(round: &mut Round, sign: &Sign, store: &Store, asked: &Asked) -> Result<Option<Answer>, Error> {
    let entries = round.undone(store)?;
    let said = sign.watches.iter().find(|watch| watch.inbox == round.inbox());
    let elapsed = asked.since.elapsed();
    let fresh = elapsed > if said.is_some_and(|said| said.mode == "poll") { POLLED } else { HEARD };
    if let Some(why) = said.and_then(|said| said.away.clone()) {
        return Ok(fresh.then(|| (entries, vec![away(round.inbox(), why)])));
    }
    let rescan = if asked.again { round.watch.inbox.rescan().min(RESCANNED) } else { Duration::ZERO };
    let late = elapsed > patience(&round.watch) + POLLED + rescan;
    let mut named = Vec::new();
    for entry in &entries {
        let name = entry.to_string_lossy();
        let waits = said.and_then(|said| said.waiting.iter().find(|waiting| waiting.name == name));
        match waits {
            Some(waits) if late || fresh && waits.reason != Reason::Changing.to_string() => named.push(waits.clone()),
            None if late => named.push(unheard(&name)),
            _ => return Ok(None),
        }
    }
    Ok(Some((entries, named)))
}

fn unheard(name: &str) -> Waiting {
    Waiting { name: name.to_owned(), reason: "the daemon has not said what becomes of it".to_owned() }
}
