//! Sessions, and the links that a person opens in a browser (§4.2, §4.3 and §8 of the protocol).

use reqwest::Url;
use serde_json::json;

use crate::nemovideo::address::{below, parse};
use crate::nemovideo::call::Call;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::{Session, SessionId, TaskId, UserId};
use crate::nemovideo::line::Line;

/// Opens a session of its own. `task_name` is free text; `language` a BCP 47 code such as `en` or `zh-CN`.
pub(crate) async fn open(line: &Line, task_name: &str, language: &str) -> Result<Session, Error> {
    let body = json!({ "task_name": task_name, "language": language }).to_string();
    let parts = ["api", "tasks", "me", "with-session", "nemo_agent"];
    let reply = line.post(Call::Session, &parts, Some(body.as_bytes())).await?;
    let none = || Error::Nonsense { call: Call::Session, what: "there is no session in it".to_owned() };
    let id = reply.word("session_id").map(SessionId::new).ok_or_else(none)?;
    let user = reply.word("user_id").map(UserId::new);
    line.account.remember(user.clone());
    Ok(Session { id, task: reply.word("task_id").map(TaskId::new), user })
}

/// A link to the project. Where the service gives no claim token, the plain one, which needs a login. Never with the
/// bearer token in it.
pub(crate) async fn claim_link(line: &Line, web: &Url, session: &Session) -> String {
    let Some(task) = &session.task else { return web.as_str().trim_end_matches('/').to_owned() };
    let body = json!({ "task_id": task, "session_id": session.id }).to_string();
    let reply = line.post(Call::Claim, &["api", "auth", "claim-token"], Some(body.as_bytes())).await;
    match reply.ok().and_then(|reply| reply.word("claim_token")) {
        Some(claim) => link(web, &["workspace", "claim"], ("ct", &claim)),
        None => link(web, &["workspace", "task", task.as_str()], ("session", session.id.as_str())),
    }
}

/// Where more credits come from: an anonymous account is registered, which keeps what it has made if the link names it;
/// any other is topped up.
#[must_use]
pub(crate) fn remedy(web: &Url, user: Option<&UserId>) -> String {
    let page = || web.as_str().trim_end_matches('/').to_owned();
    match user {
        Some(user) if user.as_str().starts_with("anon_") => {
            format!("register at {}", link(web, &["register"], ("bind", user.as_str())))
        }
        Some(_) => format!("top up at {}", page()),
        None => format!(
            "register at {} (what was made so far may not come along), or top up at {}",
            below(web, &["register"]).unwrap_or_else(|| web.clone()),
            page()
        ),
    }
}

/// The base of such links, from the settings.
pub(crate) fn web(text: &str) -> Result<Url, Error> {
    parse(text).map_err(|why| Error::Settings { why: format!("`web_url` {why}") })
}

fn link(web: &Url, parts: &[&str], (name, value): (&str, &str)) -> String {
    let mut url = below(web, parts).unwrap_or_else(|| web.clone());
    url.query_pairs_mut().clear().append_pair(name, value);
    url.into()
}

#[cfg(test)]
mod tests {
    use super::{remedy, web};
    use crate::nemovideo::id::UserId;

    #[test]
    fn a_registration_names_the_account_it_carries_over() {
        let base = web("https://nemovideo.com/").unwrap();
        let of = |user: &str| remedy(&base, Some(&UserId::new(user)));
        assert_eq!(of("anon_1&x=2"), "register at https://nemovideo.com/register?bind=anon_1%26x%3D2");
        assert_eq!(of("user_7"), "top up at https://nemovideo.com");
        let unknown = remedy(&base, None);
        assert!(unknown.contains("https://nemovideo.com/register (") && unknown.ends_with("https://nemovideo.com"));
    }
}
