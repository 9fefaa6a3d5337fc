//! What can go wrong with one call, before or after it has had its effect.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::support::nemo::chunks;
use crate::support::nemo::proxy::{Line, Rule};

#[derive(Clone, Debug)]
pub enum Fault {
    /// A body code with status 200 in place of the effect.
    Code(i64),
    /// A status with a page of HTML in place of the effect.
    Status(u16),
    /// This status, content type and body in place of the effect.
    Answer(u16, &'static str, String),
    /// 429 in place of the effect, with this `Retry-After` if any.
    Limited(Option<String>),
    /// Nothing ever comes; there was no effect.
    Stall,
    /// The effect takes its time.
    Delay(Duration),
    /// The server gets so many bytes of the request's body, then the connection is reset.
    CutUp(usize),
    /// The effect happens and its answer is lost.
    Lose(Loss),
    /// The effect happens; the server then refuses connections until `Nemo::up`.
    GoDown,
    /// The reply's bytes come one by one.
    Drip(Duration),
    /// The effect happens; so many bytes of its answer come, and then nothing more.
    Halt(u64),
    /// A 302 to another host that would serve the same, in place of the effect.
    Redirect,
    /// The stream is reset after so many events; the work goes on.
    CutStream(usize),
    /// The stream ends properly after so many events; the work goes on.
    EndStream(usize),
    /// The effect happens; the stream has nothing but signs of life, this far apart, for ever.
    Heartbeats(Duration),
    /// The answer is compressed, though nobody asked for that.
    Gzip,
    /// The answer never ends.
    Endless,
    /// The connection closes after half of the promised bytes.
    Short,
    /// A body shorter than it should be, whose length agrees with it.
    Truncated,
    /// A body longer than it should be.
    Long,
    /// The same bytes under another `ETag`.
    NewTag,
}

/// How an answer gets lost after the effect.
#[derive(Clone, Copy, Debug)]
pub enum Loss {
    Reset,
    /// Part of the answer, then a reset.
    ResetAfter(u64),
    Stall,
    Status(u16),
    /// Not JSON.
    Garbage,
    /// The first half of the JSON.
    HalfJson,
    /// A page, with status 200.
    Html,
}

const PAGE: &str = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";

/// Longer than loopback needs to carry what was written before.
const CARRIED: Duration = Duration::from_millis(50);

impl Fault {
    /// Lets it happen to a call on this line. `elsewhere` is the other host's address.
    pub async fn befall(self, request: Request, next: Next, line: Option<Arc<Line>>, elsewhere: &str) -> Response {
        let path = request.uri().path().to_owned();
        match self {
            Self::Code(code) => json(200, format!("{{\"code\":{code},\"message\":\"no\"}}")),
            Self::Status(status) => page(status),
            Self::Answer(status, kind, body) => answer(status, kind, body),
            Self::Limited(wait) => limited(wait),
            Self::Redirect => redirect(elsewhere, &path),
            Self::Stall => std::future::pending().await,
            Self::Delay(time) => {
                tokio::time::sleep(time).await;
                next.run(request).await
            }
            Self::CutUp(bytes) => next.run(request.map(|body| cut_up(body, bytes, line))).await,
            after => after.spoil(next.run(request).await, line).await,
        }
    }

    /// The effect has happened; this becomes of its answer.
    async fn spoil(self, reply: Response, line: Option<Arc<Line>>) -> Response {
        match self {
            Self::Lose(loss) => loss.befall(reply, line).await,
            Self::GoDown => lost(line.as_ref()).await,
            Self::Drip(pause) => {
                rule(line.as_ref(), |line| line.down(Rule::Drip(pause)));
                reply
            }
            Self::Halt(bytes) => {
                rule(line.as_ref(), |line| line.down(Rule::Halt(bytes)));
                reply
            }
            Self::CutStream(events) => cut_stream(reply, events, line),
            Self::EndStream(events) => cut_stream(reply, events, None),
            Self::Heartbeats(pause) => repeated(reply, "data:\n\n", pause),
            Self::Endless => {
                let mut reply = repeated(reply, &"0".repeat(1 << 16), Duration::ZERO);
                reply.headers_mut().remove(CONTENT_LENGTH);
                reply
            }
            Self::NewTag => {
                let mut reply = reply;
                reply.headers_mut().insert(ETAG, HeaderValue::from_static("\"another\""));
                reply
            }
            other => other.reshape(reply).await,
        }
    }

