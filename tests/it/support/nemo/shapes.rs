//! JSON replies in the other readings; what the server spelled inside `data` stays as it is.

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::response::Response;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::support::nemo::call::Call;
use crate::support::nemo::voice::{Envelope, Shape, Voice};

/// The moment that invented times are.
const MOMENT: u64 = 1_773_423_613_616;

#[derive(Deserialize)]
struct Coded {
    code: i64,
    #[serde(default)]
    data: Option<Box<RawValue>>,
}

pub async fn rewrite(voice: &Voice, call: Call, reply: Response) -> Response {
    let (mut head, body) = reply.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut text = String::from_utf8_lossy(&whole).into_owned();
    match serde_json::from_str::<Coded>(&text) {
        Ok(Coded { code: 0, data: Some(data) }) => text = enveloped(voice, &trimmed(voice, call, data.get())),
        Ok(Coded { code, .. }) if voice.statuses => head.status = status(code).unwrap_or(head.status),
        Err(_) if head.status.is_success() && matches!(call, Call::Submit | Call::Poll | Call::Cancel) => {
            text = render(voice, &text).unwrap_or(text);
        }
        _ => {}
    }
    head.headers.remove(CONTENT_LENGTH);
    Response::from_parts(head, Body::from(text))
}

fn enveloped(voice: &Voice, data: &str) -> String {
    match voice.envelope {
        Envelope::Code => format!(r#"{{"code":0,"data":{data}}}"#),
        Envelope::Message => format!(r#"{{"code":0,"message":"success","data":{data}}}"#),
        Envelope::Success => format!(r#"{{"success":true,"data":{data}}}"#),
        Envelope::Bare => data.to_owned(),
    }
}

/// Small replies without some fields; the state is never parsed, only its id unquoted.
fn trimmed(voice: &Voice, call: Call, data: &str) -> String {
    let mut text = data.to_owned();
    if matches!(call, Call::Token | Call::Session) {
        let mut fields: Value = serde_json::from_str(data).unwrap();
        let object = fields.as_object_mut().unwrap();
        if voice.without_user {
            object.remove("user_id");
        }
        if voice.without_expiry {
            object.remove("expires_at");
        }
        text = fields.to_string();
    }
    if voice.numeric_ids { unquoted(&text) } else { text }
}

/// `"session_id":"123"` as `"session_id":123`.
fn unquoted(text: &str) -> String {
    const KEY: &str = "\"session_id\":\"";
    let Some(at) = text.find(KEY) else { return text.to_owned() };
    let id = &text[at + KEY.len()..];
    let (id, rest) = id.split_once('"').unwrap_or((id, ""));
    format!("{}\"session_id\":{id}{rest}", &text[..at])
}

fn render(voice: &Voice, text: &str) -> Option<String> {
    let mut reply: Value = serde_json::from_str(text).ok()?;
    if voice.without_url {
        reply.as_object_mut()?.remove("output");
    }
    if reply["status"] == "completed"
        && let Some(word) = voice.completed_word
    {
        reply["status"] = json!(word);
    }
    let shaped = match voice.render {
        Shape::A => reply,
        Shape::B => json!({ "success": true, "data": flat(&reply, "id") }),
        Shape::C => json!({ "code": 0, "message": "success", "data": flat(&reply, "render_id") }),
    };
    Some(shaped.to_string())
}

/// `outputUrl` in place of `output.url`, and times in milliseconds.
fn flat(reply: &Value, id: &str) -> Value {
    let mut data = json!({ "status": reply["status"], "progress": reply["progress"], "createdAt": MOMENT });
    data[id] = reply["taskId"].clone();
    if let Some(url) = reply["output"].get("url") {
        data["outputUrl"] = url.clone();
        data["completedAt"] = json!(MOMENT + 27_606);
    }
    if let Some(error) = reply.get("error") {
        data["error"] = error.clone();
    }
    data
}

fn status(code: i64) -> Option<StatusCode> {
    let status = match code {
        1001 => 401,
        1002 => 404,
        2001 => 402,
        4001 => 415,
        4002 => 413,
        _ => return None,
    };
    StatusCode::from_u16(status).ok()
}
