//! What it costs a job that one of its pictures brings down whoever looks at it: that picture.

use std::fs;

use reeldrop::backend::{self, Backend, Errand, Fault, Local, NemoSettings, Outcome, Report};
use reeldrop::job::{JobSpec, LocalStep, Work};
use reeldrop::serve::Settings;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::nemo::Nemo;
use crate::support::{Crash, End, Film, Frail, Voyage, jpeg, nemo_settings};

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

/// A voyage with a JPEG and these BMPs, printed for the service by a program that dies of what is evil.
fn bound_for(nemo: &Nemo, frail: &Frail, bitmaps: &[&str]) -> (Voyage, backend::Nemo) {
    let mut voyage = Voyage::new(&nemo.url(), 1, "calm");
    for name in bitmaps {
        let picture = image::RgbImage::from_pixel(16, 16, image::Rgb([9, 9, 9]));
        picture.save(voyage.spec.source.join(name)).unwrap();
        voyage.spec.pictures.push((*name).to_owned());
    }
    let settings = NemoSettings { program: frail.program(), ..nemo_settings(&nemo.url(), voyage.dir.path()) };
    (voyage, backend::Nemo::new(settings))
}

fn uploads(nemo: &Nemo) -> Vec<String> {
    nemo.ledger().uploads.into_iter().map(|(_, name)| name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_kills_whoever_prints_it_stays_here_and_the_others_go_up() {
    let (nemo, frail) = (Nemo::made_by(false, Settings::default()), Frail::at("evil.bmp"));
    let (mut voyage, backend) = bound_for(&nemo, &frail, &["evil.bmp", "z.bmp"]);
    assert_eq!(voyage.live(&backend, None).await, Some(End::Made), "{}", voyage.journal());
    assert_eq!(uploads(&nemo), ["img0.jpg", "z.png"]);
    assert_eq!(frail.questions().len(), 3, "the evil one twice, the other once");
    assert!(voyage.journal().contains("evil.bmp`: it brings down whoever looks at it"), "{}", voyage.journal());
    let report: Value = serde_json::from_slice(&fs::read(voyage.work().report(0)).unwrap()).unwrap();
    assert!(report["skipped"][0].as_str().unwrap().contains("evil.bmp"), "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_cannot_be_printed_stays_here_wherever_it_stops() {
    let (nemo, frail) =
        (Nemo::made_by(false, Settings { tokens_per_address: 99, ..Settings::default() }), Frail::at("nobody"));
    let stops = (1..4).flat_map(|step| [Crash::BeforeEffect(step), Crash::AfterEffect(step), Crash::AfterCommit(step)]);
    for crash in stops {
        let (mut voyage, backend) = bound_for(&nemo, &frail, &["cut.bmp", "z.bmp"]);
        fs::write(voyage.spec.source.join("cut.bmp"), b"BM and no more").unwrap();
        let before = uploads(&nemo).len();
        assert_eq!(voyage.live(&backend, Some(crash)).await, None, "{crash:?}");
        assert_eq!(voyage.live(&backend, None).await, Some(End::Made), "{crash:?}: {}", voyage.journal());
        assert_eq!(uploads(&nemo)[before..], ["img0.jpg", "z.png"], "{crash:?}: {}", voyage.journal());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_picture_can_be_printed_nothing_is_asked() {
    let (nemo, frail) = (Nemo::made_by(false, Settings::default()), Frail::at("evil.bmp"));
    let (mut voyage, backend) = bound_for(&nemo, &frail, &["evil.bmp"]);
    voyage.spec.pictures.remove(0);
    let Some(End::Failed(failure)) = voyage.live(&backend, None).await else { panic!("{}", voyage.journal()) };
    assert!(failure.message.contains("evil.bmp"), "{failure:?}");
    assert_eq!((nemo.ledger().messages.len(), uploads(&nemo).len()), (0, 0));
}
