//! Tokens, links to a project, and credits (§4.1, §4.2, §4.6).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::json;

use crate::clock;
use crate::serve::answer::{Answer, Refusal, ok, read};
use crate::serve::caller::{Caller, Origin, word};
use crate::serve::desk::Desk;
use crate::serve::studio::Studio;

/// A client id is any unique text of at most this many characters (§2).
const LONGEST_CLIENT_ID: usize = 64;

/// What the balance shows where nothing is counted.
const PLENTY: i64 = 1_000_000;

pub(crate) async fn token<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Origin(address): Origin,
    headers: HeaderMap,
) -> Answer {
    let client = word(&headers, "x-client-id").filter(|id| id.chars().count() <= LONGEST_CLIENT_ID);
    let client = client.ok_or(Refusal::NoClientId)?;
    if desk.settings.owner_token.is_some() {
        let why = "this server wants the token that its owner has set: put it into NEMO_TOKEN";
        return Err(Refusal::Forbidden(why.to_owned()));
    }
    let rules = desk.settings.tokens();
    let too_many = || Refusal::TooMany("too many tokens for this client or its address: try later".to_owned());
    let issued = desk.books.issue(client, &address, &rules, clock::now())?.ok_or_else(too_many)?;
    Ok(ok(&json!({
        "token": issued.token,
        "user_id": issued.user,
        "credits": desk.settings.credits.map_or(PLENTY, i64::from),
        "expires_at": issued.expires_at,
    })))
}

#[derive(Deserialize)]
struct Claim {
    session_id: String,
}

pub(crate) async fn claim<S: Studio>(State(desk): State<Arc<Desk<S>>>, caller: Caller, body: Bytes) -> Answer {
    let Claim { session_id } = read(&body)?;
    let session = desk.session(&caller.user, &session_id)?;
    let lives = desk.settings.week();
    let token = desk.books.claim(&session.id, lives, clock::now())?;
    Ok(ok(&json!({ "claim_token": token, "expires_in": lives.as_secs() })))
}

pub(crate) async fn balance<S: Studio>(State(desk): State<Arc<Desk<S>>>, caller: Caller) -> Answer {
    let (available, frozen) = desk.books.balance(&caller.user)?;
    let available = if desk.settings.credits.is_some() { available } else { PLENTY };
    Ok(ok(&json!({ "available": available, "frozen": frozen, "total": available.saturating_add(frozen) })))
}
