//! Who is asking, by the headers of a request.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::request::Parts;

use crate::clock;
use crate::serve::desk::Desk;
use crate::serve::door::answer::Refusal;
use crate::serve::studio::Studio;

/// An account with a token that is still good.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) user: String,
}

impl<S: Studio> FromRequestParts<Arc<Desk<S>>> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk<S>>) -> Result<Self, Refusal> {
        let header = word(&parts.headers, AUTHORIZATION.as_str()).ok_or(Refusal::BadToken)?;
        let (scheme, token) = header.split_once(' ').ok_or(Refusal::BadToken)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Refusal::BadToken);
        }
        let user = match &desk.settings.owner_token {
            Some(own) if own.is(token.trim()) => desk.books.owner(desk.settings.credits.unwrap_or(0))?,
            Some(_) => return Err(Refusal::BadToken),
            None => desk.books.who(token.trim(), clock::now())?.ok_or(Refusal::BadToken)?,
        };
        Ok(Self { user })
    }
}

impl Caller {
    /// Paths and bodies name the user as `me`, by the account's id, or not at all.
    pub(crate) fn is(&self, named: &str) -> Result<(), Refusal> {
        if named == "me" || named == self.user { Ok(()) } else { Err(Refusal::NoSession) }
    }
}

/// Where the request comes from; empty if the server was not told.
#[derive(Debug)]
pub(crate) struct Origin(pub(crate) String);

impl<S: Sync> FromRequestParts<S> for Origin {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(peer.map(|ConnectInfo(peer)| peer.ip().to_string()).unwrap_or_default()))
    }
}

/// What addresses of this server's files begin with.
#[derive(Debug)]
pub(crate) struct Base(pub(crate) String);

impl<S: Studio> FromRequestParts<Arc<Desk<S>>> for Base {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk<S>>) -> Result<Self, Self::Rejection> {
        let host = || format!("http://{}", word(&parts.headers, HOST.as_str()).unwrap_or("localhost"));
        let base = desk.settings.public_url.clone().unwrap_or_else(host);
        Ok(Self(base.trim_end_matches('/').to_owned()))
    }
}

/// Exports are for callers who say what they are; each of the three headers must be there.
pub(crate) fn attributed(headers: &HeaderMap) -> Result<(), Refusal> {
    let there = |name: &&str| word(headers, name).is_some();
    let all = ["x-skill-source", "x-skill-version", "x-skill-platform"].iter().all(there);
    if all { Ok(()) } else { Err(Refusal::Plan) }
}

/// A header's text, if it has any.
pub(crate) fn word<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}
