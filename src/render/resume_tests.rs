//! What an interrupted film goes on from, and what it does not trust.
#![expect(clippy::disallowed_methods, reason = "tests lay out folders and spoil files")]

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::brief::Quality;
use crate::render::film::film;
use crate::render::support_tests::{go_on, save, scenery, settings, three_shots};
use crate::timeline::Timeline;

/// Stops the film after some of its frames; gives the names of what is finished.
fn interrupted(timeline: &Timeline, source: &Path, work: &Path) -> BTreeSet<String> {
    let stop = |progress: crate::render::settings::Progress| {
        if progress.frame >= 48 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    assert!(film(timeline, source, work, &settings(1), &stop).is_err());
    let names = fs::read_dir(work).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let finished: BTreeSet<String> =
        names.filter(|name| name.starts_with("chunk-") && !name.contains("part")).collect();
    assert!(finished.len() >= 2, "{finished:?}");
    finished
}

fn fresh(timeline: &Timeline, source: &Path) -> Vec<u8> {
    let work = tempfile::tempdir().unwrap();
    fs::read(film(timeline, source, work.path(), &settings(2), &go_on).unwrap().video).unwrap()
}

#[test]
fn an_interrupted_film_goes_on_from_its_finished_chunks_and_has_the_same_bytes() {
    let (source, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let timeline = three_shots(source.path());
    interrupted(&timeline, source.path(), work.path());
    let heard = AtomicU32::new(0);
    let first = AtomicU32::new(u32::MAX);
    let listen = |progress: crate::render::settings::Progress| {
        heard.fetch_add(1, Ordering::Relaxed);
        first.fetch_min(progress.frame, Ordering::Relaxed);
        ControlFlow::Continue(())
    };
    let made = film(&timeline, source.path(), work.path(), &settings(1), &listen).unwrap();
    assert!(fs::read(made.video).unwrap() == fresh(&timeline, source.path()));
    // With one thread the first word comes after the first chunk, which was there: more than eight frames at once.
    assert!(first.into_inner() > 8, "the first chunk was shot again");
    assert!(heard.into_inner() < 78 / 8, "the finished chunks were shot again");
    assert_eq!(fs::read_dir(work.path()).unwrap().count(), 1, "only the film is left");
}

#[test]
fn what_was_made_of_another_film_or_other_pictures_is_not_gone_on_with() {
    let source = tempfile::tempdir().unwrap();
    let timeline = three_shots(source.path());
    let changes: [&dyn Fn(&mut Timeline); 3] = [
        &|_| save(scenery(200, 150, 9), &source.path().join("a.png")),
        &|timeline| timeline.shots[0].to.zoom = 1.3,
        &|timeline| timeline.quality = Quality::High,
    ];
    for change in changes {
        let work = tempfile::tempdir().unwrap();
        interrupted(&timeline, source.path(), work.path());
        let mut other = timeline.clone();
        change(&mut other);
        let made = film(&other, source.path(), work.path(), &settings(1), &go_on).unwrap();
        assert!(fs::read(made.video).unwrap() == fresh(&other, source.path()));
        assert_eq!(fs::read_dir(work.path()).unwrap().count(), 1, "what is of no use is removed");
    }
}

#[test]
fn a_chunk_that_is_not_whole_is_shot_again() {
    let (source, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let timeline = three_shots(source.path());
    let finished: Vec<String> = interrupted(&timeline, source.path(), work.path()).into_iter().collect();
    let [cut, spoilt] = [0, 1].map(|number| work.path().join(&finished[number]));
    let bytes = fs::read(&cut).unwrap();
    fs::write(&cut, &bytes[..bytes.len() - 100]).unwrap();
    let mut bytes = fs::read(&spoilt).unwrap();
    let end = bytes.len();
    bytes[end - 20..end - 16].fill(0xff);
    fs::write(&spoilt, bytes).unwrap();
    let made = film(&timeline, source.path(), work.path(), &settings(2), &go_on).unwrap();
    assert!(fs::read(made.video).unwrap() == fresh(&timeline, source.path()));
}
