//! One message and the bytes of its answer. What they mean is for others to read; nothing here sends twice (§4.4, §5.7
//! of the protocol).

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::{Method, Response};
use serde_json::json;

use crate::nemovideo::call::Call;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::SessionId;
use crate::nemovideo::line::Line;
use crate::nemovideo::reply::Reply;
use crate::nemovideo::token::Token;
use crate::nemovideo::transport::{failed, reply, with_json, within};

/// What came back on a message: a stream, or one JSON reply that is no refusal.
#[derive(Debug)]
pub struct Answer {
    kind: Kind,
    /// What it was asked for with: the stream may still say that it is no good.
    pub(crate) token: Token,
}

#[derive(Debug)]
enum Kind {
    Stream(Response),
    Reply(Reply),
}

impl Answer {
    /// The next bytes of the stream as they came; `None` at its end, and always where there is none. How long to wait
    /// is the caller's to say: a stream may be silent for minutes and be well.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let Kind::Stream(response) = &mut self.kind else { return Ok(None) };
        let chunk = response.chunk().await.map_err(|error| failed(Call::Message, error))?;
        Ok(chunk.map(Vec::from))
    }

    /// The reply that came instead of a stream.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        match &self.kind {
            Kind::Reply(reply) => Some(reply),
            Kind::Stream(_) => None,
        }
    }
}

/// Sends one message and waits at most `patience` for the head of its answer.
pub(crate) async fn say(line: &Line, session: &SessionId, text: &str, patience: Duration) -> Result<Answer, Error> {
    let message = json!({
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": session,
        "new_message": { "parts": [{ "text": text }] },
    });
    let body = message.to_string().into_bytes();
    line.keyed(|token| once(line, body.clone(), token, patience)).await
}

async fn once(line: &Line, body: Vec<u8>, token: Token, patience: Duration) -> Result<Answer, Error> {
    let request = line.transport.request(Call::Message, Method::POST, &["run_sse"], Some(&token))?;
    let request = with_json(request, body).header(ACCEPT, HeaderValue::from_static("text/event-stream"));
    let sent = line.transport.send(Call::Message, request, Some(&token));
    let (head, response) = within(Call::Message, patience, sent).await?;
    head.plain()?;
    let kind = if head.is_success() && !is_document(&head.media_type()) {
        Kind::Stream(response)
    } else {
        Kind::Reply(within(Call::Message, line.transport.patience.answer, reply(&head, response)).await?)
    };
    Ok(Answer { kind, token })
}

/// What no stream comes as; servers are careless with any other type, or name none.
fn is_document(media_type: &str) -> bool {
    media_type.ends_with("json") || media_type == "text/html"
}
