//! The event stream in the other dialects, line ends and pieces.

use std::mem;

use axum::body::Bytes;
use axum::response::Response;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::support::nemo::chunks;
use crate::support::nemo::voice::{Beat, Chunking, Dialect, ErrorFrame, LineEnd, Voice};

const ISSUE: &str = "I encountered a temporary issue. Please try again later.";

pub fn speak(voice: Voice, reply: Response) -> Response {
    let (head, mut from) = reply.into_parts();
    let (to, body) = chunks::body();
    tokio::spawn(async move {
        let mut mouth = Mouth { voice, to, waiting: String::new(), number: 0, piece: 0 };
        let mut rest = Vec::new();
        while let Some(bytes) = chunks::next(&mut from).await {
            rest.extend_from_slice(&bytes);
            while let Some(end) = rest.windows(2).position(|two| two == b"\n\n") {
                let frame: Vec<u8> = rest.drain(..end + 2).collect();
                if mouth.frame(String::from_utf8_lossy(&frame).trim_end()).await.is_none() {
                    return;
                }
            }
        }
        let _ = mouth.end().await;
    });
    Response::from_parts(head, body)
}

struct Mouth {
    voice: Voice,
    to: mpsc::Sender<Bytes>,
    /// Where the last frame gets another ending, one is held back.
    waiting: String,
    number: usize,
    piece: usize,
}

impl Mouth {
    async fn frame(&mut self, frame: &str) -> Option<()> {
        let payload = frame.strip_prefix("data:").unwrap_or(frame).trim();
        if payload.is_empty() {
            return self.beat().await;
        }
        if self.voice.beats {
            self.beat().await?;
        }
        for payload in self.told(payload) {
            self.say(&payload).await?;
        }
        Some(())
    }

    /// One event of the server as this dialect tells it: nothing, one or several payloads.
    fn told(&self, payload: &str) -> Vec<String> {
        let event: Value = serde_json::from_str(payload).unwrap_or_default();
        let part = &event["content"]["parts"][0];
        let text = part["text"].as_str();
        if text.is_some() && self.voice.silent {
            return vec![];
        }
        if let (Some(text), true) = (text, self.voice.partials) {
            let middle = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let (first, second) = text.split_at(middle);
            let partial = |text: &str| {
                let mut event = event.clone();
                event["content"]["parts"][0]["text"] = json!(text);
                event["partial"] = json!(true);
                event.to_string()
            };
            return vec![partial(first), partial(second), payload.to_owned()];
        }
        let (call, result, error) = (&part["functionCall"], &part["functionResponse"], &event["errorMessage"]);
        match self.voice.dialect {
            Dialect::Adk => vec![payload.to_owned()],
            Dialect::Snake => vec![snake(payload)],
            Dialect::Text => text.map(|text| json!({ "text": text }).to_string()).into_iter().collect(),
            Dialect::Typed => typed(text, call, result, error),
            Dialect::Sibling => sibling(text, call, result, error),
        }
    }

    async fn end(&mut self) -> Option<()> {
        if self.voice.trailing_issue {
            let event = json!({ "content": { "role": "model", "parts": [{ "text": ISSUE }] }, "author": "nemo_agent" });
            for payload in self.told(&event.to_string()) {
                self.say(&payload).await?;
            }
        }
        if let Some(frame) = self.voice.error_frame {
            self.say(&error_payload(frame)).await?;
        }
        if self.voice.done_word {
            self.say("[DONE]").await?;
        }
        if self.voice.unterminated {
            self.waiting.truncate(self.waiting.trim_end().len());
        }
        self.put("").await
    }

    async fn beat(&mut self) -> Option<()> {
        self.put(match self.voice.beat {
            Beat::Empty => "data:\n\n",
            Beat::Comment => ": heartbeat\n",
            Beat::Typed => "data: {\"type\":\"heartbeat\"}\n\n",
            Beat::Word => "data: heartbeat\n\n",
            Beat::Event => "event: heartbeat\ndata:\n\n",
        })
        .await
    }

