//! The readings of the protocol that the server core does not speak by itself: the documents leave them open.

use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::Response;

use crate::support::nemo::call::Call;
use crate::support::nemo::shapes;
use crate::support::nemo::stream;

/// How replies are spelled; the default changes nothing.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Voice {
    pub envelope: Envelope,
    pub render: Shape,
    /// Body codes also as HTTP statuses (401, 402, 404, 413, 415).
    pub statuses: bool,
    /// Session ids as JSON numbers.
    pub numeric_ids: bool,
    pub without_user: bool,
    pub without_expiry: bool,
    /// `completed`, and no address.
    pub without_url: bool,
    /// The word for a finished export, in place of `completed`.
    pub completed_word: Option<&'static str>,
    /// `/download` says where the film is in place of sending it.
    pub download_json: bool,
    pub dialect: Dialect,
    pub beat: Beat,
    pub line_end: LineEnd,
    pub chunking: Chunking,
    /// A heartbeat before every event.
    pub beats: bool,
    /// No text ever.
    pub silent: bool,
    /// Text in fragments, then whole.
    pub partials: bool,
    /// A last text "I encountered a temporary issue…".
    pub trailing_issue: bool,
    pub error_frame: Option<ErrorFrame>,
    /// `id:` and `retry:` lines.
    pub ids: bool,
    /// JSON over several `data:` lines.
    pub multi_line: bool,
    /// A byte order mark first.
    pub bom: bool,
    /// The last event has no blank line after it.
    pub unterminated: bool,
    /// `data: [DONE]` at the end.
    pub done_word: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Envelope {
    #[default]
    Code,
    /// With `message` beside `data`.
    Message,
    Success,
    Bare,
}

/// The three shapes of §4.9.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    #[default]
    A,
    B,
    C,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    #[default]
    Adk,
    /// ADK with `snake_case` keys.
    Snake,
    /// `{"type":"text","content":…}`.
    Typed,
    /// `{"text":…}` and nothing else.
    Text,
    /// The words of the sibling gateway's socket.
    Sibling,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beat {
    #[default]
    Empty,
    /// `: heartbeat`, followed directly by whatever comes next.
    Comment,
    Typed,
    Word,
    Event,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineEnd {
    #[default]
    Lf,
    CrLf,
    Cr,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Chunking {
    #[default]
    AsIs,
    EveryByte,
    /// These sizes, over and over.
    Sizes(Vec<usize>),
}

/// A last frame that says what broke, in the way of each generation of the framework, or of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorFrame {
    Adk1,
    /// Made by string formatting: quotes and a line break unescaped.
    Adk1Broken,
    Adk2,
    Event,
    Code(i64),
    /// An ordinary event whose text is `Error: …`.
    Text,
}

impl Voice {
    pub async fn answer(&self, call: Call, mut request: Request, next: Next) -> Response {
        if call == Call::Download && self.download_json {
            let id = request.uri().path().split('/').nth(4).unwrap_or_default();
            *request.uri_mut() = format!("/api/render/proxy/lambda/{id}").parse().unwrap();
        }
        let reply = next.run(request).await;
        let kind = reply.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        match kind {
            "text/event-stream" => stream::speak(self.clone(), reply),
            "application/json" => shapes::rewrite(self, call, reply).await,
            _ => reply,
        }
    }
}
