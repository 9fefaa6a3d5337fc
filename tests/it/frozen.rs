//! What earlier versions wrote can still be read: these files are written once and never edited.

use std::fs;

use reeldrop::job::{JobSpec, Stage};
use reeldrop::store::Store;

#[test]
fn every_stage_of_version_1_is_read_and_written_alike() {
    let lines = include_str!("../frozen/stages.jsonl");
    assert_eq!(lines.lines().count(), 9);
    for line in lines.lines() {
        let stage: Stage = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_string(&stage).unwrap(), line);
    }
}

#[test]
fn an_order_of_version_1_is_read() {
    let spec: JobSpec = serde_json::from_str(include_str!("../frozen/spec.json")).unwrap();
    assert_eq!((spec.name.as_str(), spec.priority, spec.pictures.len()), ("holiday", 3, 2));
    assert_eq!(spec.brief.title.as_deref(), Some("Sea"));
}

#[test]
fn a_database_of_version_1_is_opened_with_its_jobs() {
    let state = tempfile::tempdir().unwrap();
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/frozen/v1.db"), state.path().join("reeldrop.db")).unwrap();
    let store = Store::open(state.path()).unwrap();
    let jobs = store.jobs().unwrap();
    let stages: Vec<&str> = jobs.iter().map(|job| job.stage.word()).collect();
    assert_eq!(stages, ["rendering", "failed", "done"]);
    assert_eq!(jobs[0].last_fault.as_ref().unwrap().message, "the disk is full");
    assert_eq!(store.journal(1).unwrap().len(), 6);
    assert_eq!(store.live().unwrap().len(), 1);
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let state = tempfile::tempdir().unwrap();
    drop(Store::open(state.path()).unwrap());
    let database = rusqlite::Connection::open(state.path().join("reeldrop.db")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    let error = Store::open(state.path()).unwrap_err();
    assert!(error.to_string().contains("newer reeldrop") && error.hint().is_some());
}
