//! What it costs a job that one of its pictures brings down whoever looks at it: that picture.

use std::fs;

use reeldrop::backend::{Backend, Errand, Fault, Local, Outcome, Report};
use reeldrop::job::{JobSpec, LocalStep, Work};
use tempfile::TempDir;

use crate::support::{Film, Frail, jpeg};

/// An order for a small film of these pictures in a work folder.
fn order(pictures: &[&str]) -> (TempDir, JobSpec) {
    let dir = tempfile::tempdir().unwrap();
    let source = dir.path().join("source");
    for (number, name) in (0..).zip(pictures) {
        jpeg(&source.join(name), 64, 36, [250, 40 * number, 90]);
    }
    let text = r#"{"name":"sea","source":"","backend":"local","pictures":[],"sound":null,
        "brief":{"resolution":"480p","quality":"draft","fps":30,"seconds_per_image":0.5,"transition":"cut"}}"#;
    let mut spec: JobSpec = serde_json::from_str(text).unwrap();
    spec.source = source;
    spec.pictures = pictures.iter().map(|name| (*name).to_owned()).collect();
    (dir, spec)
}

async fn make(frail: &Frail, dir: &TempDir, spec: &JobSpec) -> Result<Outcome<LocalStep>, Fault> {
    let work = Work::at(dir.path().to_owned());
    spec.save(&work.spec()).unwrap();
    let errand = Errand { work: &work, spec, progress: &|_| {}, note: &|_| {} };
    Local { program: frail.program(), model: None }.step(&errand, LocalStep::Render { film: 0 }).await
}

#[tokio::test]
async fn a_picture_that_kills_whoever_looks_at_it_is_left_out_and_named() {
    let frail = Frail::at("evil.jpg");
    let (dir, spec) = order(&["a.jpg", "evil.jpg", "z.jpg"]);
    make(&frail, &dir, &spec).await.unwrap();
    let work = Work::at(dir.path().to_owned());
    assert_eq!(Film::open(&work.video(0)).frames, 30);
    let report = Report::load(&work.report(0)).unwrap();
    assert!(matches!(&report.skipped[..], [one] if one.contains("evil.jpg")), "{:?}", report.skipped);
}

#[tokio::test]
async fn what_was_seen_is_kept_and_not_looked_at_again_after_a_restart() {
    let frail = Frail::at("nobody.jpg");
    let (dir, spec) = order(&["a.jpg", "b.jpg"]);
    make(&frail, &dir, &spec).await.unwrap();
    assert_eq!(frail.questions().len(), 1);
    let work = Work::at(dir.path().to_owned());
    fs::remove_file(work.report(0)).unwrap();
    make(&frail, &dir, &spec).await.unwrap();
    assert_eq!(frail.questions().len(), 1, "the second try knows what the first has seen");
    fs::remove_file(work.report(0)).unwrap();
    jpeg(&spec.source.join("b.jpg"), 36, 64, [1, 2, 3]);
    make(&frail, &dir, &spec).await.unwrap();
    let asked = frail.questions();
    assert!(asked.len() == 2 && asked[1].contains("b.jpg") && !asked[1].contains("a.jpg"), "{asked:?}");
}

#[tokio::test]
async fn pictures_that_all_kill_whoever_looks_are_the_folders_own_fault() {
    let frail = Frail::at("evil");
    let (dir, spec) = order(&["evil.jpg"]);
    let failed = make(&frail, &dir, &spec).await;
    assert!(matches!(failed, Err(Fault::Lasting(failure)) if failure.message.contains("evil.jpg")));
}
