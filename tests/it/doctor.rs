//! What `doctor` finds, in a sound world and in broken ones.

use std::fs;

use serde_json::Value;

use crate::support::{World, until};

/// The levels of a subject, in the order of the report.
fn levels(report: &Value, subject: &str) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings
        .filter(|finding| finding["subject"] == subject)
        .map(|finding| finding["level"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_sound_world_has_no_error_and_is_left_as_it_was() {
    // Any port will do, and none of them is the one that somebody really listens at; all that is kept has room.
    let world = World::with("", "[serve]\nlisten = '0'\nmax_total_mb = 1\n");
    let output = world.run(&["doctor"]);
    let lines = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{lines}");
    assert!(lines.contains("nothing is uploaded") && lines.contains("inbox` will be made"), "{lines}");
    assert_eq!(world.names("."), ["config.toml"]);

    world.run(&["init"]);
    let report = world.json(&["doctor"]);
    assert_eq!(report["ok"], true, "{report}");
    for subject in ["config", "state", "inbox", "outbox", "archive", "failed", "backend", "daemon", "serve"] {
        assert_eq!(levels(&report, subject), ["ok"], "{subject}: {report}");
    }
    for finding in report["findings"].as_array().unwrap() {
        assert!(finding["what"].is_string() && (finding["hint"].is_string() || finding["hint"].is_null()), "{finding}");
    }
}

#[test]
fn a_running_daemon_is_seen() {
    let world = World::new();
    let _daemon = world.daemon();
    until("the daemon to be seen", || {
        let report = world.json(&["doctor"]);
        let findings = report["findings"].as_array().unwrap();
        findings.iter().any(|finding| finding["what"].as_str().unwrap().starts_with("running as process")).then_some(())
    });
}

#[test]
fn every_broken_thing_is_an_error_with_a_hint() {
    let world = World::with("", "[limits]\nmin_free_disk_mb = 1000000000\n");
    world.run(&["init"]);
    fs::remove_dir_all(world.path("inbox/.reeldrop")).unwrap();
    fs::remove_dir_all(world.path("archive")).unwrap();
    fs::write(world.path("archive"), "a file in its place").unwrap();
    fs::write(world.path("state/reeldrop.db"), "no database at all, but long enough to be looked at").unwrap();
    let output = world.run(&["--json", "doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["ok"], false);
    for subject in ["state", "archive", "disk"] {
        assert!(levels(&report, subject).contains(&"error".to_owned()), "{subject}: {report}");
    }
    let errors = report["findings"].as_array().unwrap().iter().filter(|finding| finding["level"] == "error");
    assert!(errors.clone().all(|finding| finding["hint"].is_string()), "{report}");
}

#[test]
fn a_folder_whose_disk_is_gone_is_an_error() {
    let world = World::new();
    world.run(&["init"]);
    fs::remove_dir_all(world.path("inbox/.reeldrop")).unwrap();
    fs::remove_dir_all(world.path("outbox")).unwrap();
    let report = world.json(&["doctor"]);
    assert_eq!((levels(&report, "inbox"), levels(&report, "outbox")), (vec!["error".into()], vec!["error".into()]));
    assert!(!world.path("outbox").exists(), "a folder that was known is not made anew");
}

#[test]
fn a_config_that_cannot_be_read_is_a_finding_and_no_crash() {
    let world = World::new();
    fs::write(world.config(), "wokers = 1").unwrap();
    let output = world.run(&["--json", "doctor"]);
    assert_eq!(output.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(levels(&report, "config"), ["error"]);
    assert!(report["findings"][0]["hint"].as_str().unwrap().contains("workers"), "{report}");
}

#[test]
fn an_inbox_that_is_polled_is_said_to_be() {
    let world = World::with("mode = 'poll'", "");
    world.run(&["init"]);
    let report = world.json(&["doctor"]);
    let watch = report["findings"].as_array().unwrap().iter().find(|finding| finding["subject"] == "watch").unwrap();
    assert!(watch["level"] == "ok" && watch["what"].as_str().unwrap().contains("every 1 s"), "{watch}");
}

#[test]
fn a_server_that_others_could_call_without_a_token_is_an_error() {
    let world = World::with("", "[serve]\nlisten = '0.0.0.0:0'\nmax_total_mb = 1\n");
    let report = world.json(&["doctor"]);
    assert_eq!(levels(&report, "serve"), ["ok", "error"], "{report}");
    assert_eq!(report["ok"], false);
}
