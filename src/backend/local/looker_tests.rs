//! What looking at files costs when one of them is made to bring the looker down; the looker is a script that obeys.

use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use tempfile::TempDir;

use crate::backend::asking::Asking;
use crate::backend::local::looker::Looker;
use crate::backend::local::question::Question;
use crate::backend::seen::{Seen, Survey};
use crate::disk;
use crate::job::Limits;

/// A looker that does `bad` when the file `bad.jpg` is asked of it, and sees a picture in every other.
fn looker(bad: &str) -> (TempDir, Looker) {
    let dir = tempfile::tempdir().unwrap();
    let program = dir.path().join("looker");
    let script = format!(
        r#"#!/bin/sh
read -r question || exit 0
echo life >> {dir}/lives
see() {{ printf '{{"begun":"%s"}}\n{{"seen":["%s",{{"picture":{{"width":4,"height":3,"taken":null,"faces":[]}}}}]}}\n' $1 $1; }}
case "$question" in *'"a.jpg"'*) see a.jpg;; esac
case "$question" in *'"bad.jpg"'*) echo '{{"begun":"bad.jpg"}}'; {bad};; esac
case "$question" in *'"z.jpg"'*) see z.jpg;; esac
"#,
        dir = dir.path().display(),
    );
    disk::write_whole(&program, script.as_bytes()).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    // A process that another test is just starting may still hold the script open for writing.
    while std::process::Command::new(&program).stdin(std::process::Stdio::null()).status().is_err() {}
    (dir, Looker { asking: Asking { program, patience: Duration::from_millis(500) } })
}

fn question() -> Question {
    Question {
        source: "/somewhere".into(),
        pictures: ["a.jpg", "bad.jpg", "z.jpg"].map(String::from).into(),
        sounds: Vec::new(),
        faces: true,
        proofs: false,
        beats: false,
        limits: Limits::default(),
    }
}

fn lives(dir: &TempDir) -> usize {
    std::fs::read_to_string(dir.path().join("lives")).unwrap().lines().count()
}

#[tokio::test]
async fn a_file_that_kills_whoever_looks_at_it_costs_only_itself() {
    for bad in ["kill -9 $$", "kill -11 $$", "exit 101"] {
        let (dir, looker) = looker(bad);
        let mut survey = Survey::default();
        looker.look(&question(), &mut survey).await.unwrap();
        for good in ["a.jpg", "z.jpg"] {
            assert!(matches!(survey.of(good), Some(Seen::Picture { width: 4, .. })), "{bad}: {survey:?}");
        }
        let Some(Seen::Bad { sentence, reason }) = survey.of("bad.jpg") else { panic!("{bad}: {survey:?}") };
        assert!(sentence.starts_with("cannot use `/somewhere/bad.jpg`: it brings down"), "{sentence}");
        assert!(!reason.contains("somewhere"), "{reason}");
        assert_eq!(lives(&dir), 4, "once among others, twice alone, once without it");
        looker.look(&question(), &mut survey).await.unwrap();
        assert_eq!(lives(&dir), 4, "what is known is not looked at again");
    }
}

#[tokio::test]
async fn a_file_that_never_ends_costs_only_itself() {
    let (_dir, looker) = looker("exec sleep 1000");
    let mut survey = Survey::default();
    looker.look(&Question { pictures: vec!["bad.jpg".to_owned()], ..question() }, &mut survey).await.unwrap();
    assert!(matches!(survey.of("bad.jpg"), Some(Seen::Bad { reason, .. }) if reason.contains("for too long")));
}

#[tokio::test]
async fn a_looker_that_was_asked_to_stop_blames_no_file() {
    for bad in ["kill -15 $$", "kill -2 $$"] {
        let (_dir, looker) = looker(bad);
        let mut survey = Survey::default();
        let failure = looker.look(&question(), &mut survey).await.unwrap_err();
        assert!(failure.message.contains("asked to stop"), "{failure:?}");
        assert_eq!((survey.of("bad.jpg"), survey.of("a.jpg").is_some()), (None, true));
    }
}

#[tokio::test]
async fn a_program_that_looks_at_nothing_is_an_error_and_no_endless_loop() {
    for program in ["/bin/true", "/bin/false", "/nowhere"] {
        let looker = Looker::new(program.into());
        assert!(looker.look(&question(), &mut Survey::default()).await.is_err(), "{program}");
    }
}

#[test]
fn a_survey_is_kept_until_the_file_changes() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a.jpg", "b.jpg"] {
        disk::write_whole(&dir.path().join(name), b"one").unwrap();
    }
    let seen = Seen::Sound { seconds: 1.5, beats: Some(vec![0.25]) };
    let survey: Survey = ["a.jpg", "b.jpg"].map(|name| (name.to_owned(), seen.clone())).into_iter().collect();
    let path = dir.path().join("survey.json");
    survey.save(&path, dir.path()).unwrap();
    disk::write_whole(&dir.path().join("b.jpg"), b"another").unwrap();
    let kept = Survey::load(&path, dir.path());
    assert_eq!((kept.of("a.jpg"), kept.of("b.jpg")), (Some(&seen), None));
    disk::write_whole(&path, b"{").unwrap();
    assert_eq!(Survey::load(&path, dir.path()), Survey::default());
}
