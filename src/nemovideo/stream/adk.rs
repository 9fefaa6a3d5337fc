//! Events of Google's Agent Development Kit, which `/run_sse` most likely sends (§5.2).

use serde_json::value::RawValue;

use crate::nemovideo::reply::word;
use crate::nemovideo::stream::kind::Kind;
use crate::nemovideo::stream::shape::{
    Actions, Content, Delta, Event, Function, Outcome, Part, inside, is_false, is_true, list, says,
};

/// What `content` and `actions` of an event hold: the words first, then calls and results in their order.
pub(crate) fn read(event: &Event<'_>) -> Vec<Kind> {
    let content: Content<'_> = inside(event.content);
    let parts: Vec<Part<'_>> = list(content.parts).into_iter().map(|part| inside(Some(part))).collect();
    let mut kinds = Vec::new();
    let author = event.author.and_then(word).or_else(|| content.role.and_then(word)).unwrap_or_default();
    let text: String = parts.iter().filter_map(words).collect();
    if !text.is_empty() && author != "user" {
        kinds.push(said(event, author, text));
    }
    // Results come back in the role of the user.
    kinds.extend(parts.iter().flat_map(tools));
    kinds.extend(state(event));
    kinds
}

/// The words of a part that are meant for the user.
pub(crate) fn words(part: &Part<'_>) -> Option<String> {
    part.text.filter(|_| !is_true(part.thought)).and_then(word)
}

pub(crate) fn tools(part: &Part<'_>) -> impl Iterator<Item = Kind> {
    let call = part.call.map(|call| {
        let call: Function<'_> = inside(Some(call));
        Kind::ToolCall { name: name(call.name) }
    });
    let result = part.response.map(|result| {
        let result: Function<'_> = inside(Some(result));
        Kind::ToolResult { name: name(result.name), failed: failed(result.response) }
    });
    call.into_iter().chain(result)
}

/// Whether a tool's answer says in one of the usual ways that it did not work.
pub(crate) fn failed(response: Option<&RawValue>) -> bool {
    let outcome: Outcome<'_> = inside(response);
    let status = outcome.status.and_then(word).unwrap_or_default();
    says(outcome.error)
        || is_false(outcome.success)
        || is_true(outcome.is_error)
        || matches!(status.as_str(), "error" | "failed")
}

/// A text event as the author's message, or a piece of it.
pub(crate) fn said(event: &Event<'_>, author: String, text: String) -> Kind {
    let invocation = event.invocation.and_then(word);
    Kind::Text { author, invocation, partial: is_true(event.partial), text }
}

fn state(event: &Event<'_>) -> Option<Kind> {
    let actions: Actions<'_> = inside(event.actions);
    let delta = actions.state_delta.filter(|delta| says(Some(delta))).or(event.state_delta);
    if !says(delta) {
        return None;
    }
    let changed: Delta<'_> = inside(delta);
    Some(Kind::State { draft: changed.draft.map(ToOwned::to_owned) })
}

fn name(raw: Option<&RawValue>) -> String {
    raw.and_then(word).unwrap_or_default()
}
