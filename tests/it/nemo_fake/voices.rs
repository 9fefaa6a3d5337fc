//! The other readings of the protocol, as they go over the wire.

use reqwest::header::CONTENT_TYPE;

use crate::nemo_fake::client::{Skill, draft_in, json_of, token};
use crate::support::nemo::{Beat, Chunking, Dialect, Envelope, ErrorFrame, LineEnd, Nemo, Script, Shape, Voice};

#[tokio::test(flavor = "multi_thread")]
async fn envelopes_change_and_drafts_do_not() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    let usual = skill.state().send().await.unwrap().text().await.unwrap();
    for (envelope, begins) in [
        (Envelope::Message, r#"{"code":0,"message":"success","data":{"#),
        (Envelope::Success, r#"{"success":true,"data":{"#),
        (Envelope::Bare, r#"{"session_id":"#),
    ] {
        nemo.voice(Voice { envelope, ..Voice::default() });
        let reply = skill.state().send().await.unwrap().text().await.unwrap();
        assert!(reply.starts_with(begins), "{reply}");
        assert_eq!(draft_in(&reply), draft_in(&usual));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn renders_come_in_three_shapes() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    skill.submit("r", "{}").send().await.unwrap();
    let a = skill.made("r").await;
    nemo.voice(Voice { render: Shape::B, ..Voice::default() });
    let b = json_of(skill.poll("r")).await;
    assert_eq!((&b["success"], &b["data"]["id"]), (&true.into(), &"r".into()));
    assert_eq!(b["data"]["outputUrl"], a["output"]["url"]);
    nemo.voice(Voice { render: Shape::C, completed_word: Some("SUCCESS"), without_url: true, ..Voice::default() });
    let c = json_of(skill.poll("r")).await;
    assert_eq!((&c["data"]["render_id"], &c["data"]["status"]), (&"r".into(), &"SUCCESS".into()));
    assert!(c["data"].get("outputUrl").is_none());
    nemo.voice(Voice { download_json: true, ..Voice::default() });
    let download = json_of(skill.get("/api/render/proxy/r/download")).await;
    assert_eq!(download["output"], a["output"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn refusals_can_be_statuses_and_ids_numbers() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.voice(Voice {
        statuses: true,
        numeric_ids: true,
        without_user: true,
        without_expiry: true,
        ..Voice::default()
    });
    let opened = skill.open_session().await;
    assert!(opened["data"]["session_id"].is_i64() && opened["data"].get("user_id").is_none());
    let fresh = token(&nemo, "other").await;
    assert!(fresh["data"]["token"].is_string() && fresh["data"].get("expires_at").is_none());
    nemo.forget_sessions();
    assert_eq!(skill.state().send().await.unwrap().status(), 404);
    nemo.revoke_tokens();
    assert_eq!(skill.state().send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stream_speaks_every_dialect() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    for (dialect, there, gone) in [
        (Dialect::Snake, r#""function_call":"#, "functionCall"),
        (Dialect::Typed, r#""type":"tool_call""#, "author"),
        (Dialect::Text, r#"data: {"text":"#, "tool"),
        (Dialect::Sibling, r#""type":"chunk""#, "author"),
    ] {
        nemo.voice(Voice { dialect, ..Voice::default() });
        let stream = skill.say(&format!("{dialect:?}")).await;
        assert!(stream.contains(there) && !stream.contains(gone), "{stream}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn line_ends_beats_and_odd_endings_go_over_the_wire() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let cases = [
        (Voice { line_end: LineEnd::CrLf, ..Voice::default() }, "\r\n\r\n"),
        (Voice { line_end: LineEnd::Cr, ..Voice::default() }, "}\r\rdata: "),
        (Voice { beats: true, beat: Beat::Comment, ..Voice::default() }, ": heartbeat\ndata: {"),
        (Voice { beats: true, beat: Beat::Typed, ..Voice::default() }, "data: {\"type\":\"heartbeat\"}\n\n"),
        (Voice { beats: true, beat: Beat::Word, ..Voice::default() }, "data: heartbeat\n\n"),
        (Voice { beats: true, beat: Beat::Event, ..Voice::default() }, "event: heartbeat\ndata:\n\n"),
        (Voice { ids: true, ..Voice::default() }, "id: 2\nretry: 3000\ndata: {"),
        (Voice { multi_line: true, ..Voice::default() }, "data: {\ndata: \""),
        (Voice { partials: true, ..Voice::default() }, "\"partial\":true"),
        (Voice { trailing_issue: true, ..Voice::default() }, "I encountered a temporary issue"),
        (Voice { done_word: true, ..Voice::default() }, "data: [DONE]\n\n"),
        (Voice { error_frame: Some(ErrorFrame::Adk1), ..Voice::default() }, r#"data: {"error":"the \"model\""#),
        (Voice { error_frame: Some(ErrorFrame::Adk1Broken), ..Voice::default() }, "overloaded\nsecond line\"}"),
        (Voice { error_frame: Some(ErrorFrame::Adk2), ..Voice::default() }, "error_details"),
        (Voice { error_frame: Some(ErrorFrame::Event), ..Voice::default() }, "INVOCATION_ABORTED"),
        (Voice { error_frame: Some(ErrorFrame::Code(2001)), ..Voice::default() }, "\"code\":2001"),
        (Voice { error_frame: Some(ErrorFrame::Text), ..Voice::default() }, "Error: the"),
    ];
    nemo.set_credits(10_000);
    for (number, (voice, there)) in cases.into_iter().enumerate() {
        nemo.voice(voice);
        let stream = skill.say(&format!("message {number}")).await;
        assert!(stream.contains(there), "{there:?} is not in {stream:?}");
    }
    nemo.voice(Voice { bom: true, unterminated: true, ..Voice::default() });
    let stream = skill.message("last").send().await.unwrap().bytes().await.unwrap();
    assert!(stream.starts_with("\u{feff}data:".as_bytes()) && stream.ends_with(b"}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_of_a_stream_add_up_to_it() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.script(Script::Steps(vec![crate::support::nemo::Step::Text("海边的一天".into())]));
    nemo.voice(Voice { chunking: Chunking::EveryByte, ..Voice::default() });
    let mut reply = skill.message("一").send().await.unwrap();
    assert_eq!(reply.headers()[CONTENT_TYPE], "text/event-stream");
    let (mut whole, mut longest) = (Vec::new(), 0);
    while let Some(chunk) = reply.chunk().await.unwrap() {
        longest = longest.max(chunk.len());
        whole.extend_from_slice(&chunk);
    }
    assert!(String::from_utf8(whole).unwrap().contains("海边的一天"));
    assert_eq!(longest, 1);
    nemo.voice(Voice { chunking: Chunking::Sizes(vec![7, 1, 90]), ..Voice::default() });
    assert!(skill.say("二").await.ends_with("\n\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_turn_has_no_text_and_two_stages_have_two() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.script(Script::TwoStages);
    let stages = skill.say("make a video").await;
    assert_eq!(stages.matches("\"stateDelta\":{\"draft\"").count(), 2);
    assert!(stages.find("The clip is generated").unwrap() < stages.find("I added background music").unwrap());
    nemo.voice(Voice { silent: true, ..Voice::default() });
    let silent = skill.say("add a title").await;
    assert!(!silent.contains("\"text\":") || !silent.contains("Preview"), "{silent}");
    assert!(silent.contains("functionResponse"));
    nemo.script(Script::Nothing);
    assert_eq!(skill.say("anything").await, "");
    nemo.script(Script::NoChange);
    assert!(!skill.say("something").await.contains("\"draft\""));
}
