//! Who may come in at all, before anybody asks what they want: a web page that somebody happens to have open is kept out.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::time::timeout;

use crate::nemovideo::Place;
use crate::serve::desk::Desk;
use crate::serve::door::answer::Refusal;
use crate::serve::door::caller::word;
use crate::serve::settings::Settings;
use crate::serve::studio::Studio;

/// How long a request other than an upload may take to be sent and understood.
const PATIENCE: Duration = Duration::from_mins(1);

/// Refuses a request that calls the server by a name which is none of its own, as one does that was led here by a forged
/// entry in the name system, and one that another site's page has sent.
pub(crate) async fn check<S: Studio>(State(desk): State<Arc<Desk<S>>>, request: Request, next: Next) -> Response {
    match admitted(request.headers(), &desk.settings) {
        Ok(()) => in_our_words(next.run(request).await),
        Err(why) => Refusal::Forbidden(why.to_owned()).into_response(),
    }
}

/// What the framework below refuses by itself is refused in the same shape as everything else.
fn in_our_words(response: Response) -> Response {
    let status = response.status();
    let is_ours = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes() == b"application/json");
    if is_ours || !status.is_client_error() || status == StatusCode::RANGE_NOT_SATISFIABLE {
        return response;
    }
    let words = status.canonical_reason().unwrap_or("refused").to_lowercase();
    let (mut said, _) = response.into_parts();
    said.headers.remove(CONTENT_LENGTH);
    said.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(said, json!({ "code": status.as_u16(), "message": words }).to_string().into())
}

/// Gives up a request whose sender does not come to the point.
pub(crate) async fn in_time(request: Request, next: Next) -> Response {
    let late = || Refusal::Malformed("the request took too long".to_owned()).into_response();
    timeout(PATIENCE, next.run(request)).await.unwrap_or_else(|_| late())
}

fn admitted(headers: &HeaderMap, settings: &Settings) -> Result<(), &'static str> {
    let host = word(headers, HOST.as_str()).ok_or("the request names no host")?;
    if headers.get_all(HOST).iter().count() > 1 || !is_ours(host, settings) {
        return Err("this server is not called by that name: its owner can add it to `hosts` under `[serve]`");
    }
    match headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default()) {
        None => Ok(()),
        Some(origin) if origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)) => Ok(()),
        Some(_) => Err("pages of other sites may not call this server"),
    }
}

/// Numbers and names that no stranger can own. Where only this machine can call, they are those of this machine.
fn is_ours(host: &str, settings: &Settings) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_end_matches('.');
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let is_number = bare.parse::<std::net::IpAddr>().is_ok();
    let is_named = settings.hosts.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_near = match Place::of_host(name) {
        Place::Loopback => true,
        Place::Private => !settings.only_here,
        Place::Public | Place::Special => !settings.only_here && is_number,
    };
    !authority.as_str().contains('@') && (is_named || is_near)
}

#[cfg(test)]
mod tests {
    use super::admitted;
    use crate::serve::settings::Settings;
    use axum::http::{HeaderMap, HeaderValue};

    fn fine(host: &str, origin: Option<&str>, only_here: bool) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert("origin", HeaderValue::from_str(origin).unwrap());
        }
        let settings = Settings { only_here, hosts: vec!["films.example.org".to_owned()], ..Settings::default() };
        admitted(&headers, &settings).is_ok()
    }

    #[test]
    fn a_server_answers_to_its_own_names_only() {
        for (host, here, near) in [
            ("127.0.0.1:8710", true, true),
            ("localhost:8710", true, true),
            ("LOCALHOST.", true, true),
            ("[::1]:8710", true, true),
            ("films.example.org", true, true),
            ("192.168.1.7:8710", false, true),
            ("[fd00::7]", false, true),
            ("203.0.113.9", false, true),
            ("nas", false, true),
            ("nas.local:8710", false, true),
            ("evil.example", false, false),
            ("127.0.0.1.evil.example", false, false),
            ("localhost.evil.example:8710", false, false),
            ("me@localhost", false, false),
            ("a b", false, false),
            ("", false, false),
        ] {
            assert_eq!((fine(host, None, true), fine(host, None, false)), (here, near), "{host}");
        }
    }

    #[test]
    fn pages_of_other_sites_are_kept_out() {
        for (origin, expected) in [
            ("http://127.0.0.1:8710", true),
            ("http://127.0.0.1:8711", false),
            ("http://localhost:8710", false),
            ("https://evil.example", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(fine("127.0.0.1:8710", Some(origin), true), expected, "{origin}");
        }
    }

    #[test]
    fn a_request_without_a_host_or_with_two_is_refused() {
        let mut headers = HeaderMap::new();
        assert!(admitted(&headers, &Settings::default()).is_err());
        headers.append("host", HeaderValue::from_static("localhost"));
        assert!(admitted(&headers, &Settings::default()).is_ok());
        headers.append("host", HeaderValue::from_static("evil.example"));
        assert!(admitted(&headers, &Settings::default()).is_err());
    }
}
