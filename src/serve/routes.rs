//! Which path leads where (§4), each said once for the router and for the description.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use axum::{Json, Router};

use crate::serve::accounts::account::{self, Balance, Claim, Claimed, NewToken};
use crate::serve::accounts::page;
use crate::serve::description::endpoint::{Described, Endpoint};
use crate::serve::description::openapi::describe;
use crate::serve::desk::Desk;
use crate::serve::door::guard;
use crate::serve::files::sending;
use crate::serve::files::upload::{self, Addresses, Taken};
use crate::serve::films::export::{self, Shown, Submit};
use crate::serve::studio::Studio;
use crate::serve::talk::message::{self, Ask};
use crate::serve::talk::session::{self, Latest, New, Opened};

/// Every endpoint of the protocol. Served with `into_make_service_with_connect_info::<SocketAddr>()`, so that the limit of
/// tokens by address knows the addresses; without it all callers count as one.
pub fn router<S: Studio>(desk: Arc<Desk<S>>) -> Router {
    let (body, files) = (desk.settings.max_body_bytes, desk.settings.max_upload_bytes);
    let described: Vec<Described> =
        endpoints::<S>().iter().chain([&uploads()]).map(|endpoint| endpoint.described.clone()).collect();
    let description = describe(&described);
    let add =
        |router: Router<Arc<Desk<S>>>, endpoint: Endpoint<_>| router.route(endpoint.described.path, endpoint.handler);
    let quick = endpoints::<S>().into_iter().fold(Router::new(), add);
    let quick = quick
        .route("/openapi.json", get(async || Json(description)))
        .layer(DefaultBodyLimit::max(body))
        .layer(from_fn(guard::in_time));
    let Endpoint { described, handler } = uploads::<S>();
    quick
        .route(described.path, handler.layer(DefaultBodyLimit::max(files)))
        .layer(from_fn_with_state(desk.clone(), guard::check::<S>))
        .with_state(desk)
}

fn endpoints<S: Studio>() -> Vec<Endpoint<Arc<Desk<S>>>> {
    vec![
        Endpoint::post("/api/auth/anonymous-token", account::token::<S>, "An anonymous account and its token")
            .open()
            .with("header", "X-Client-Id")
            .gives::<NewToken>()
            .refuses(&[429]),
        Endpoint::post("/api/auth/claim-token", account::claim::<S>, "A token that opens one session in a browser")
            .takes::<Claim>()
            .gives::<Claimed>(),
        Endpoint::get(
            "/api/credits/balance/simple",
            account::balance::<S>,
            "Credits left, and those held by what runs",
        )
        .gives::<Balance>(),
        Endpoint::post("/api/tasks/me/with-session/nemo_agent", session::open::<S>, "A new session")
            .may_take::<New>()
            .gives::<Opened>()
            .refuses(&[429]),
        Endpoint::get("/api/state/nemo_agent/{user}/{session}/latest", session::latest::<S>, "What a session holds")
            .gives::<Latest<'static>>(),
        Endpoint::post("/run_sse", message::run::<S>, "A message; what comes of it is a stream of events")
            .takes::<Ask>()
            .gives_other("text/event-stream")
            .refuses(&[409]),
        Endpoint::post("/api/render/proxy/lambda", export::submit::<S>, "An order for a film of a draft")
            .with("header", "X-Skill-Source")
            .with("header", "X-Skill-Version")
            .with("header", "X-Skill-Platform")
            .takes::<Submit>()
            .gives_bare::<Shown>()
            .refuses(&[402, 409, 429]),
        Endpoint::get("/api/render/proxy/lambda/{id}", export::poll::<S>, "How far a film is").gives_bare::<Shown>(),
        Endpoint::post("/api/render/proxy/lambda/{id}/cancel", export::cancel::<S>, "No film after all")
            .gives_bare::<Shown>(),
        Endpoint::get("/api/render/proxy/{id}/download", sending::download::<S>, "A finished film"),
        Endpoint::get("/files/{key}/{name}", sending::by_key::<S>, "A film or an upload, for whoever knows its key")
            .open(),
        Endpoint::get("/workspace/claim", page::claim::<S>, "The page of a session, for a browser")
            .open()
            .with("query", "ct")
            .gives_other("text/html; charset=utf-8"),
    ]
}

/// What may be large, and take its time.
fn uploads<S: Studio>() -> Endpoint<Arc<Desk<S>>> {
    Endpoint::post("/api/upload-video/nemo_agent/{user}/{session}", upload::upload::<S>, "Files for a session")
        .takes_files_or::<Addresses>()
        .gives::<Taken>()
}
