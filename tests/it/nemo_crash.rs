//! The crash matrix of NemoVideo: stop anywhere, once or twice, and nothing is said, paid, uploaded or exported twice.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use reeldrop::serve::Settings;

use crate::support::nemo::{Films, Nemo, Script};
use crate::support::{Crash, End, Film, Voyage};

/// Voyages at a time: mostly they wait.
const AT_ONCE: usize = 8;
/// Of the pairs of crashes, one in so many is tried where each costs a real film; with `REELDROP_PAIRS=all` every one.
const SAMPLE: usize = 13;

/// A service with room for all voyages: each has a client and a session of its own.
fn harbour(real: bool) -> Nemo {
    let rules = Settings {
        credits: None,
        tokens_per_address: u32::MAX,
        max_sessions: u64::MAX,
        renders_at_once: 4,
        ..Settings::default()
    };
    Nemo::made_by(real, rules)
}

/// How many steps an undisturbed voyage takes.
async fn length(nemo: &Nemo) -> usize {
    let mut voyage = Voyage::new(&nemo.url(), 2, "calm, with a title");
    assert_eq!(voyage.sail(&[]).await, End::Made);
    voyage.steps
}

fn every_crash(steps: usize) -> Vec<Crash> {
    let kinds = [Crash::BeforeEffect, Crash::AfterEffect, Crash::AfterCommit];
    (0..steps).flat_map(|step| kinds.map(|kind| kind(step))).collect()
}

/// One voyage with these crashes and words of its own. A message that was on disk and not sent fails the job, and a
/// person asks for another try; in the end there is one film, one message, one export, each file once.
async fn outlive(url: String, real: bool, crashes: Vec<Crash>, words: String) -> (String, Vec<Crash>) {
    let mut voyage = Voyage::new(&url, 2, &words);
    let end = voyage.sail_stubbornly(&crashes).await;
    assert_eq!(end, End::Made, "{crashes:?}\n{}", voyage.journal());
    assert!(voyage.film().exists(), "{crashes:?}");
    if real {
        assert_eq!(Film::open(&voyage.film()).frames, 30, "{crashes:?}");
    }
    (words, crashes)
}

async fn outlive_all(nemo: &Nemo, real: bool, plans: Vec<Vec<Crash>>) {
    let (door, mut voyages) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    let count = plans.len();
    for (number, crashes) in plans.into_iter().enumerate() {
        let (door, url) = (Arc::clone(&door), nemo.url());
        voyages.spawn(async move {
            let _place = door.acquire().await.unwrap();
            outlive(url, real, crashes, format!("calm film number {number}")).await
        });
    }
    let done = voyages.join_all().await;
    let ledger = nemo.ledger();
    assert_eq!(done.len(), count);
    for (words, crashes) in done {
        let said = ledger.messages.iter().filter(|message| **message == words).count();
        assert_eq!(said, 1, "{crashes:?}: the message was begun {said} times");
    }
    assert_eq!((ledger.repeated, ledger.repeated_while_active, ledger.rendered_again), (0, 0, 0));
    // Sessions that a crash left unused hold no files: what was uploaded, was uploaded once.
    assert_eq!(ledger.uploads.len(), (count + 1) * 2, "every file once");
    assert_eq!(ledger.renders.len(), count + 1, "every film exported once");
}

async fn stop_once_anywhere(real: bool) {
    let nemo = harbour(real);
    nemo.films(Films::default());
    let steps = length(&nemo).await;
    assert!(steps >= 10, "open, upload twice, turn, message, watch, turn, submit, watch, download: {steps}");
    let plans = every_crash(steps).into_iter().map(|crash| vec![crash]).collect();
    outlive_all(&nemo, real, plans).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_it_stops_one_folder_is_one_message_and_one_export() {
    stop_once_anywhere(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn so_it_is_where_the_server_and_its_films_are_real() {
    stop_once_anywhere(true).await;
}

async fn stop_twice_anywhere(real: bool, one_in: usize) {
    let nemo = harbour(real);
    let crashes = every_crash(length(&nemo).await);
    // A step that was taken before the first crash is not there for the second.
    let later = |first: Crash| crashes.iter().copied().filter(move |second| second.step() > first.step());
    let pairs = crashes.iter().flat_map(|first| later(*first).map(|second| vec![*first, second]));
    outlive_all(&nemo, real, pairs.step_by(one_in).collect()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wherever_it_stops_twice_nothing_is_paid_twice() {
    stop_twice_anywhere(false, 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nor_is_it_where_the_server_and_its_films_are_real() {
    let all = std::env::var("REELDROP_PAIRS").is_ok_and(|pairs| pairs == "all");
    stop_twice_anywhere(true, if all { 1 } else { SAMPLE }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_instructions_are_said_in_their_order_wherever_it_stops() {
    let nemo = harbour(false);
    nemo.script(Script::Usual);
    let prompt = "calm film\n---\nadd the title Sea\n---\nexport\n---\ncredits";
    let mut voyage = Voyage::new(&nemo.url(), 1, prompt);
    assert_eq!(voyage.sail(&[]).await, End::Made, "{}", voyage.journal());
    let mut said = 2;
    for step in 0..voyage.steps {
        let mut voyage = Voyage::new(&nemo.url(), 1, prompt);
        let end = voyage.sail_stubbornly(&[Crash::AfterEffect(step)]).await;
        assert_eq!(end, End::Made, "{step}: {}", voyage.journal());
        said += 2;
        let ledger = nemo.ledger();
        assert_eq!((ledger.messages.len(), ledger.repeated), (said, 0), "{step}");
        assert_eq!(ledger.messages[said - 2..], ["calm film", "add the title Sea"], "{step}");
    }
}
