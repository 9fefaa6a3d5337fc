//! Tokens, links to a project, and credits (§4.1, §4.2, §4.6).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::serve::books::Issued;
use crate::serve::desk::Desk;
use crate::serve::door::answer::{Answer, Refusal, ok, read};
use crate::serve::door::caller::{Caller, Origin, word};
use crate::serve::studio::Studio;

/// A client id is any unique text of at most this many characters (§2).
const LONGEST_CLIENT_ID: usize = 64;

/// What the balance shows where nothing is counted.
const PLENTY: i64 = 1_000_000;

/// An account as its owner learns of it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct NewToken {
    token: String,
    user_id: String,
    credits: i64,
    /// RFC 3339, UTC.
    expires_at: String,
}

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
    let credits = desk.settings.credits.map_or(PLENTY, i64::from);
    let Issued { token, user: user_id, expires_at } = issued;
    Ok(ok(&NewToken { token, user_id, credits, expires_at: expires_at.to_string() }))
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Claim {
    session_id: String,
    #[serde(default, rename = "task_id")]
    _task_id: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Claimed {
    claim_token: String,
    /// Seconds.
    expires_in: u64,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Balance {
    available: i64,
    frozen: i64,
    total: i64,
}

pub(crate) async fn claim<S: Studio>(State(desk): State<Arc<Desk<S>>>, caller: Caller, body: Bytes) -> Answer {
    let Claim { session_id, .. } = read(&body)?;
    let session = desk.session(&caller.user, &session_id)?;
    let lives = desk.settings.week();
    let claim_token = desk.books.claim(&session.id, lives, clock::now())?;
    Ok(ok(&Claimed { claim_token, expires_in: lives.as_secs() }))
}

pub(crate) async fn balance<S: Studio>(State(desk): State<Arc<Desk<S>>>, caller: Caller) -> Answer {
    let (available, frozen) = desk.books.balance(&caller.user)?;
    let available = if desk.settings.credits.is_some() { available } else { PLENTY };
    Ok(ok(&Balance { available, frozen, total: available.saturating_add(frozen) }))
}