    async fn reshape(self, reply: Response) -> Response {
        let (mut head, body) = reply.into_parts();
        let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let half = whole.slice(..whole.len() / 2);
        let body = match self {
            Self::Short => {
                head.headers.insert(CONTENT_LENGTH, whole.len().into());
                let (sender, body) = chunks::body();
                tokio::spawn(async move { sender.send(half).await });
                return Response::from_parts(head, body);
            }
            Self::Truncated => half,
            Self::Long => [&whole[..], b"and some more"].concat().into(),
            Self::Gzip => {
                head.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                gzip(&whole).into()
            }
            _ => whole,
        };
        head.headers.remove(CONTENT_LENGTH);
        Response::from_parts(head, Body::from(body))
    }
}

impl Loss {
    async fn befall(self, reply: Response, line: Option<Arc<Line>>) -> Response {
        match self {
            Self::Reset => lost(line.as_ref()).await,
            Self::ResetAfter(bytes) => {
                rule(line.as_ref(), |line| line.down(Rule::Cut(bytes)));
                reply
            }
            Self::Stall => std::future::pending().await,
            Self::Status(status) => page(status),
            Self::Garbage => json(200, "\u{0}{]nonsense"),
            Self::Html => page(200),
            Self::HalfJson => {
                let whole = to_bytes(reply.into_body(), usize::MAX).await.unwrap_or_default();
                json(200, whole.slice(..whole.len() / 2))
            }
        }
    }
}

fn rule(line: Option<&Arc<Line>>, set: impl Fn(&Line)) {
    set(line.expect("every request comes through the proxy"));
}

/// Resets the connection, so that whatever is answered arrives nowhere.
async fn lost(line: Option<&Arc<Line>>) -> Response {
    rule(line, |line| line.down(Rule::Cut(0)));
    std::future::pending().await
}

fn answer(status: u16, kind: &'static str, body: impl Into<Body>) -> Response {
    (StatusCode::from_u16(status).unwrap(), [(CONTENT_TYPE, kind)], body.into()).into_response()
}

fn json(status: u16, body: impl Into<Body>) -> Response {
    answer(status, "application/json", body)
}

fn page(status: u16) -> Response {
    answer(status, "text/html", PAGE)
}

fn limited(wait: Option<String>) -> Response {
    let mut reply = json(429, r#"{"code":429,"message":"too many requests"}"#);
    if let Some(wait) = wait {
        reply.headers_mut().insert(RETRY_AFTER, wait.parse().unwrap());
    }
    reply
}

fn redirect(elsewhere: &str, path: &str) -> Response {
    (StatusCode::FOUND, [(LOCATION, format!("{elsewhere}{path}"))]).into_response()
}

/// A body of which so many bytes arrive; then the line is reset, and what is left neither comes nor ends.
fn cut_up(mut from: Body, bytes: usize, line: Option<Arc<Line>>) -> Body {
    let (to, body) = chunks::body();
    tokio::spawn(async move {
        let mut left = bytes;
        while left > 0 {
            let Some(mut piece) = chunks::next(&mut from).await else { break };
            piece.truncate(left);
            left -= piece.len();
            if to.send(piece).await.is_err() {
                break;
            }
        }
        rule(line.as_ref(), |line| line.down(Rule::Cut(0)));
        to.closed().await;
    });
    body
}

/// Passes on so many events, then resets the line, or ends properly where there is none to reset.
fn cut_stream(reply: Response, events: usize, line: Option<Arc<Line>>) -> Response {
    let (head, mut from) = reply.into_parts();
    let (to, body) = chunks::body();
    tokio::spawn(async move {
        let (mut seen, mut rest) = (0, Vec::new());
        while seen < events {
            let Some(bytes) = chunks::next(&mut from).await else { break };
            rest.extend_from_slice(&bytes);
            while let Some(end) = rest.windows(2).position(|two| two == b"\n\n").filter(|_| seen < events) {
                let event: Vec<u8> = rest.drain(..end + 2).collect();
                seen += usize::from(event.len() > "data:\n\n".len());
                if to.send(event.into()).await.is_err() {
                    return;
                }
            }
        }
        if let Some(line) = line {
            tokio::time::sleep(CARRIED).await;
            line.down(Rule::Cut(0));
        }
    });
    Response::from_parts(head, body)
}

fn repeated(reply: Response, what: &str, pause: Duration) -> Response {
    let (head, _) = reply.into_parts();
    let (to, body) = chunks::body();
    let piece = Bytes::from(what.to_owned());
    tokio::spawn(async move {
        while to.send(piece.clone()).await.is_ok() {
            tokio::time::sleep(pause).await;
        }
    });
    Response::from_parts(head, body)
}

/// One stored block (RFC 1951 §3.2.4) in a gzip frame (RFC 1952), of at most 65535 bytes.
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    let crc = !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    });
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 1];
    let sizes = [length.to_le_bytes(), (!length).to_le_bytes()].concat();
    [&head[..], &sizes, bytes, &crc.to_le_bytes(), &u32::from(length).to_le_bytes()].concat()
}
