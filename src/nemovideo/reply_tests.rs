//! Replies as they were recorded or documented once: what each is read as.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::nemovideo::export::Render;
use crate::nemovideo::reply::Reply;
use crate::nemovideo::state::State;

const NAMES: [&str; 9] =
    ["token", "user_id", "session_id", "task_id", "available", "frozen", "claim_token", "id", "expires_at"];

/// All that any call looks for, as far as it is there.
fn read(body: &[u8]) -> Value {
    let reply = match Reply::unwrap(body) {
        Ok(reply) => reply,
        Err(no) => return json!(no.map(|no| (no.code, no.said))),
    };
    let words = NAMES.iter().filter_map(|name| Some(((*name).to_owned(), json!(reply.word(name)?))));
    let mut told: serde_json::Map<String, Value> = words.collect();
    if let Some(render) = Render::read(&reply) {
        told.insert(
            "render".into(),
            json!([format!("{:?}", render.status), render.progress, render.url, render.error]),
        );
    }
    if reply.raw("state").is_some() {
        let state = State::read(&reply);
        told.insert("timeline".into(), json!(state.tracks().to_string()));
        told.insert("media".into(), json!(state.media.names));
    }
    if reply.raw("files").or_else(|| reply.raw("url")).is_some() {
        told.insert("uploaded".into(), json!(crate::nemovideo::upload::read(&reply).urls));
    }
    Value::Object(told)
}

#[test]
fn every_reply_is_read_as_what_it_is() {
    let session = json!({ "session_id": "5529798706024415232", "task_id": "task_1" });
    let line = "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: \"Urban Dreams\" (0-3s)";
    let film = "https://cdn.example/r.mp4";
    let render = |status: &str, progress: Option<u8>, url: Option<&str>, error: Option<&str>| {
        json!([status, progress, url, error])
    };
    let cases = [
        (
            "token",
            json!({ "token": "nmv_usr_a-b_c", "user_id": "anon_0123456789abcdef", "expires_at": "2026-03-18T00:00:00Z" }),
        ),
        ("token-data-only", json!({ "token": "nmv_usr_a-b_c" })),
        (
            "session",
            json!({ "session_id": "5529798706024415232", "task_id": "task_1", "user_id": "anon_0123456789abcdef" }),
        ),
        ("session-number", session.clone()),
        ("session-bare", session),
        ("upload", json!({ "uploaded": ["https://cdn.example/video.mp4"] })),
        ("upload-sibling", json!({ "uploaded": ["https://cdn.example/video.mp4"] })),
        ("credits", json!({ "available": "25000", "frozen": "40" })),
        ("credits-bare", json!({ "available": "25000", "frozen": "40" })),
        (
            "state",
            json!({ "session_id": "5529798706024415232", "task_id": "task_1", "timeline": line, "media": ["video.mp4"] }),
        ),
        ("state-new", json!({ "timeline": "Timeline (0 tracks)", "media": [] })),
        ("submit", json!({ "id": "render_1", "render": render("Running", Some(5), None, None) })),
        ("render-a", json!({ "render": render("Completed", Some(100), Some(film), None) })),
        ("render-b", json!({ "id": "render_1", "render": render("Completed", Some(100), Some(film), None) })),
        ("render-c", json!({ "render": render("Failed", None, None, Some("invalid draft")) })),
        ("render-without-url", json!({ "render": render("Completed", Some(100), None, None) })),
        ("claim", json!({ "claim_token": "clm_1" })),
        ("refused-1001", json!([1001, "token expired"])),
        ("refused-2001", json!([2001, "insufficient credits"])),
        ("refused-render", json!([null, "invalid draft"])),
        ("adk-1.15.0-no-session", json!({})),
        ("adk-1.27.0-no-session", json!({})),
        ("adk-2.13.0-bad-body", json!({})),
    ];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/nemo/replies");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), cases.len());
    for (name, expected) in cases {
        assert_eq!(read(&fs::read(folder.join(format!("{name}.json"))).unwrap()), expected, "{name}");
    }
}
