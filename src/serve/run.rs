//! The life of a server: takes up what was interrupted, answers, tidies up now and then, and stops when told to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::serve::desk::Desk;
use crate::serve::door::line::Door;
use crate::serve::error::Error;
use crate::serve::files::sweep::retire;
use crate::serve::routes::router;
use crate::serve::studio::Studio;

/// An orderly stop takes no longer; whoever still listens is cut off, and finds everything after the next start.
const LONGEST_STOP: Duration = Duration::from_secs(3);
/// How often it is looked for what has grown old.
const TIDYING: Duration = Duration::from_hours(1);

/// Serves until the word is stop.
pub async fn run<S: Studio>(
    listener: TcpListener,
    desk: Arc<Desk<S>>,
    mut stop: watch::Receiver<bool>,
) -> Result<(), Error> {
    desk.resume()?;
    let tidying = tokio::spawn(tidy(Arc::clone(&desk)));
    let service = router(desk).into_make_service_with_connect_info::<SocketAddr>();
    let mut heard = stop.clone();
    let stopping = async move { drop(heard.wait_for(|stop| *stop).await) };
    // Events are small, and each is waited for.
    let door = Door(listener).tap_io(|line| line.set_prompt());
    let serving = tokio::spawn(axum::serve(door, service).with_graceful_shutdown(stopping).into_future());
    // The sender lives in a thread that never ends, so this is the stop and no error.
    stop.wait_for(|stop| *stop).await.ok();
    tracing::info!("stopping");
    tidying.abort();
    timeout(LONGEST_STOP, serving).await.ok();
    Ok(())
}

async fn tidy<S: Studio>(desk: Arc<Desk<S>>) {
    let mut tick = interval(TIDYING);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        match retire(&desk.books, &desk.places, &desk.settings) {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "conversations that nobody went on with were removed"),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "cannot tidy up"),
        }
    }
}
