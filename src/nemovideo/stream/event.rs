//! One frame to what it is, in whichever dialect it is written (§5.3).

use crate::nemovideo::reply::word;
use crate::nemovideo::stream::adk;
use crate::nemovideo::stream::frame::Frame;
use crate::nemovideo::stream::kind::Kind;
use crate::nemovideo::stream::refusal;
use crate::nemovideo::stream::shape::{Event, Part, shape};
use crate::nemovideo::stream::typed;

/// Everything that a frame is; never empty.
#[must_use]
pub fn kinds(frame: &Frame) -> Vec<Kind> {
    let Frame::Event { name, data, .. } = frame else { return vec![Kind::Heartbeat] };
    let data = data.trim();
    if is_beat(data) || typed::is_beat(name) {
        return vec![Kind::Heartbeat];
    }
    let mut kinds = match shape(data) {
        Some(event) => object(name, data, &event),
        None => Vec::from_iter(plain(name, data)),
    };
    if kinds.is_empty() {
        kinds.push(Kind::Other);
    }
    kinds
}

fn is_beat(data: &str) -> bool {
    let data = data.trim_matches('"');
    matches!(data, "" | "{}" | "null") || typed::is_beat(data)
}

fn object(name: &str, data: &str, event: &Event<'_>) -> Vec<Kind> {
    let word = [event.kind, event.named].into_iter().flatten().find_map(word);
    // `message` is what an event without a name is called.
    let word = word.unwrap_or_else(|| if name == "message" { String::new() } else { name.to_owned() });
    if typed::is_beat(&word) {
        return vec![Kind::Heartbeat];
    }
    let mut kinds = adk::read(event);
    kinds.extend(typed::read(&word, event));
    if kinds.is_empty() && event.kind.is_none() {
        kinds.extend(bare(data, event));
    }
    if !typed::is_result(&word) {
        kinds.extend(refusal::read(&word, event));
    }
    kinds
}

/// The event is itself a part: `{"text":"…"}`.
fn bare(data: &str, event: &Event<'_>) -> Vec<Kind> {
    let part: Part<'_> = shape(data).unwrap_or_default();
    let author = event.author.and_then(word).unwrap_or_default();
    let text = adk::words(&part).filter(|_| author != "user");
    let mut kinds = Vec::from_iter(text.map(|text| adk::said(event, author, text)));
    kinds.extend(adk::tools(&part));
    kinds
}

/// Data that is no object. Words without a dialect are nobody's message.
fn plain(name: &str, data: &str) -> Option<Kind> {
    let error = || (name == "error").then(|| Kind::Error { code: None, said: data.to_owned() });
    refusal::salvage(data).or_else(error)
}
