//! Every name on the wire that the reader knows, in both spellings, with values left as the text they were.

use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// Objects of which a few names matter. Nothing about a value's type is assumed, so no value can spoil its neighbours;
/// null is as good as nothing; unknown names cost no memory.
macro_rules! shapes {
    ($($(#[$doc:meta])* $shape:ident { $($field:ident: $name:literal $(| $alias:literal)*),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize)]
        #[serde(default)]
        pub(crate) struct $shape<'a> {
            $(#[serde(borrow, rename = $name $(, alias = $alias)*)] pub(crate) $field: Option<&'a RawValue>,)+
        }
    )+};
}

shapes! {
    /// The top of an event in any dialect.
    Event {
        content: "content",
        author: "author",
        partial: "partial",
        invocation: "invocationId" | "invocation_id",
        actions: "actions",
        state_delta: "stateDelta" | "state_delta",
        error_code: "errorCode" | "error_code",
        error_message: "errorMessage" | "error_message",
        error: "error",
        code: "code",
        message: "message",
        success: "success",
        detail: "detail",
        kind: "type",
        named: "event",
        text: "text",
        tool: "tool",
        tool_name: "tool_name" | "toolName",
        name: "name",
        result: "result",
        questions: "questions",
    }
    /// ADK's `content`.
    Content { parts: "parts", role: "role" }
    /// One of ADK's `parts`; in the barest dialect the event itself.
    Part {
        text: "text",
        thought: "thought",
        call: "functionCall" | "function_call",
        response: "functionResponse" | "function_response",
    }
    /// ADK's `functionCall` and `functionResponse`.
    Function { name: "name", response: "response" }
    /// ADK's `actions`.
    Actions { state_delta: "stateDelta" | "state_delta" }
    Delta { draft: "draft" }
    /// What a tool gave back.
    Outcome {
        error: "error",
        success: "success",
        status: "status",
        is_error: "isError" | "is_error",
    }
    /// A question, and one of its options.
    Question { prompt: "prompt", wording: "question", options: "options" }
    Choice { label: "label", text: "text", value: "value" }
}

/// The object as a shape; `None` for anything else, arrays included.
pub(crate) fn shape<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok()).flatten()
}

/// The same of a value that may be missing: then, and if it is no object, every name in it is missing.
pub(crate) fn inside<'a, T: Deserialize<'a> + Default>(raw: Option<&'a RawValue>) -> T {
    raw.and_then(|raw| shape(raw.get())).unwrap_or_default()
}

/// The first elements of an array; of anything else none.
pub(crate) fn list(raw: Option<&RawValue>) -> Vec<&RawValue> {
    raw.and_then(|raw| serde_json::from_str(raw.get()).ok()).map_or_else(Vec::new, |Few(elements)| elements)
}

/// Whether the value says something: not missing, `false`, `0`, `""`, or an empty object or array.
pub(crate) fn says(raw: Option<&RawValue>) -> bool {
    raw.is_some_and(|raw| {
        let inner = raw.get().trim_matches(|c: char| c.is_ascii_whitespace() || "\"{}[]".contains(c));
        !matches!(inner, "" | "false" | "0")
    })
}

pub(crate) fn is_true(raw: Option<&RawValue>) -> bool {
    raw.is_some_and(|raw| raw.get() == "true")
}

pub(crate) fn is_false(raw: Option<&RawValue>) -> bool {
    raw.is_some_and(|raw| raw.get() == "false")
}

/// An array's beginning; a tail of millions of tiny elements would take many times its length in memory.
struct Few<'a>(Vec<&'a RawValue>);

impl Few<'_> {
    /// Far more parts than any event has.
    const MOST: usize = 1000;
}

impl<'de: 'a, 'a> Deserialize<'de> for Few<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements;
        impl<'de> Visitor<'de> for Elements {
            type Value = Vec<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while elements.len() < Few::MOST
                    && let Some(element) = array.next_element()?
                {
                    elements.push(element);
                }
                while array.next_element::<IgnoredAny>()?.is_some() {}
                Ok(elements)
            }
        }
        deserializer.deserialize_seq(Elements).map(Self)
    }
}
