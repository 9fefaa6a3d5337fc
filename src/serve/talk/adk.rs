//! Events as the agent framework behind the service writes them: one line of JSON each (§5.1, §5.2).

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::serve::ids;
use crate::serve::talk::event::Event;

const AGENT: &str = "nemo_agent";

/// One dispatch of the stream: `data: {…}` and a blank line; a sign of life is an empty `data:`.
pub(crate) fn frame(event: &Event, invocation: &str, now: Timestamp) -> String {
    let payload = match event {
        Event::Heartbeat => return "data:\n\n".to_owned(),
        Event::Text(text) => content("model", &json!({ "text": text })),
        Event::ToolCall { id, name, arguments } => {
            content("model", &json!({ "functionCall": { "id": id, "name": name, "args": arguments } }))
        }
        Event::ToolResult { id, name, response } => {
            content("user", &json!({ "functionResponse": { "id": id, "name": name, "response": response } }))
        }
        // Raw JSON goes in as text: a `Value` would spell its numbers anew.
        Event::State(delta) => {
            let delta = serde_json::to_string(delta).expect("names and raw JSON are JSON");
            return line(&json!({}), &delta, invocation, now);
        }
        Event::Error { code, message } => json!({ "errorCode": code, "errorMessage": message }),
    };
    line(&payload, "{}", invocation, now)
}

fn content(role: &str, part: &Value) -> Value {
    json!({ "content": { "role": role, "parts": [part] } })
}

fn line(payload: &Value, delta: &str, invocation: &str, now: Timestamp) -> String {
    let seconds = now.as_millisecond() as f64 / 1000.0;
    let payload = payload.to_string();
    let fields = payload.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default();
    let comma = if fields.is_empty() { "" } else { "," };
    let id = ids::key();
    format!(
        "data: {{{fields}{comma}\"author\":\"{AGENT}\",\"invocationId\":\"{invocation}\",\
        \"actions\":{{\"stateDelta\":{delta},\"artifactDelta\":{{}},\"requestedAuthConfigs\":{{}}}},\
        \"id\":\"{id}\",\"timestamp\":{seconds}}}\n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::frame;
    use crate::clock::Timestamp;
    use crate::serve::books::State;
    use crate::serve::talk::event::Event;
    use serde_json::{Value, json, value::RawValue};

    fn read(event: &Event) -> Value {
        let frame = frame(event, "e-1", Timestamp::UNIX_EPOCH);
        let line = frame.strip_prefix("data: ").and_then(|rest| rest.strip_suffix("\n\n")).unwrap();
        assert!(!line.contains('\n'), "{line}");
        serde_json::from_str(line).unwrap()
    }

    #[test]
    fn every_event_is_one_line_of_the_frameworks_json() {
        let text = read(&Event::Text("two\nlines, \"quoted\"".to_owned()));
        assert_eq!(text["content"]["parts"][0]["text"], "two\nlines, \"quoted\"");
        assert_eq!((&text["author"], &text["invocationId"]), (&json!("nemo_agent"), &json!("e-1")));
        let response = json!({"ok": true});
        let result = read(&Event::ToolResult { id: "1".into(), name: "edit".into(), response: response.clone() });
        assert_eq!(result["content"]["role"], "user");
        assert_eq!(result["content"]["parts"][0]["functionResponse"]["response"], response);
        let error = read(&Event::Error { code: "X".into(), message: "broken".into() });
        assert_eq!((&error["errorCode"], &error["errorMessage"]), (&json!("X"), &json!("broken")));
    }

    #[test]
    fn a_sign_of_life_is_empty_data() {
        assert_eq!(frame(&Event::Heartbeat, "e-1", Timestamp::UNIX_EPOCH), "data:\n\n");
    }

    #[test]
    fn a_draft_in_a_state_keeps_its_spelling() {
        let draft = r#"{"d":10000.0,"z":1e3,"a":12345678901234567890123}"#;
        let delta = State::from([("draft".to_owned(), RawValue::from_string(draft.to_owned()).unwrap())]);
        assert!(frame(&Event::State(delta.clone()), "e-1", Timestamp::UNIX_EPOCH).contains(draft));
        assert!(read(&Event::State(delta))["actions"]["stateDelta"]["draft"].is_object());
    }
}
