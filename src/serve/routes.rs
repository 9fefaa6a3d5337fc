//! Which path leads where (§4).

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};

use crate::serve::account;
use crate::serve::desk::Desk;
use crate::serve::door;
use crate::serve::export;
use crate::serve::file;
use crate::serve::message;
use crate::serve::session;
use crate::serve::studio::Studio;
use crate::serve::upload;

/// Every endpoint of the protocol. Served with `into_make_service_with_connect_info::<SocketAddr>()`, so that the limit of
/// tokens by address knows the addresses; without it all callers count as one.
pub fn router<S: Studio>(desk: Arc<Desk<S>>) -> Router {
    let (body, files) = (desk.settings.max_body_bytes, desk.settings.max_upload_bytes);
    let uploads = post(upload::upload::<S>).layer(DefaultBodyLimit::max(files));
    Router::new()
        .route("/api/auth/anonymous-token", post(account::token::<S>))
        .route("/api/auth/claim-token", post(account::claim::<S>))
        .route("/api/credits/balance/simple", get(account::balance::<S>))
        .route("/api/tasks/me/with-session/nemo_agent", post(session::open::<S>))
        .route("/api/state/nemo_agent/{user}/{session}/latest", get(session::latest::<S>))
        .route("/run_sse", post(message::run::<S>))
        .route("/api/render/proxy/lambda", post(export::submit::<S>))
        .route("/api/render/proxy/lambda/{id}", get(export::poll::<S>))
        .route("/api/render/proxy/lambda/{id}/cancel", post(export::cancel::<S>))
        .route("/api/render/proxy/{id}/download", get(file::download::<S>))
        .route("/files/{key}/{name}", get(file::by_key::<S>))
        .layer(DefaultBodyLimit::max(body))
        .layer(from_fn(door::in_time))
        .route("/api/upload-video/nemo_agent/{user}/{session}", uploads)
        .layer(from_fn_with_state(desk.clone(), door::check::<S>))
        .with_state(desk)
}
