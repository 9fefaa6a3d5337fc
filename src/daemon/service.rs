//! What a service manager is told: ready, alive, what goes on, stopping. Silent where none listens.

use std::sync::Arc;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::{MissedTickBehavior, interval};

use crate::clock;
use crate::daemon::house::House;

/// How often the status line is looked at where the manager asks for no watchdog.
const SELDOM: Duration = Duration::from_secs(30);

pub(crate) fn ready() {
    tell(&[NotifyState::Ready]);
}

pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// Says that the daemon lives, for as long as it is polled. Only an answer of the store counts as alive: a process that
/// sits there and cannot work should be restarted.
pub(crate) async fn heartbeat(house: Arc<House>) {
    let asked = sd_notify::watchdog_enabled().map(|within| within / 2);
    let mut tick = interval(asked.unwrap_or(SELDOM));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match house.store.live_by_status(clock::now(), &[]) {
            Ok(live) => tell(&[NotifyState::Watchdog, NotifyState::Status(&status(live.values().sum()))]),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the store does not answer"),
        }
    }
}

fn status(live: u32) -> String {
    match live {
        0 => "waiting for folders".to_owned(),
        1 => "1 job".to_owned(),
        many => format!("{many} jobs"),
    }
}

fn tell(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tracing::debug!(%error, "the service manager cannot be told");
    }
}
