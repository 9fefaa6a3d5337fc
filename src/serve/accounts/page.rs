//! The page that a claim token opens in a browser: what the session is, and its films. Nothing on it acts.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY};
use axum::response::IntoResponse;
use serde::Deserialize;

use crate::clock;
use crate::nemovideo::Tracks;
use crate::serve::books::{Render, Session, Status};
use crate::serve::desk::{Desk, address};
use crate::serve::door::answer::{Answer, Refusal};
use crate::serve::studio::Studio;

#[derive(Deserialize)]
pub(crate) struct Ticket {
    ct: String,
}

pub(crate) async fn claim<S: Studio>(State(desk): State<Arc<Desk<S>>>, Query(Ticket { ct }): Query<Ticket>) -> Answer {
    let session = desk.books.claimed(&ct, clock::now())?.ok_or(Refusal::NoPage)?;
    let films = desk.books.renders_of(&session.id)?;
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        // The address of the page is the key to it.
        (REFERRER_POLICY, "no-referrer"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        ),
    ];
    Ok((headers, page(&session, &films)).into_response())
}

fn page(session: &Session, films: &[Render]) -> String {
    let name = plain(&session.task_name);
    let line = session.state.get("draft").map(|draft| Tracks::read(draft).to_string());
    let line = plain(line.as_deref().unwrap_or("Nothing has been made of this yet."));
    let mut list = String::new();
    for film in films {
        let id = plain(&film.id);
        let what = if film.status == Status::Completed {
            let place = address(&film.key, &format!("{}.mp4", film.id));
            format!("<a href=\"{place}\">{id}.mp4</a><br><video controls preload=\"metadata\" src=\"{place}\"></video>")
        } else {
            format!("{id}: {}", film.status.word())
        };
        writeln!(list, "<li>{what}</li>").expect("a string takes all");
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{name}</title>\n<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}\
         video{{max-width:100%}}</style>\n<h1>{name}</h1>\n<p>{line}</p>\n<ul>\n{list}</ul>\n</html>\n"
    )
}

/// Text that no browser takes for anything else.
fn plain(text: &str) -> String {
    let escape = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}
