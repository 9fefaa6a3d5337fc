//! Opening a project, and what is in it (§4.3, §4.7).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::clock;
use crate::serve::books::{State as Kept, Upload};
use crate::serve::desk::{Desk, address};
use crate::serve::door::answer::{Answer, Refusal, ok, read, unreadable};
use crate::serve::door::caller::{Base, Caller};
use crate::serve::files::facts::Facts;
use crate::serve::files::formats::Format;
use crate::serve::files::sweep::retire;
use crate::serve::studio::Studio;

/// The longest name of a project, in characters.
const LONGEST_NAME: usize = 200;

#[derive(Default, Deserialize, JsonSchema)]
pub(crate) struct New {
    task_name: Option<String>,
    language: Option<String>,
}

#[derive(Serialize, JsonSchema)]
#[expect(clippy::struct_field_names, reason = "the protocol's own names")]
pub(crate) struct Opened {
    task_id: String,
    session_id: String,
    user_id: String,
}

pub(crate) async fn open<S: Studio>(State(desk): State<Arc<Desk<S>>>, caller: Caller, body: Bytes) -> Answer {
    let new: New = if body.is_empty() { New::default() } else { read(&body)? };
    let cut = |text: Option<String>, usual: &str| -> String {
        text.unwrap_or_else(|| usual.to_owned()).chars().take(LONGEST_NAME).collect()
    };
    let (name, language) = (cut(new.task_name, "project"), cut(new.language, "en"));
    room_for_one_more(&desk)?;
    let session = desk.books.open_session(&caller.user, &name, &language, clock::now())?;
    Ok(ok(&Opened { task_id: session.task, session_id: session.id, user_id: session.user }))
}

/// What has grown old makes room first.
fn room_for_one_more<S>(desk: &Desk<S>) -> Result<(), Refusal> {
    let most = desk.settings.max_sessions;
    if desk.books.open_sessions()? >= most {
        retire(&desk.books, &desk.places, &desk.settings)?;
        if desk.books.open_sessions()? >= most {
            return Err(Refusal::TooMany(format!("this server keeps at most {most} sessions: try later")));
        }
    }
    Ok(())
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Latest<'a> {
    session_id: &'a str,
    task_id: &'a str,
    task_name: &'a str,
    state: Shown<'a>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "State")]
struct Shown<'a> {
    draft: Option<&'a RawValue>,
    video_infos: Vec<Info>,
    canvas_config: Option<&'a RawValue>,
    generated_media: Option<&'a RawValue>,
    video_analyses: Option<&'a RawValue>,
}

/// An uploaded file as replies and the state show it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Info {
    filename: String,
    file_type: &'static str,
    cdn_url: String,
    #[serde(flatten)]
    facts: Facts,
    hash: String,
    size: u64,
}

impl Info {
    pub(crate) fn new(base: &str, upload: Upload) -> Self {
        Self {
            cdn_url: format!("{base}{}", address(&upload.key, &upload.name)),
            file_type: Format::of(&upload.name).map_or("file", |format| format.kind),
            filename: upload.name,
            facts: upload.facts,
            hash: upload.sha256,
            size: upload.bytes,
        }
    }
}

pub(crate) async fn latest<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Path((user, id)): Path<(String, String)>,
    Base(base): Base,
    caller: Caller,
) -> Answer {
    caller.is(&user)?;
    let session = desk.session(&caller.user, &id)?;
    let infos = desk.books.uploads_of(&session.id)?.into_iter().map(|upload| Info::new(&base, upload)).collect();
    Ok(ok(&Latest {
        session_id: &session.id,
        task_id: &session.task,
        task_name: &session.task_name,
        state: shown(&session.state, infos),
    }))
}

fn shown(kept: &Kept, video_infos: Vec<Info>) -> Shown<'_> {
    let raw = |name: &str| kept.get(name).map(|raw| &**raw);
    Shown {
        draft: raw("draft"),
        video_infos,
        canvas_config: raw("canvas_config"),
        generated_media: raw("generated_media"),
        video_analyses: raw("video_analyses"),
    }
}

/// An id in a body: text, or a whole number without loss.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct Id(#[schemars(with = "Spelled")] Box<RawValue>);

/// How an id may be spelled.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is wanted, for the description")]
enum Spelled {
    Text(String),
    Number(u64),
}

impl Id {
    pub(crate) fn text(&self) -> Result<String, Refusal> {
        let spelled = self.0.get();
        let digits = spelled.bytes().all(|byte| byte.is_ascii_digit());
        if digits { Ok(spelled.to_owned()) } else { serde_json::from_str(spelled).map_err(|error| unreadable(&error)) }
    }
}
