//! Whole streams, recorded or written down once: what each turn tells, however its bytes arrive.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{CAP, Kind, Parser, Turn, kinds};

fn recordings() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/nemo/stream");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "sse")).collect()
}

fn told(parts: &[&[u8]]) -> Value {
    let (mut parser, mut frames) = (Parser::new(CAP), Vec::new());
    for part in parts {
        parser.push(part, &mut frames).unwrap();
    }
    frames.extend(parser.finish());
    let (mut turn, mut heartbeats) = (Turn::default(), 0);
    for kind in frames.iter().flat_map(kinds) {
        heartbeats += u32::from(matches!(kind, Kind::Heartbeat));
        turn.hear(kind);
    }
    let told = turn.end();
    json!({
        "texts": told.texts,
        "errors": told.errors.iter().map(|error| json!([error.code, error.said])).collect::<Vec<_>>(),
        "tools": told.tools,
        "failed_tools": told.failed_tools,
        "draft": told.newest_draft.map(|draft| draft.get().to_owned()),
        "state_changed": told.state_changed,
        "question": told.question,
        "events": told.events,
        "heartbeats": heartbeats,
    })
}

#[test]
fn every_recording_tells_what_it_must() {
    let recordings = recordings();
    assert_eq!(recordings.len(), 26);
    for path in recordings {
        let expected: Value = serde_json::from_slice(&fs::read(path.with_extension("json")).unwrap()).unwrap();
        assert_eq!(told(&[&fs::read(&path).unwrap()]), expected, "{}", path.display());
    }
}

#[test]
fn every_recording_tells_the_same_wherever_it_is_cut() {
    for path in recordings() {
        let bytes = fs::read(&path).unwrap();
        let whole = told(&[&bytes]);
        assert_eq!(told(&bytes.chunks(1).collect::<Vec<_>>()), whole, "{}, byte by byte", path.display());
        for at in 0..=bytes.len() {
            assert_eq!(told(&[&bytes[..at], &bytes[at..]]), whole, "{} cut at {at}", path.display());
        }
    }
}
