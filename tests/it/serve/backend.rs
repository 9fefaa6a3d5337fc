//! The nemo backend against our own server: the crash matrix with real films.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::{Crash, End, Film, Serving, Voyage};

/// Voyages at a time: each renders a small film.
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_it_stops_one_folder_is_one_message_and_one_film() {
    let mut serving = Serving::with("tokens_per_address = 100000\nworkers = 2");
    let mut whole = Voyage::new(serving.url(), 2, "calm");
    assert_eq!(whole.sail(&[]).await, End::Made, "{}", whole.journal());
    assert!(whole.timeline.lock().unwrap().starts_with("Timeline (1 track): 1. Video: img0.jpg and 1 more"));
    let kinds = [Crash::BeforeEffect, Crash::AfterEffect, Crash::AfterCommit];
    let crashes: Vec<Crash> = (0..whole.steps).flat_map(|step| kinds.map(|kind| kind(step))).collect();
    let (door, mut voyages) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    let count = crashes.len();
    for (number, crash) in crashes.into_iter().enumerate() {
        let (door, url) = (Arc::clone(&door), serving.url().to_owned());
        voyages.spawn(async move {
            let _place = door.acquire().await.unwrap();
            let mut voyage = Voyage::new(&url, 2, &format!("calm, title \"{number}\""));
            let end = voyage.sail_stubbornly(&[crash]).await;
            assert_eq!(end, End::Made, "{crash:?}\n{}", voyage.journal());
            assert_eq!(Film::open(&voyage.film()).frames, 30, "{crash:?}");
        });
    }
    assert_eq!(voyages.join_all().await.len(), count);
    serving.kill();
    let books = serving.books();
    let begun = books.charges().unwrap().len();
    assert_eq!((begun, books.uploads().unwrap().len()), (count + 1, 2 * (count + 1)), "everything once");
    assert_eq!(books.renders().unwrap().len(), count + 1, "every film exported once");
}
