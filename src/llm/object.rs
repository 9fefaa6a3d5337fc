//! A JSON object among a model's words: behind its thoughts, between fences, with prose around it.

use serde_json::{Deserializer, Value};

/// Each brace may begin an object; nobody who means to answer writes more of them before the answer.
const MOST_BEGINNINGS: usize = 64;
/// How thoughts end; where they began is left out at times.
const THOUGHT: &str = "</think>";
const BEGIN: &str = "<think>";

/// The first whole object that `fits`.
#[must_use]
pub fn object(text: &str, fits: impl Fn(&Value) -> bool) -> Option<Value> {
    let words = thoughtless(text);
    let beginnings = words.match_indices('{').take(MOST_BEGINNINGS);
    let whole = |at: usize| Deserializer::from_str(&words[at..]).into_iter::<Value>().next()?.ok();
    beginnings.filter_map(|(at, _)| whole(at)).find(|object| object.is_object() && fits(object))
}

/// What follows the thoughts; nothing, if they have no end.
fn thoughtless(text: &str) -> &str {
    match text.rsplit_once(THOUGHT) {
        Some((_, words)) => words,
        None if text.trim_start().starts_with(BEGIN) => "",
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::object;
    use proptest::prelude::{any, prop_assert, proptest};
    use serde_json::json;

    fn found(text: &str) -> Option<serde_json::Value> {
        object(text, |object| object.get("a").is_some())
    }

    #[test]
    fn an_object_is_found_wherever_it_stands() {
        for text in [
            r#"{"a": 1}"#,
            "```json\n{\"a\": 1}\n```",
            "Sure! Here is {the answer}: {\"a\": 1}. Anything else?",
            "<think>\nfirst {\"a\": 2}, no\n</think>\n{\"a\": 1}",
            "first {\"a\": 2}, no </think> {\"a\": 1}",
            r#"{"b": 0} {"a": 1} {"a": 2}"#,
            r#"[{"a": 1}]"#,
        ] {
            assert_eq!(found(text), Some(json!({ "a": 1 })), "{text}");
        }
    }

    #[test]
    fn what_is_torn_or_only_thought_is_none() {
        for text in ["", "{", r#"{"a": 1"#, r#"<think> {"a": 1}"#, "[1]", r#"{"b": 1}"#, "a", &"{\"a\":".repeat(9999)] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_words_bring_it_down(text in any::<String>(), braces in "[{}\"a:,\\[\\]]{0,40}") {
            let words = text + &braces;
            prop_assert!(found(&words).is_none_or(|object| object.is_object()));
        }
    }
}