    async fn say(&mut self, payload: &str) -> Option<()> {
        self.number += 1;
        let head = if self.voice.ids { format!("id: {}\nretry: 3000\n", self.number) } else { String::new() };
        let data = if self.voice.multi_line && payload.starts_with('{') {
            // A line break is blank space in JSON anywhere outside its strings, so right behind the first brace too.
            format!("data: {{\ndata: {}", &payload[1..])
        } else {
            format!("data: {payload}")
        };
        self.put(&format!("{head}{data}\n\n")).await
    }

    /// Sends a frame, in pieces if the voice says so.
    async fn put(&mut self, frame: &str) -> Option<()> {
        let frame = match self.voice.line_end {
            LineEnd::Lf => frame.to_owned(),
            LineEnd::CrLf => frame.replace('\n', "\r\n"),
            LineEnd::Cr => frame.replace('\n', "\r"),
        };
        let bom = mem::take(&mut self.voice.bom);
        let frame = if bom { format!("\u{feff}{frame}") } else { frame };
        let now = if self.voice.unterminated { mem::replace(&mut self.waiting, frame) } else { frame };
        let mut bytes = Bytes::from(now);
        while !bytes.is_empty() {
            let size = match &self.voice.chunking {
                Chunking::AsIs => bytes.len(),
                Chunking::EveryByte => 1,
                Chunking::Sizes(sizes) => sizes[self.piece % sizes.len()].clamp(1, bytes.len()),
            };
            self.piece += 1;
            self.to.send(bytes.split_to(size.min(bytes.len()))).await.ok()?;
        }
        Some(())
    }
}

fn snake(payload: &str) -> String {
    let keys = [
        ("functionCall", "function_call"),
        ("functionResponse", "function_response"),
        ("stateDelta", "state_delta"),
        ("invocationId", "invocation_id"),
        ("errorCode", "error_code"),
        ("errorMessage", "error_message"),
    ];
    keys.iter().fold(payload.to_owned(), |text, (camel, snake)| {
        text.replace(&format!("\"{camel}\":"), &format!("\"{snake}\":"))
    })
}

fn typed(text: Option<&str>, call: &Value, result: &Value, error: &Value) -> Vec<String> {
    let event = match (text, call, result, error) {
        (Some(text), ..) => json!({ "type": "text", "content": text }),
        (_, Value::Object(call), ..) => json!({ "type": "tool_call", "name": call["name"], "args": call["args"] }),
        (_, _, Value::Object(result), _) => {
            json!({ "type": "tool_result", "name": result["name"], "result": result["response"] })
        }
        (.., Value::String(error)) => json!({ "type": "error", "error": error }),
        _ => return vec![],
    };
    vec![event.to_string()]
}

fn sibling(text: Option<&str>, call: &Value, result: &Value, error: &Value) -> Vec<String> {
    let event = match (text, call, result, error) {
        (Some(text), ..) => json!({ "type": "chunk", "text": text }),
        (_, Value::Object(call), ..) => json!({ "type": "tool_start", "tool_name": call["name"] }),
        (_, _, Value::Object(result), _) => json!({ "type": "tool_end", "tool_name": result["name"] }),
        (.., Value::String(error)) => json!({ "type": "error", "error": error }),
        _ => return vec![],
    };
    vec![event.to_string()]
}

fn error_payload(frame: ErrorFrame) -> String {
    const SAID: &str = "the \"model\" is overloaded\nsecond line";
    match frame {
        ErrorFrame::Adk1 => json!({ "error": SAID }).to_string(),
        ErrorFrame::Adk1Broken => format!("{{\"error\": \"{SAID}\"}}"),
        ErrorFrame::Adk2 => json!({
            "error": format!("RuntimeError: {SAID}"),
            "error_details": { "error_type": "RuntimeError", "error_message": SAID, "timestamp": 1_773_423_613.6 },
        })
        .to_string(),
        ErrorFrame::Event => json!({ "errorCode": "INVOCATION_ABORTED", "errorMessage": SAID }).to_string(),
        ErrorFrame::Code(code) => json!({ "code": code, "message": "no" }).to_string(),
        ErrorFrame::Text => {
            let text = format!("Error: {SAID}");
            json!({ "content": { "role": "model", "parts": [{ "text": text }] }, "author": "nemo_agent" }).to_string()
        }
    }
}
