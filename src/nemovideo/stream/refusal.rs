//! Every way in which an event says that something went wrong (§5.2, §5.5).

use serde_json::value::RawValue;

use crate::nemovideo::reply::word;
use crate::nemovideo::stream::kind::Kind;
use crate::nemovideo::stream::shape::{Event, inside, is_false, says};

/// ADK's words for a model that ended its turn without a word, after its tools have worked: up to 1.15 (at least) the
/// bare finish reason, in 2.13 a name of its own. That is the silent success of §5.8 and no error.
const NO_WORDS: [&str; 2] = ["STOP", "MODEL_RETURNED_NO_CONTENT"];

/// The error in an event, if there is one.
pub(crate) fn read(kind: &str, event: &Event<'_>) -> Option<Kind> {
    adk(event).or_else(|| named(event)).or_else(|| coded(event)).or_else(|| typed(kind, event))
}

/// `errorCode` and `errorMessage`. A word and a message are put together as `Type: message`, which is how ADK 2.x spells
/// the same failure in the frame that follows.
fn adk(event: &Event<'_>) -> Option<Kind> {
    let code = event.error_code.and_then(word);
    let message = event.error_message.and_then(word);
    if code.as_deref().is_some_and(|code| NO_WORDS.contains(&code)) {
        return None;
    }
    let number = code.as_deref().and_then(|code| code.parse().ok());
    let said = match (code, message) {
        (Some(code), Some(message)) if number.is_none() => format!("{code}: {message}"),
        (code, message) => message.or(code)?,
    };
    (number != Some(0)).then_some(Kind::Error { code: number, said })
}

/// `error`, as a string, as an object with words of its own, or as `true` beside a message.
fn named(event: &Event<'_>) -> Option<Kind> {
    let error = event.error.filter(|error| says(Some(error)))?;
    let inner: Event<'_> = inside(Some(error));
    let code = [event.code, inner.code].into_iter().flatten().find_map(integer);
    let said = [Some(error), inner.message, inner.detail, event.message].into_iter().flatten().find_map(word);
    Some(Kind::Error { code: code.filter(|code| *code != 0), said: said.unwrap_or_default() })
}

/// The envelope: a `code` that is not 0, or `success` that is false.
fn coded(event: &Event<'_>) -> Option<Kind> {
    let code = event.code.and_then(integer).filter(|code| *code != 0);
    if code.is_none() && !is_false(event.success) {
        return None;
    }
    let said = [event.message, event.detail].into_iter().flatten().find_map(word);
    Some(Kind::Error { code, said: said.unwrap_or_default() })
}

/// Something that calls itself an error.
fn typed(kind: &str, event: &Event<'_>) -> Option<Kind> {
    let said = [event.message, event.content, event.text, event.detail].into_iter().flatten().find_map(word);
    (kind == "error").then(|| Kind::Error { code: None, said: said.unwrap_or_default() })
}

/// Data that is no JSON but was meant to be: ADK up to 1.22 puts the words into `{"error": "…"}` as they are, and what
/// follows a line break in them is lost.
pub(crate) fn salvage(data: &str) -> Option<Kind> {
    let rest = data.trim().strip_prefix('{')?.trim_start().strip_prefix("\"error\"")?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let said = rest.strip_prefix('"').unwrap_or(rest);
    Some(Kind::Error { code: None, said: said.strip_suffix("\"}").unwrap_or(said).to_owned() })
}

fn integer(raw: &RawValue) -> Option<i64> {
    word(raw)?.parse().ok()
}
