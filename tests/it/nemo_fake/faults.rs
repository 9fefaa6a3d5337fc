//! Every fault does what its name says, and hits are counted.

use std::time::Duration;

use reqwest::RequestBuilder;
use serde_json::Value;

use crate::nemo_fake::client::{Skill, http, json_of};
use crate::support::nemo::{Call, Fault, Films, Loss, Nemo, Script, Step, When};

/// Longer than loopback needs for anything.
const SOON: Duration = Duration::from_millis(300);

async fn text(request: RequestBuilder) -> Result<String, reqwest::Error> {
    request.send().await?.text().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_before_the_effect_leaves_no_trace() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let date = "Wed, 21 Oct 2026 07:28:00 GMT";
    let not_found = r#"{"detail":"Session not found"}"#.to_owned();
    for what in [
        Fault::Code(2001),
        Fault::Status(503),
        Fault::Limited(Some("7".into())),
        Fault::Limited(Some(date.into())),
        Fault::Answer(404, "application/json", not_found),
    ] {
        let fault = nemo.fault(Call::Message, When::Nth(1), what);
        let reply = skill.message("make a video").send().await.unwrap();
        assert_ne!(reply.headers()["content-type"], "text/event-stream");
        assert_eq!(nemo.hits(fault), 1);
    }
    let stalled = nemo.fault(Call::Message, When::Always, Fault::Stall);
    assert!(text(skill.message("make a video").timeout(SOON)).await.unwrap_err().is_timeout());
    assert_eq!((nemo.hits(stalled), nemo.calls(Call::Message)), (1, 6));
    assert_eq!(nemo.ledger().messages, [""; 0]);
    nemo.heal();
    skill.say("make a video").await;
    assert_eq!(nemo.ledger().messages, ["make a video"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_can_be_lost_in_every_way_after_the_effect() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let ways =
        [Loss::Reset, Loss::ResetAfter(20), Loss::Status(502), Loss::Garbage, Loss::HalfJson, Loss::Html, Loss::Stall];
    for (number, way) in ways.into_iter().enumerate() {
        let fault = nemo.fault(Call::Upload, When::Nth(1), Fault::Lose(way));
        let answer = text(skill.upload(&[("a.jpg", &number.to_string())]).timeout(SOON)).await;
        let read = answer.ok().and_then(|text| serde_json::from_str::<Value>(&text).ok());
        assert_eq!((read, nemo.hits(fault)), (None, 1), "{way:?}");
        assert_eq!(nemo.ledger().uploads.len(), number + 1, "{way:?}");
    }
    assert_eq!(nemo.resets(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_is_a_reset() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.fault(Call::Submit, When::Nth(1), Fault::Lose(Loss::Reset));
    let error = skill.submit("r", "{}").send().await.unwrap_err();
    let mut causes = std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |error| error.source());
    let reset = |error: &(dyn std::error::Error + 'static)| {
        error.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset)
    };
    assert!(causes.any(reset), "{error:?}");
    assert_eq!(nemo.ledger().renders.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_cut_on_its_way_up_has_no_effect() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let big = "x".repeat(300_000);
    for bytes in [0, 100_000] {
        let fault = nemo.fault(Call::Upload, When::Nth(1), Fault::CutUp(bytes));
        assert!(skill.upload(&[("a.jpg", &big)]).send().await.is_err());
        assert_eq!((nemo.hits(fault), nemo.ledger().uploads.len()), (1, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_cut_after_so_many_events_and_the_work_goes_on() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.fault(Call::Message, When::Nth(1), Fault::CutStream(2));
    let mut reply = skill.message("make a video").send().await.unwrap();
    let mut seen = String::new();
    let end = loop {
        match reply.chunk().await {
            Ok(Some(bytes)) => seen.push_str(&String::from_utf8_lossy(&bytes)),
            end => break end,
        }
    };
    assert!(end.is_err(), "{end:?}");
    assert_eq!(seen.matches("data: ").count(), 2);
    nemo.fault(Call::Message, When::Nth(1), Fault::EndStream(1));
    assert_eq!(skill.say("add a title").await.matches("data: ").count(), 1);
    assert_eq!(nemo.ledger().charged, 150);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_can_be_nothing_but_signs_of_life() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.fault(Call::Message, When::Nth(1), Fault::Heartbeats(Duration::from_millis(1)));
    let mut reply = skill.message("make a video").send().await.unwrap();
    for _ in 0..20 {
        let chunk = reply.chunk().await.unwrap().unwrap();
        assert!(chunk.starts_with(b"data:\n\n"), "{chunk:?}");
    }
    drop(reply);
    assert_eq!(nemo.ledger().messages, ["make a video"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_down_refuses_and_comes_back() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.fault(Call::Submit, When::Nth(1), Fault::GoDown);
    assert!(skill.submit("r", "{}").send().await.is_err());
    let fresh = http().get(nemo.url()).send().await;
    assert!(fresh.unwrap_err().is_connect());
    nemo.up();
    assert_eq!(skill.made("r").await["status"], "completed");
    nemo.down();
    assert!(skill.state().send().await.is_err());
    nemo.up();
    assert_eq!(json_of(skill.state()).await["code"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_leads_to_another_host_that_notes_the_token() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.fault(Call::State, When::Nth(1), Fault::Redirect);
    let reply = skill.state().send().await.unwrap();
    let to = reply.headers()["location"].to_str().unwrap().to_owned();
    assert!(!to.starts_with(&nemo.url()));
    http().get(&to).send().await.unwrap();
    http().get(&to).bearer_auth(&skill.token).send().await.unwrap();
    let authorized: Vec<bool> = nemo.strays().into_iter().map(|stray| stray.authorized).collect();
    assert_eq!(authorized, [false, true]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_can_be_short_long_endless_another_and_slow() {
    let nemo = Nemo::start();
    nemo.films(Films { bytes: 2000, ..Films::default() });
    let skill = Skill::new(&nemo).await;
    skill.submit("r", "{}").send().await.unwrap();
    let url = skill.made("r").await["output"]["url"].as_str().unwrap().to_owned();
    let whole = skill.film(&url).await.bytes().await.unwrap();
    let next = |what| nemo.fault(Call::File, When::Nth(1), what);
    next(Fault::Short);
    let short = skill.film(&url).await;
    assert_eq!(short.content_length(), Some(whole.len() as u64));
    assert!(short.bytes().await.is_err());
    next(Fault::Truncated);
    assert_eq!(skill.film(&url).await.bytes().await.unwrap(), whole.slice(..whole.len() / 2));
    next(Fault::Long);
    assert!(skill.film(&url).await.bytes().await.unwrap().len() > whole.len());
    next(Fault::NewTag);
    assert_eq!(skill.film(&url).await.headers()["etag"], "\"another\"");
    next(Fault::Lose(Loss::ResetAfter(1000)));
    assert!(skill.film(&url).await.bytes().await.is_err());
    next(Fault::Gzip);
    let zipped = skill.film(&url).await;
    assert_eq!(zipped.headers()["content-encoding"], "gzip");
    assert!(zipped.bytes().await.unwrap().starts_with(&[0x1f, 0x8b]));
    next(Fault::Drip(Duration::from_millis(1)));
    let slow = http().get(&url).timeout(SOON).send().await;
    assert!(slow.is_err() || slow.unwrap().bytes().await.is_err());
    next(Fault::Endless);
    let (mut endless, mut length) = (http().get(&url).send().await.unwrap(), 0);
    while length < 4 << 20 {
        length += endless.chunk().await.unwrap().unwrap().len();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_can_take_its_time() {
    let nemo = Nemo::start();
    nemo.script(Script::Steps(vec![Step::Pause(Duration::from_millis(1)), Step::Heartbeat]));
    let skill = Skill::new(&nemo).await;
    nemo.fault(Call::Message, When::First(1), Fault::Delay(Duration::from_millis(1)));
    assert_eq!(skill.say("make a video").await, "data:\n\n");
}
