//! One job at a service that speaks in each of its possible voices: the same film, the same ledger.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use reeldrop::serve::Settings;

use crate::support::nemo::{
    Beat, Call, Chunking, Dialect, Envelope, ErrorFrame, Fault, Films, LineEnd, Nemo, Script, Shape, Step, Voice, When,
};
use crate::support::{End, Voyage};

const WORDS: &str = "calm, with a title";

fn service() -> Nemo {
    let nemo = Nemo::with(Settings { credits: Some(1000), ..Settings::default() });
    nemo.films(Films { bytes: 200, ..Films::default() });
    nemo
}

fn voices() -> Vec<Voice> {
    let plain = Voice::default;
    let mut all = Vec::new();
    for envelope in [Envelope::Code, Envelope::Message, Envelope::Success, Envelope::Bare] {
        for render in [Shape::A, Shape::B, Shape::C] {
            all.push(Voice { envelope, render, ..plain() });
        }
    }
    for (statuses, numeric_ids) in [(true, false), (false, true), (true, true)] {
        all.push(Voice { statuses, numeric_ids, without_user: true, without_expiry: true, ..plain() });
    }
    for (render, download_json) in [(Shape::A, false), (Shape::B, true), (Shape::C, false)] {
        all.push(Voice { render, without_url: true, download_json, ..plain() });
    }
    all.extend(["SUCCESS", "done", "Complete"].map(|word| Voice { completed_word: Some(word), ..plain() }));
    for dialect in [Dialect::Adk, Dialect::Snake, Dialect::Typed, Dialect::Text, Dialect::Sibling] {
        for (beat, line_end) in [
            (Beat::Empty, LineEnd::CrLf),
            (Beat::Comment, LineEnd::Lf),
            (Beat::Typed, LineEnd::Cr),
            (Beat::Word, LineEnd::Lf),
            (Beat::Event, LineEnd::CrLf),
        ] {
            all.push(Voice { dialect, beat, line_end, beats: true, chunking: Chunking::EveryByte, ..plain() });
        }
        all.push(Voice { dialect, silent: true, ..plain() });
        all.push(Voice { dialect, trailing_issue: true, multi_line: true, ids: true, bom: true, ..plain() });
        all.push(Voice { dialect, partials: dialect == Dialect::Adk, unterminated: true, done_word: true, ..plain() });
    }
    let frames = [ErrorFrame::Adk1, ErrorFrame::Adk1Broken, ErrorFrame::Adk2, ErrorFrame::Event, ErrorFrame::Text];
    all.extend(frames.map(|frame| Voice { error_frame: Some(frame), ..plain() }));
    all.extend([2001, 500].map(|code| Voice { error_frame: Some(ErrorFrame::Code(code)), ..plain() }));
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_voice_it_has_the_film_is_made_and_paid_once() {
    let mut listening = JoinSet::new();
    let door = Arc::new(Semaphore::new(8));
    for voice in voices() {
        let door = Arc::clone(&door);
        listening.spawn(async move {
            let _place = door.acquire().await.unwrap();
            understood(voice).await;
        });
    }
    assert_eq!(listening.join_all().await.len(), voices().len());
}

async fn understood(voice: Voice) {
    let nemo = service();
    nemo.voice(voice.clone());
    let mut voyage = Voyage::new(&nemo.url(), 2, WORDS);
    let end = voyage.sail(&[]).await;
    assert_eq!(end, End::Made, "{voice:?}\n{}", voyage.journal());
    let ledger = nemo.ledger();
    assert_eq!((ledger.messages.len(), ledger.charged, ledger.renders.len()), (1, 100, 1), "{voice:?}");
    let timeline = voyage.timeline.lock().unwrap().clone();
    assert!(timeline.starts_with("Timeline (2 tracks): 1. Video: "), "{voice:?}: {timeline}");
    let journal = voyage.journal();
    for never in ["Export", "Preview", "temporary issue", "heartbeat", "edit_multitrack", "nmv_usr_"] {
        assert!(!journal.contains(never), "{voice:?}: {never:?} is in\n{journal}");
    }
    let speaks = !voice.silent;
    assert_eq!(journal.contains("NemoVideo: Your video is ready!"), speaks, "{voice:?}\n{journal}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_in_two_stages_is_told_twice_and_exported_whole() {
    let nemo = service();
    nemo.script(Script::TwoStages);
    let mut voyage = Voyage::new(&nemo.url(), 2, WORDS);
    assert_eq!(voyage.sail(&[]).await, End::Made, "{}", voyage.journal());
    let journal = voyage.journal();
    let stage = |words: &str| journal.find(words).unwrap_or_else(|| panic!("{words:?} is not in\n{journal}"));
    assert!(stage("The clip is generated.") < stage("I added background music and a title."));
    assert!(journal.contains("Timeline (3 tracks)"), "{journal}");
    assert!(nemo.ledger().renders[0].draft.contains("\"tt\":7"), "the title is in the film");
}

/// The stream ends after the clip; what follows is seen only in the state.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_stage_that_no_stream_tells_of_is_waited_for() {
    let nemo = service();
    nemo.script(Script::TwoStages);
    nemo.fault(Call::Message, When::Nth(1), Fault::EndStream(4));
    let mut voyage = Voyage::new(&nemo.url(), 2, WORDS);
    assert_eq!(voyage.sail(&[]).await, End::Made, "{}", voyage.journal());
    assert!(nemo.ledger().renders[0].draft.contains("\"tt\":7"), "{}", voyage.journal());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_error_beside_words_is_no_success() {
    let nemo = service();
    nemo.script(Script::Usual);
    let half = vec![Step::Text("I'm on it.".into()), Step::Fail("OVERLOADED", "try later")];
    nemo.script(Script::Steps(half));
    let mut voyage = Voyage::new(&nemo.url(), 1, "calm\n---\nadd music");
    let End::Failed(failure) = voyage.sail(&[]).await else { panic!("{}", voyage.journal()) };
    assert!(failure.message.contains("I'm on it.") && failure.message.contains("try later"), "{}", failure.message);
    assert_eq!(nemo.ledger().renders.len(), 0, "a film without the music is not what was asked for");
    assert_eq!(voyage.sail_stubbornly(&[]).await, End::Made, "{}", voyage.journal());
    assert_eq!(nemo.ledger().messages, ["calm", "add music", "add music"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credits_that_come_back_let_the_job_go_on() {
    let nemo = Nemo::with(Settings { credits: Some(40), ..Settings::default() });
    nemo.films(Films { bytes: 200, ..Films::default() });
    let mut voyage = Voyage::new(&nemo.url(), 1, WORDS);
    let backend = voyage.backend();
    let End::Waits(failure) = voyage.live(&backend, None).await.unwrap() else { panic!("{}", voyage.journal()) };
    assert!(failure.hint.unwrap().contains("/register?bind=anon_"));
    assert_eq!((nemo.ledger().charged, nemo.ledger().refused.len()), (0, 1), "asked once, then only the balance");
    nemo.set_credits(500);
    assert_eq!(voyage.live(&backend, None).await, Some(End::Made), "{}", voyage.journal());
    assert_eq!(nemo.ledger().messages, [WORDS]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_failed_is_asked_for_once_more_and_no_oftener() {
    for (failures, made) in [(1, true), (2, false)] {
        let nemo = service();
        nemo.films(Films { failures, bytes: 200, ..Films::default() });
        let mut voyage = Voyage::new(&nemo.url(), 1, WORDS);
        let end = voyage.sail(&[]).await;
        assert_eq!(end == End::Made, made, "{end:?}");
        let ids: std::collections::HashSet<String> =
            nemo.ledger().renders.iter().map(|render| render.id.clone()).collect();
        assert_eq!((ids.len(), nemo.ledger().messages.len()), (2, 1), "a new id for the second");
        // Another try of a person's exports again, and pays nothing.
        assert_eq!(voyage.sail_stubbornly(&[]).await, End::Made);
        assert_eq!(nemo.ledger().charged, 100);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_takes_too_long_can_be_asked_after_later() {
    let mut nemo = service();
    nemo.films(Films { polls: usize::MAX, bytes: 200, ..Films::default() });
    let mut voyage = Voyage::new(&nemo.url(), 1, WORDS);
    let mut settings = crate::support::nemo_settings(&nemo.url(), voyage.dir.path());
    settings.render_timeout = Duration::from_millis(200);
    let end = voyage.live(&reeldrop::backend::Nemo::new(settings), None).await.unwrap();
    let End::Failed(failure) = end else { panic!("{end:?}") };
    assert!(failure.hint.unwrap().contains("asks after the same export again"));
    nemo.films(Films { bytes: 200, ..Films::default() });
    nemo.restart();
    voyage.row = voyage.row.clone().again();
    assert_eq!(voyage.sail(&[]).await, End::Made);
    assert_eq!(nemo.ledger().renders.len(), 1);
}
