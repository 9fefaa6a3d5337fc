//! Exports: asked for, looked after, cancelled (§4.8 to §4.10); the shapes are the skill document's (A).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::clock;
use crate::serve::books::{Render, Status};
use crate::serve::desk::{Desk, address};
use crate::serve::door::answer::{Answer, Refusal, read};
use crate::serve::door::caller::{Base, Caller, attributed};
use crate::serve::files::names;
use crate::serve::films::rendering;
use crate::serve::studio::Studio;
use crate::serve::talk::session::Id;

/// What progress shows before anything was done, as the documents' sample does.
const BEGUN: u8 = 5;

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Submit {
    /// Chosen by whoever asks, and used once.
    #[schemars(regex(pattern = "^[-._:A-Za-z0-9]{1,128}$"))]
    id: String,
    #[serde(rename = "sessionId")]
    session: Id,
    draft: Box<RawValue>,
    #[serde(default)]
    output: Option<Box<RawValue>>,
}

/// How far a film is, in the shape of the skill document (A).
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown {
    task_id: String,
    status: &'static str,
    #[schemars(range(max = 100))]
    progress: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<Made>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize, JsonSchema)]
struct Made {
    url: String,
    /// Bytes.
    size: u64,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<f64>,
    /// What the film had to do without, each as a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
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
    let status = Status::Pending.word();
    Ok(Json(Shown { task_id: id, status, progress: BEGUN, output: None, error: None }).into_response())
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
    let output = render.film.as_ref().map(|film| Made {
        url: format!("{base}{}", address(&render.key, &format!("{}.mp4", render.id))),
        size: film.bytes,
        duration: film.seconds,
        notes: film.notes.clone(),
    });
    let (task_id, status, error) = (render.id.clone(), render.status.word(), render.error.clone());
    Json(Shown { task_id, status, progress: percent, output, error }).into_response()
}
