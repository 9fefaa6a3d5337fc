//! Every dialect of the stream, each line as it may come over the wire.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{CAP, Frame, Kind, Parser, kinds};

/// What stands in `data:`, and what it is.
const CASES: &[(&str, &[&str])] = &[
    // signs of life
    ("", &["beat"]),
    ("heartbeat", &["beat"]),
    ("\"heartbeat\"", &["beat"]),
    ("PING", &["beat"]),
    ("{}", &["beat"]),
    ("null", &["beat"]),
    (r#"{"type":"heartbeat"}"#, &["beat"]),
    (r#"{"type":"pong","timestamp":1}"#, &["beat"]),
    (r#"{"event":"keepalive"}"#, &["beat"]),
    // ADK
    (
        r#"{"content":{"role":"model","parts":[{"text":"Hi"}]},"author":"nemo_agent","invocationId":"e-1","actions":{"stateDelta":{}}}"#,
        &["text nemo_agent/e-1: Hi"],
    ),
    (r#"{"content":{"parts":[{"text":"H"}]},"partial":true,"author":"a","invocation_id":"e-1"}"#, &["piece a/e-1: H"]),
    (r#"{"content":{"parts":[{"text":"a"},{"thought":true,"text":"b"},{"text":" c"}]}}"#, &["text /: a c"]),
    (r#"{"content":{"parts":[{"thought":true,"text":"b"}]},"author":"a"}"#, &["other"]),
    (r#"{"content":{"role":"user","parts":[{"text":"my own words"}]},"author":"user"}"#, &["other"]),
    (r#"{"content":{"role":"user","parts":[{"text":"my own words"}]}}"#, &["other"]),
    (r#"{"content":{"role":"user","parts":[{"text":"x"}]},"author":"a"}"#, &["text a/: x"]),
    (
        r#"{"content":{"parts":[{"functionCall":{"id":"1","name":"edit","args":{}}},{"text":"Now."}]},"author":"a"}"#,
        &["text a/: Now.", "call edit"],
    ),
    (r#"{"content":{"parts":[{"function_call":{"name":"edit"}},{"functionCall":{}}]}}"#, &["call edit", "call "]),
    (
        r#"{"content":{"role":"user","parts":[{"functionResponse":{"name":"edit","response":{"ok":true,"error":null}}}]},"author":"a"}"#,
        &["result edit"],
    ),
    (r#"{"content":{"parts":[{"function_response":{"name":"e","response":{"error":"no"}}}]}}"#, &["failed e"]),
    (r#"{"content":{"parts":[{"functionResponse":{"name":"e","response":{"status":"error"}}}]}}"#, &["failed e"]),
    (r#"{"content":{"parts":[{"functionResponse":{"name":"e","response":{"success":false}}}]}}"#, &["failed e"]),
    (
        r#"{"actions":{"stateDelta":{"draft":{"d": 1.50,"n":10000000000000000001,"e":1E2}}}}"#,
        &[r#"state {"d": 1.50,"n":10000000000000000001,"e":1E2}"#],
    ),
    (r#"{"actions":{"state_delta":{"video_infos":[1]}},"author":"a"}"#, &["state -"]),
    (r#"{"actions":{"stateDelta":{"draft":null}}}"#, &["state -"]),
    (r#"{"actions":{"stateDelta":{"draft":"<draft/>"}}}"#, &[r#"state "<draft/>""#]),
    (r#"{"actions":{"stateDelta":{ },"artifactDelta":{"a":1}}}"#, &["other"]),
    (r#"{"content":{"parts":[],"role":"model"},"finishReason":"STOP","author":"a"}"#, &["other"]),
    (r#"{"content":{"parts":[{"inlineData":{"mimeType":"a/b","data":"eA=="}}]}}"#, &["other"]),
    // typed, and the sibling's words
    (r#"{"type":"text","content":"Hi"}"#, &["text /: Hi"]),
    (r#"{"type":"text","text":"Hi"}"#, &["text /: Hi"]),
    (r#"{"type":"chunk","content":"H"}"#, &["piece /: H"]),
    (r#"{"type":"tool_call","name":"edit","args":{}}"#, &["call edit"]),
    (r#"{"type":"tool_start","tool":"edit"}"#, &["call edit"]),
    (r#"{"type":"toolcall_start","tool_name":"edit"}"#, &["call edit"]),
    (r#"{"type":"tool_result","name":"edit","result":{}}"#, &["result edit"]),
    (r#"{"type":"tool_result","name":"edit","result":{"error":"no"}}"#, &["failed edit"]),
    (r#"{"type":"tool_end","tool":"edit","error":"no"}"#, &["failed edit"]),
    (r#"{"type":"toolcall_end","tool":"edit"}"#, &["result edit"]),
    (r#"{"type":"thinking_chunk","text":"hm"}"#, &["other"]),
    (r#"{"type":"status","message":"busy"}"#, &["other"]),
    (r#"{"type":"warming_up"}"#, &["other"]),
    (r#"{"type":"done"}"#, &["other"]),
    (
        r#"{"type":"ask_question","questions":[{"prompt":"Which?","options":["9:16",{"label":"16:9"}]},{"prompt":"And?"}]}"#,
        &["ask Which?\n- 9:16\n- 16:9\nAnd?"],
    ),
    (r#"{"type":"ask_question","content":"Which?"}"#, &["ask Which?"]),
    // bare
    (r#"{"text":"Hi"}"#, &["text /: Hi"]),
    (r#"{"text":"Hi","author":"user"}"#, &["other"]),
    (r#"{"functionCall":{"name":"edit"}}"#, &["call edit"]),
    // errors
    (r#"{"error":"model is overloaded"}"#, &["error - model is overloaded"]),
    (r#"{"error":"E: m","error_details":{"error_type":"E","error_message":"m","timestamp":1.5}}"#, &["error - E: m"]),
    (r#"{"errorCode":"E","errorMessage":"m","author":"a"}"#, &["error - E: m"]),
    (r#"{"error_code":"SAFETY"}"#, &["error - SAFETY"]),
    (r#"{"errorCode":429,"errorMessage":"slow down"}"#, &["error 429 slow down"]),
    (r#"{"errorCode":"STOP","author":"a"}"#, &["other"]),
    (r#"{"finishReason":"STOP","errorCode":"MODEL_RETURNED_NO_CONTENT","errorMessage":"m"}"#, &["other"]),
    (r#"{"code":2001,"message":"no credits"}"#, &["error 2001 no credits"]),
    (r#"{"code":"1002","detail":"no session"}"#, &["error 1002 no session"]),
    (r#"{"code":0,"message":"ok"}"#, &["other"]),
    (r#"{"success":false,"error":"no"}"#, &["error - no"]),
    (r#"{"success":false,"message":"no"}"#, &["error - no"]),
    (r#"{"type":"error","error":"no"}"#, &["error - no"]),
    (r#"{"type":"error","message":"no"}"#, &["error - no"]),
    (r#"{"error":{"code":503,"message":"busy"}}"#, &["error 503 busy"]),
    (r#"{"error":true,"message":"no"}"#, &["error - no"]),
    (r#"{"error":null,"text":"fine"}"#, &["text /: fine"]),
    (r#"{"text":"half done","error":"no"}"#, &["text /: half done", "error - no"]),
    (r#"{"error": "model said "no""}"#, &[r#"error - model said "no""#]),
    (r#"{"error": "model said "no" and"#, &[r#"error - model said "no" and"#]),
    (r#"{"text":"Error: model is overloaded"}"#, &["text /: Error: model is overloaded"]),
    // whatever else
    ("[DONE]", &["other"]),
    ("plain words", &["other"]),
    ("[1,2]", &["other"]),
    ("17", &["other"]),
    (r#"{"a":1}"#, &["other"]),
    (r#"{"content":7,"actions":[],"author":{},"type":[]}"#, &["other"]),
];

fn shown(kind: &Kind) -> String {
    match kind {
        Kind::Heartbeat => "beat".to_owned(),
        Kind::Error { code, said } => {
            format!("error {} {said}", code.map_or_else(|| "-".to_owned(), |code| code.to_string()))
        }
        Kind::ToolCall { name } => format!("call {name}"),
        Kind::ToolResult { name, failed } => format!("{} {name}", if *failed { "failed" } else { "result" }),
        Kind::State { draft } => format!("state {}", draft.as_ref().map_or("-", |draft| draft.get())),
        Kind::Text { author, invocation, partial, text } => {
            let word = if *partial { "piece" } else { "text" };
            format!("{word} {author}/{}: {text}", invocation.as_deref().unwrap_or_default())
        }
        Kind::Question { text } => format!("ask {text}"),
        Kind::Other => "other".to_owned(),
    }
}

fn read(parts: &[&[u8]]) -> Vec<String> {
    let (mut parser, mut frames) = (Parser::new(CAP), Vec::new());
    for part in parts {
        parser.push(part, &mut frames).unwrap();
    }
    frames.extend(parser.finish());
    frames.iter().flat_map(kinds).map(|kind| shown(&kind)).collect()
}

fn event(name: &str, data: &str) -> Vec<String> {
    let frame = Frame::Event { name: name.to_owned(), data: data.to_owned(), id: None };
    kinds(&frame).iter().map(shown).collect()
}

#[test]
fn every_dialect_is_understood() {
    for (data, expected) in CASES {
        assert_eq!(event("", data), *expected, "{data}");
        assert_eq!(event("message", data), *expected, "{data} named by its default");
    }
}

#[test]
fn every_dialect_is_understood_wherever_its_bytes_are_cut() {
    for (data, expected) in CASES {
        for text in [format!("data: {data}\n\n"), format!(":\r\ndata:{data}\r\n\r\n")] {
            let expected: Vec<&str> =
                text.starts_with(':').then_some("beat").into_iter().chain(expected.to_vec()).collect();
            for at in 0..=text.len() {
                let (before, after) = text.as_bytes().split_at(at);
                assert_eq!(read(&[before, after]), expected, "{data} cut at {at}");
            }
        }
    }
}

#[test]
fn an_event_may_be_named_outside_its_data() {
    assert_eq!(event("ping", r#"{"time":1}"#), ["beat"]);
    assert_eq!(event("error", "model is overloaded"), ["error - model is overloaded"]);
    assert_eq!(event("error", r#"{"message":"no"}"#), ["error - no"]);
    assert_eq!(event("tool_call", r#"{"name":"edit"}"#), ["call edit"]);
    assert_eq!(event("text", r#"{"content":"Hi"}"#), ["text /: Hi"]);
    assert_eq!(event("update", r#"{"text":"Hi"}"#), ["text /: Hi"]);
    assert_eq!(event("message", r#"{"code":2001,"message":"no"}"#), ["error 2001 no"]);
    assert_eq!(event("thinking_chunk", r#"{"type":"text","content":"Hi"}"#), ["text /: Hi"]);
}

#[test]
fn comments_and_blocks_without_data_are_signs_of_life() {
    assert_eq!(read(&[b": heartbeat\nevent: ping\n\nretry: 5\n\n"]), ["beat", "beat", "beat"]);
}

#[test]
fn only_words_tools_and_changes_are_substantive() {
    let substantive = |data: &str| {
        let frame = Frame::Event { name: String::new(), data: data.to_owned(), id: None };
        kinds(&frame).iter().any(Kind::is_substantive)
    };
    for data in ["", "[DONE]", r#"{"a":1}"#, r#"{"error":"no"}"#, r#"{"type":"status"}"#] {
        assert!(!substantive(data), "{data}");
    }
    for data in [r#"{"text":"Hi"}"#, r#"{"functionCall":{}}"#, r#"{"stateDelta":{"a":1}}"#] {
        assert!(substantive(data), "{data}");
    }
}

#[test]
fn millions_of_parts_are_not_kept() {
    let data = format!(r#"{{"content":{{"parts":[{}{{"text":"a"}}]}}}}"#, r#"{"functionCall":{}},"#.repeat(500_000));
    assert_eq!(event("", &data).len(), 1000);
}

#[test]
fn arrays_nested_without_end_are_only_other() {
    assert_eq!(event("", &format!(r#"{{"content":{}"#, "[".repeat(1_000_000))), ["other"]);
    let deep = format!(r#"{{"content":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(event("", &deep), ["other"]);
}

/// JSON of the wire's names with anything below them.
fn objects() -> impl Strategy<Value = String> {
    const NAMES: [&str; 17] = [
        "content",
        "parts",
        "text",
        "type",
        "error",
        "code",
        "author",
        "actions",
        "stateDelta",
        "draft",
        "functionCall",
        "functionResponse",
        "response",
        "name",
        "partial",
        "questions",
        "errorCode",
    ];
    const LEAVES: [&str; 11] =
        ["null", "true", "false", "1", "-1.50", "\"\"", "\"text\"", "\"error\"", "\"chunk\"", "\"ask_question\"", "{}"];
    let leaf = prop::sample::select(&LEAVES[..]).prop_map(str::to_owned);
    leaf.prop_recursive(5, 40, 5, |inner| {
        let name = prop::sample::select(&NAMES[..]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|list| format!("[{}]", list.join(","))),
            prop::collection::vec((name, inner), 0..5).prop_map(|entries| {
                let entries: Vec<String> = entries.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_something(data in objects(), name in "(error|text|ping|message)?") {
        prop_assert!(!event(&name, &data).is_empty());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic_and_alike_however_cut(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..200) {
        let (before, after) = bytes.split_at(at.min(bytes.len()));
        prop_assert_eq!(read(&[before, after]), read(&[&bytes]));
    }
}
