//! What stands between the proxy and the server: first the faults, then the voice.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::Response;

use crate::support::nemo::call::Call;
use crate::support::nemo::fault::Fault;
use crate::support::nemo::films::Kitchen;
use crate::support::nemo::plan::Plan;
use crate::support::nemo::proxy::{Proxy, Rule};
use crate::support::nemo::voice::Voice;

/// A request that the other host got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stray {
    pub path: String,
    pub authorized: bool,
}

/// What outlives a restart of the server.
#[derive(Debug, Default)]
pub struct Hands {
    pub plan: Plan,
    pub voice: Mutex<Voice>,
    pub kitchen: Kitchen,
    pub strays: Mutex<Vec<Stray>>,
}

/// The same together with what a start makes anew.
#[derive(Debug)]
pub struct Post {
    pub hands: Arc<Hands>,
    pub proxy: OnceLock<Arc<Proxy>>,
    pub elsewhere: String,
}

pub async fn faults(State(post): State<Arc<Post>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let Some(call) = Call::of(request.method(), &path) else { return next.run(request).await };
    let port = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.port());
    let line = port.and_then(|port| post.proxy.get()?.line(port));
    if let Some(line) = &line {
        // A connection is used again; what befell its last reply is over.
        line.down(Rule::Pass);
    }
    let reply = match post.hands.plan.strike(call) {
        None => next.run(request).await,
        Some(fault) => {
            if matches!(fault, Fault::GoDown) {
                let reply = next.run(request).await;
                post.proxy.get().expect("it is there before any request").close().await;
                return reply;
            }
            fault.befall(request, next, line, &post.elsewhere).await
        }
    };
    if matches!(call, Call::Poll | Call::Cancel) {
        post.hands.kitchen.asked_after(path.split('/').nth(5).unwrap_or_default());
    }
    reply
}

pub async fn speak(State(post): State<Arc<Post>>, request: Request, next: Next) -> Response {
    let call = Call::of(request.method(), request.uri().path());
    let voice = post.hands.voice.lock().unwrap().clone();
    match call {
        Some(call) => voice.answer(call, request, next).await,
        None => next.run(request).await,
    }
}

/// The other host notes who came, and with what.
pub async fn note(State(post): State<Arc<Post>>, request: Request, next: Next) -> Response {
    let authorized = request.headers().contains_key(AUTHORIZATION);
    post.hands.strays.lock().unwrap().push(Stray { path: request.uri().path().to_owned(), authorized });
    next.run(request).await
}
