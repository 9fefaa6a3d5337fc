//! What a model said, taken out of a completion.

use serde_json::Value;

/// The words of the first choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub text: String,
    /// Whether it had more to say.
    pub cut: bool,
}

/// The words in the body of an answer: a text, or the texts among its parts. Thoughts and calls of tools are none.
pub fn said(body: &[u8]) -> Result<Said, &'static str> {
    let body: Value = serde_json::from_slice(body).map_err(|_| "an answer that is no JSON")?;
    let choice = body.pointer("/choices/0").ok_or("an answer without a choice")?;
    let text = match choice.pointer("/message/content") {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => parts.iter().filter_map(|part| part.get("text")?.as_str()).collect(),
        _ => String::new(),
    };
    let cut = choice.get("finish_reason").is_some_and(|reason| reason == "length");
    if text.trim().is_empty() && !cut {
        return Err("an empty answer");
    }
    Ok(Said { text, cut })
}

#[cfg(test)]
mod tests {
    use super::said;

    fn text(body: &str) -> Result<String, &'static str> {
        said(body.as_bytes()).map(|said| said.text)
    }

    #[test]
    fn words_come_as_a_text_or_in_parts() {
        assert_eq!(text(r#"{"choices":[{"message":{"content":"{}"}}]}"#).as_deref(), Ok("{}"));
        let parts = r#"{"choices":[{"message":{"content":[{"type":"text","text":"{"},{"type":"x"},{"text":"}"}]}}]}"#;
        assert_eq!(text(parts).as_deref(), Ok("{}"));
    }

    #[test]
    fn thoughts_and_calls_of_tools_are_no_words() {
        for message in [
            r#"{"content":null,"tool_calls":[{"function":{"name":"answer","arguments":"{}"}}]}"#,
            r#"{"content":"","reasoning_content":"the user wants {}"}"#,
            r#"{"content":7}"#,
        ] {
            assert_eq!(text(&format!(r#"{{"choices":[{{"message":{message}}}]}}"#)), Err("an empty answer"));
        }
        assert_eq!(text(r#"{"choices":[]}"#), Err("an answer without a choice"));
        assert_eq!(text("<html>"), Err("an answer that is no JSON"));
    }

    #[test]
    fn an_answer_that_was_cut_off_is_known_for_one() {
        let body = r#"{"choices":[{"message":{"content":"{\"a"},"finish_reason":"length"}]}"#;
        assert!(said(body.as_bytes()).unwrap().cut);
    }
}
