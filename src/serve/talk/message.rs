//! A message to the agent (§4.4): begun, charged and worked on whether or not anybody listens to the end.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::sync::mpsc;

use crate::clock;
use crate::serve::books::{Begun, Books, Message, Standing};
use crate::serve::desk::Desk;
use crate::serve::door::answer::{Answer, Refusal, read};
use crate::serve::door::caller::Caller;
use crate::serve::door::object;
use crate::serve::studio::{Studio, Talk};
use crate::serve::talk::event::Event;
use crate::serve::talk::listener;
use crate::serve::talk::session::Id;
use crate::serve::talk::sink::{PATIENCE, Sink};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Ask {
    #[schemars(extend("const" = "nemo_agent"))]
    app_name: String,
    #[serde(default)]
    user_id: Option<String>,
    session_id: Id,
    #[serde(deserialize_with = "object::one")]
    new_message: Content,
}

#[derive(Deserialize, JsonSchema)]
struct Content {
    #[serde(deserialize_with = "object::many")]
    #[schemars(length(min = 1))]
    parts: Vec<Part>,
}

#[derive(Deserialize, JsonSchema)]
struct Part {
    #[serde(default)]
    text: String,
}

pub(crate) async fn run<S: Studio>(State(desk): State<Arc<Desk<S>>>, caller: Caller, body: Bytes) -> Answer {
    let ask: Ask = read(&body)?;
    caller.is(ask.user_id.as_deref().unwrap_or("me"))?;
    let text = words(&ask, desk.settings.max_message_bytes)?;
    let session = desk.session(&caller.user, &ask.session_id.text()?)?;
    let media = desk.media(&session.id)?;
    let talk = Talk { session: session.id, language: session.language, message: text, state: session.state, media };
    let price = desk.studio.price(&talk);
    let new = Message::new(&caller.user, &talk.session, &talk.message, price, clock::now());
    let message = match desk.books.begin(&new, desk.settings.credits.is_some())? {
        Begun::Yes { message } => message,
        Begun::Busy => return Err(Refusal::Busy),
        Begun::NoCredits => return Err(Refusal::NoCredits),
    };
    let (sender, events) = mpsc::channel(PATIENCE);
    let open = Open { books: desk.books.clone(), message, standing: Standing::Failed };
    let out = Sink::new(desk.books.clone(), &talk.session, sender);
    let heartbeat = desk.settings.heartbeat();
    tokio::spawn(work(desk, talk, out, open));
    Ok(listener::stream(events, heartbeat))
}

fn words(ask: &Ask, longest: usize) -> Result<String, Refusal> {
    if ask.app_name != "nemo_agent" {
        return Err(Refusal::Malformed(format!("no app `{}`", ask.app_name)));
    }
    let parts: Vec<&str> = ask.new_message.parts.iter().map(|part| part.text.as_str()).collect();
    let text = parts.join("\n");
    if text.trim().is_empty() || text.len() > longest {
        return Err(Refusal::Malformed(format!("a message has 1 to {longest} bytes")));
    }
    Ok(text)
}

async fn work<S: Studio>(desk: Arc<Desk<S>>, talk: Talk, mut out: Sink, mut open: Open) {
    match desk.studio.answer(talk, &mut out).await {
        Ok(()) => open.standing = Standing::Done,
        Err(failure) => {
            tracing::warn!(message.id = open.message, code = failure.code, "a message failed: {failure}");
            // The books have the failure in any case; this is for whoever listens.
            let _ = out.say(Event::Error { code: failure.code, message: failure.message });
        }
    }
    // The books first: whoever sees the stream end may speak again.
    drop(open);
    drop(out);
}

/// A running message; however its task ends, the books hear of it.
struct Open {
    books: Arc<Books>,
    message: i64,
    standing: Standing,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Err(error) = self.books.end(self.message, self.standing) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                message.id = self.message,
                "a message's end was not written down; it counts as running until the next start"
            );
        }
    }
}
