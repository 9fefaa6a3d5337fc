//! Exports: asked for, looked after, cancelled (§4.8 to §4.10); the shapes are the skill document's (A).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;

use crate::clock;
use crate::serve::answer::{Answer, Refusal, read};
use crate::serve::books::{Render, Status};
use crate::serve::caller::{Base, Caller, attributed};
use crate::serve::desk::{Desk, address};
use crate::serve::names;
use crate::serve::rendering;
use crate::serve::session::Id;
use crate::serve::studio::Studio;

/// What progress shows before anything was done, as the documents' sample does.
const BEGUN: u8 = 5;

#[derive(Deserialize)]
struct Submit {
    id: String,
    #[serde(rename = "sessionId")]
    session: Id,
    draft: Box<RawValue>,
    #[serde(default)]
    output: Option<Box<RawValue>>,
}

pub(crate) async fn submit<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Answer {
    attributed(&headers)?;
    let Submit { id, session, draft, output } = read(&body)?;
    if !names::is_id(&id) {
        return Err(Refusal::Malformed("an id has 1 to 128 letters, digits or `-._:`".to_owned()));
    }
    let session = desk.session(&caller.user, &session.text()?)?;
    let output = output.as_ref().map_or("{}", |output| output.get());
    let new = Render::new(&caller.user, &id, &session.id, draft.get(), output);
    let order = rendering::order(&desk, &new)?;
    desk.studio.check(&order).await.map_err(|failure| Refusal::BadDraft(failure.message))?;
    if desk.books.bytes()? >= desk.settings.max_bytes {
        return Err(Refusal::TooMany("this server has no room for another film: try later".to_owned()));
    }
    desk.books.order(&new, clock::now())?.ok_or(Refusal::Taken)?;
    rendering::begin(&desk, &session.id);
    Ok(Json(json!({ "taskId": id, "status": Status::Pending.word(), "progress": BEGUN })).into_response())
}

pub(crate) async fn poll<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Path(id): Path<String>,
    Base(base): Base,
    caller: Caller,
) -> Answer {
    let render = desk.books.render(&caller.user, &id)?.ok_or(Refusal::NoRender)?;
    Ok(shown(&desk, &render, &base))
}

pub(crate) async fn cancel<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Path(id): Path<String>,
    Base(base): Base,
    caller: Caller,
) -> Answer {
    let render = desk.books.render(&caller.user, &id)?.ok_or(Refusal::NoRender)?;
    if let Some(progress) = desk.at_work().get(&render.number) {
        progress.stop();
    }
    desk.books.finish_render(render.number, Err("cancelled"), clock::now())?;
    let render = desk.books.render(&caller.user, &id)?.ok_or(Refusal::NoRender)?;
    Ok(shown(&desk, &render, &base))
}

fn shown<S: Studio>(desk: &Desk<S>, render: &Render, base: &str) -> Response {
    let percent = match render.status {
        Status::Completed => 100,
        Status::Pending => BEGUN,
        _ => desk.at_work().get(&render.number).map_or(BEGUN, |progress| progress.percent().clamp(BEGUN, 99)),
    };
    let mut reply = json!({ "taskId": render.id, "status": render.status.word(), "progress": percent });
    if let Some(film) = &render.film {
        let url = format!("{base}{}", address(&render.key, &format!("{}.mp4", render.id)));
        reply["output"] = json!({ "url": url, "size": film.bytes });
        if let Some(seconds) = film.seconds {
            reply["output"]["duration"] = json!(seconds);
        }
    }
    if let Some(error) = &render.error {
        reply["error"] = json!(error);
    }
    Json(reply).into_response()
}
