//! Events that say by a word what they are: the `type` of the API reference and of the sibling gateway's socket (§5.2).

use serde_json::value::RawValue;

use crate::nemovideo::reply::word;
use crate::nemovideo::stream::adk::failed;
use crate::nemovideo::stream::kind::Kind;
use crate::nemovideo::stream::shape::{Choice, Event, Question, inside, is_true, list, says};

/// Words that mean no more than "still here".
pub(crate) fn is_beat(word: &str) -> bool {
    ["heartbeat", "ping", "pong", "keepalive", "keep-alive"].iter().any(|beat| word.eq_ignore_ascii_case(beat))
}

/// Reads an event by its word; a word that is not known, or without content, gives nothing.
pub(crate) fn read(word: &str, event: &Event<'_>) -> Option<Kind> {
    match word {
        "text" | "message" => text(event, false),
        "chunk" => text(event, true),
        "tool_call" | "tool_start" | "toolcall_start" => Some(Kind::ToolCall { name: name(event) }),
        "tool_result" | "tool_end" | "toolcall_end" => {
            let failed = says(event.error) || failed(event.result);
            Some(Kind::ToolResult { name: name(event), failed })
        }
        "ask_question" => question(event),
        _ => None,
    }
}

/// Whether an `error` beside this word belongs to the tool and not to the turn.
pub(crate) fn is_result(word: &str) -> bool {
    matches!(word, "tool_result" | "tool_end" | "toolcall_end")
}

fn text(event: &Event<'_>, piece: bool) -> Option<Kind> {
    let author = event.author.and_then(word).unwrap_or_default();
    let text = words(event).filter(|_| author != "user")?;
    let partial = piece || is_true(event.partial);
    Some(Kind::Text { author, invocation: event.invocation.and_then(word), partial, text })
}

fn words(event: &Event<'_>) -> Option<String> {
    [event.content, event.text].into_iter().flatten().find_map(string)
}

fn name(event: &Event<'_>) -> String {
    [event.tool_name, event.tool, event.name].into_iter().flatten().find_map(word).unwrap_or_default()
}

/// Each question with its options below it, as a person would read it.
fn question(event: &Event<'_>) -> Option<Kind> {
    let mut lines = Vec::new();
    for asked in list(event.questions) {
        let question: Question<'_> = inside(Some(asked));
        let prompt = question.prompt.and_then(string).or_else(|| question.wording.and_then(string));
        lines.extend(prompt.or_else(|| string(asked)));
        let options = list(question.options);
        lines.extend(options.into_iter().filter_map(choice).map(|option| format!("- {option}")));
    }
    if lines.is_empty() {
        lines.extend(words(event));
    }
    (!lines.is_empty()).then(|| Kind::Question { text: lines.join("\n") })
}

fn choice(raw: &RawValue) -> Option<String> {
    let choice: Choice<'_> = inside(Some(raw));
    [Some(raw), choice.label, choice.text, choice.value].into_iter().flatten().find_map(word)
}

/// A string; unlike a word it is never a number.
fn string(raw: &RawValue) -> Option<String> {
    word(raw).filter(|_| raw.get().starts_with('"'))
}
