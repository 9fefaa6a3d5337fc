//! The life of the daemon: take the state folder, clean up, watch and work until told to stop.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use crate::daemon::attending::attend;
use crate::daemon::crew::Crew;
use crate::daemon::house::{Error, House};
use crate::daemon::integrity::inspect;
use crate::daemon::janitor::forget;
use crate::daemon::opening::{guarded, open_up};
use crate::daemon::reloading::{Changes, Source};
use crate::daemon::service;
use crate::daemon::settings::Settings;
use crate::disk;
use crate::job::{Failure, Kind};
use crate::signals::{self, Heard};

/// An orderly stop takes no longer: what is not finished then is resumed by the next daemon.
const LONGEST_STOP: Duration = Duration::from_secs(4);

/// Runs until a signal says stop. SIGHUP, or a change of the config file, has the settings read anew.
pub async fn run(settings: Settings, source: Source) -> Result<(), Error> {
    let Heard { mut stop, reload } = signals::heed().map_err(Error::Signals)?;
    let (house, locks) = open_up(House::open(settings)?)?;
    let mut changes = Changes::of(&source, reload);
    let mut crew = Crew::start(Arc::clone(&house), locks, stop.clone())?;
    let helpers = [tokio::spawn(service::heartbeat(Arc::clone(&house))), tokio::spawn(attend(Arc::clone(&house)))];
    let forgetting = tokio::spawn(forget(Arc::clone(&house)));
    service::ready();
    let inspecting = tokio::spawn(inspect(Arc::clone(&house)));
    let settings = house.rules();
    tracing::info!(inboxes = settings.settings.watches.len(), workers = settings.settings.workers, "ready");
    drop(settings);
    loop {
        tokio::select! {
            // The sender lives in a thread that never ends, so this is the stop and no error.
            _ = stop.wait_for(|stop| *stop) => break,
            () = changes.next() => reload_settings(&house, &mut crew, &source),
        }
    }
    service::stopping();
    tracing::info!("stopping");
    for helper in helpers.into_iter().chain([forgetting, inspecting]) {
        helper.abort();
        helper.await.ok();
    }
    timeout(LONGEST_STOP, async { tokio::join!(crew.go_home(), house.told(LONGEST_STOP)) }).await.ok();
    leave(house)
}

/// The old settings stay if the new ones cannot hold; `status` says why until they can.
fn reload_settings(house: &House, crew: &mut Crew, source: &Source) {
    let same_place = |settings: Settings| {
        let same = settings.state_dir == house.state_dir;
        if same { Ok(settings) } else { Err("`state_dir` has changed, which takes a restart".to_owned()) }
    };
    let words = |error: Error| Failure::of(Kind::Machine, &error, error.hint()).message;
    let outcome = (source.read)().and_then(same_place).and_then(|settings| crew.change(settings).map_err(words));
    match &outcome {
        Ok(()) => tracing::info!("the config was read again and holds now"),
        Err(why) => tracing::error!("the config has changed and is not used, the settings from before hold: {why}"),
    }
    house.presence.say(|sign| sign.config_error = outcome.err());
}

/// Takes the sign down, if nobody is still at work and nothing is wrong: then the next start finds an orderly end.
pub(crate) fn leave(house: Arc<House>) -> Result<(), Error> {
    match Arc::into_inner(house) {
        Some(house) if house.damage().is_none() => Ok(house.presence.leave()?),
        _ => Ok(()),
    }
}

/// Makes every folder and marks inboxes and outboxes as ours, whatever was there before: what `init` does.
pub fn prepare(settings: &Settings) -> Result<Vec<PathBuf>, Error> {
    let house = House::open_whole(settings.clone())?;
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
