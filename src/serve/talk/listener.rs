//! The far end of a stream: writes what comes, and a sign of life where nothing does.

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tokio::io::{AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_util::io::ReaderStream;

use crate::clock;
use crate::serve::ids;
use crate::serve::talk::adk;
use crate::serve::talk::event::Event;

/// What may lie between us and a client that reads slowly, in bytes.
const BUFFER: usize = 1 << 16;
/// No client waits longer for a stream (§4.4); one that has taken nothing for so long is none.
const LONGEST: Duration = Duration::from_mins(15);

/// The reply that ends when nothing more can come.
pub(crate) fn stream(events: mpsc::Receiver<Event>, heartbeat: Duration) -> Response {
    let (near, far) = duplex(BUFFER);
    tokio::spawn(write(events, near, heartbeat));
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-cache")];
    (headers, Body::from_stream(ReaderStream::new(far))).into_response()
}

/// Ends when the message does or the client leaves, whichever is first.
async fn write(mut events: mpsc::Receiver<Event>, mut to: DuplexStream, heartbeat: Duration) {
    let invocation = format!("e-{}", ids::key());
    loop {
        let event = match timeout(heartbeat, events.recv()).await {
            Ok(Some(event)) => event,
            Ok(None) => return,
            Err(_) => Event::Heartbeat,
        };
        let frame = adk::frame(&event, &invocation, clock::now());
        if !matches!(timeout(LONGEST, to.write_all(frame.as_bytes())).await, Ok(Ok(()))) {
            return;
        }
    }
}
