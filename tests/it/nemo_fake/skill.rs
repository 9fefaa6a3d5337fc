//! Each row of the skill document.

use serde_json::{Value, json};

use reeldrop::serve::Settings;

use crate::nemo_fake::client::{Skill, draft_in, http, json_of, token};
use crate::support::Film;
use crate::support::nemo::{Films, Nemo, Script, Step};

#[tokio::test(flavor = "multi_thread")]
async fn an_anonymous_token_needs_a_client_id_and_comes_once_a_week() {
    let nemo = Nemo::with(Settings::default());
    let without = http().post(format!("{}/api/auth/anonymous-token", nemo.url())).send().await.unwrap();
    assert_eq!(without.status(), 400);
    let first = token(&nemo, "a").await;
    assert_eq!((&first["code"], &first["data"]["credits"]), (&json!(0), &json!(100)));
    assert!(first["data"]["token"].as_str().unwrap().starts_with("nmv_usr_"));
    assert!(first["data"]["user_id"].as_str().unwrap().starts_with("anon_"));
    assert_eq!(token(&nemo, "a").await["code"], 429);
    for client in 1..10 {
        assert_eq!(token(&nemo, &client.to_string()).await["code"], 0);
    }
    assert_eq!(token(&nemo, "eleventh").await["code"], 429, "ten from one address");
    nemo.expire_tokens();
    assert_eq!(token(&nemo, "a").await["code"], 0, "a week later");
    assert_eq!((nemo.ledger().tokens, nemo.ledger().sessions), (11, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_a_number_too_big_for_a_float_and_needs_a_token() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    assert_eq!(skill.session.len(), 19);
    assert_eq!(json_of(http().get(format!("{}/api/credits/balance/simple", nemo.url()))).await["code"], 1001);
    nemo.revoke_tokens();
    assert_eq!(skill.open_session().await["code"], 1001);
    assert_eq!(token(&nemo, "11111111-2222-3333-4444-555555555555").await["code"], 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_up_several_at_a_time_and_by_address() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let reply = json_of(skill.upload(&[("a.jpg", "one"), ("b.png", "two")])).await;
    assert_eq!(reply["data"]["session_state_applied"], true);
    let file = &reply["data"]["files"][1];
    assert_eq!(
        (&file["filename"], &file["file_type"], &file["width"]),
        (&json!("b.png"), &json!("image"), &json!(640))
    );
    assert_eq!(skill.film(file["cdn_url"].as_str().unwrap()).await.text().await.unwrap(), "two");
    let path = format!("/api/upload-video/nemo_agent/me/{}", skill.session);
    let by_address = json!({ "urls": ["https://example.org/pictures/c.webp?x=1"], "source_type": "url" });
    assert_eq!(json_of(skill.post(&path).json(&by_address)).await["data"]["files"][0]["filename"], "c.webp");
    let state = json_of(skill.state()).await;
    assert_eq!(state["data"]["state"]["video_infos"].as_array().unwrap().len(), 3);
    let names: Vec<String> = nemo.ledger().uploads.into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a.jpg", "b.png", "c.webp"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_file_takes_its_whole_request_with_it() {
    let nemo = Nemo::with(Settings { max_file_bytes: 10, ..Settings::default() });
    let skill = Skill::new(&nemo).await;
    assert_eq!(json_of(skill.upload(&[("a.jpg", "fine"), ("b.bmp", "no")])).await["code"], 4001);
    assert_eq!(json_of(skill.upload(&[("a.jpg", "fine"), ("b.jpg", "too long by far")])).await["code"], 4002);
    assert_eq!(nemo.ledger().uploads, []);
    assert_eq!(std::fs::read_dir(nemo.dir().join("media")).unwrap().count(), 0, "nothing is left on the disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_streams_events_and_leaves_a_draft() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    skill.upload(&[("a.jpg", "one")]).send().await.unwrap();
    let stream = skill.say("turn these images into a short video clip with music").await;
    for part in ["functionCall", "functionResponse", "\"stateDelta\":{\"draft\":", "Preview in Timeline"] {
        assert!(stream.contains(part), "{part} is not in {stream}");
    }
    let state = skill.state().send().await.unwrap().text().await.unwrap();
    let draft: Value = serde_json::from_str(draft_in(&state)).unwrap();
    let kinds: Vec<&Value> = draft["t"].as_array().unwrap().iter().map(|track| &track["tt"]).collect();
    assert_eq!(kinds, [0, 1]);
    assert!(stream.contains(draft_in(&state)), "the stream and the state spell the draft alike");
    assert_eq!(skill.credits().await, json!({ "available": 900, "frozen": 0, "total": 900 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn credits_are_frozen_while_it_runs_and_run_out() {
    let nemo = Nemo::with(Settings::default());
    nemo.script(Script::Steps(vec![
        Step::Text("Working.".into()),
        Step::Wait,
        Step::Draft("{}".into()),
        Step::Keep("canvas_config", r#"{"ratio":"9:16"}"#.into()),
    ]));
    let skill = Skill::new(&nemo).await;
    let mut running = skill.message("make a video").send().await.unwrap();
    running.chunk().await.unwrap();
    assert_eq!(skill.credits().await, json!({ "available": 0, "frozen": 100, "total": 100 }));
    nemo.go_on();
    running.text().await.unwrap();
    assert_eq!(json_of(skill.state()).await["data"]["state"]["canvas_config"]["ratio"], "9:16");
    assert_eq!(json_of(skill.message("add a title")).await["code"], 2001);
    nemo.set_credits(50);
    skill.say("add a title").await;
    assert_eq!(skill.credits().await["available"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_message_says_so_in_the_stream_and_costs_nothing() {
    let nemo = Nemo::start();
    nemo.script(Script::Steps(vec![Step::Call("edit_multitrack"), Step::Fail("OVERLOADED", "try later")]));
    let skill = Skill::new(&nemo).await;
    assert!(skill.say("make a video").await.contains(r#""errorCode":"OVERLOADED""#));
    assert_eq!(skill.credits().await["available"], 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_goes_on_when_the_client_has_left() {
    let nemo = Nemo::start();
    nemo.script(Script::Steps(vec![Step::Text("Working.".into()), Step::Wait, Step::Draft(r#"{"d":1}"#.into())]));
    let skill = Skill::new(&nemo).await;
    let mut running = skill.message("make a video").send().await.unwrap();
    running.chunk().await.unwrap();
    drop(running);
    nemo.go_on();
    loop {
        let state = json_of(skill.state()).await;
        if state["data"]["state"]["draft"]["d"] == 1 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_polled_to_its_end_and_its_film_is_whole() {
    let nemo = Nemo::start();
    nemo.films(Films { polls: 3, bytes: 100_000, ..Films::default() });
    let skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    let begun = json_of(skill.export("render_1").await).await;
    assert_eq!((&begun["taskId"], &begun["status"]), (&json!("render_1"), &json!("pending")));
    let made = skill.made("render_1").await;
    assert_eq!((&made["status"], &made["progress"]), (&json!("completed"), &json!(100)));
    let url = made["output"]["url"].as_str().unwrap();
    let film = skill.film(url).await.bytes().await.unwrap();
    assert_eq!(film.len() as u64, made["output"]["size"].as_u64().unwrap());
    let path = nemo.dir().join("downloaded.mp4");
    std::fs::write(&path, &film).unwrap();
    assert_eq!(Film::open(&path).width, 64);
    let fallback = skill.get("/api/render/proxy/render_1/download").send().await.unwrap();
    assert_eq!(fallback.headers()["content-type"], "video/mp4");
    assert_eq!(fallback.bytes().await.unwrap(), film);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_goes_on_where_it_broke_off() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    skill.export("r").await.send().await.unwrap();
    let url = skill.made("r").await["output"]["url"].as_str().unwrap().to_owned();
    let whole = skill.film(&url).await;
    let tag = whole.headers()["etag"].clone();
    let whole = whole.bytes().await.unwrap();
    let rest = skill.http.get(&url).header("Range", "bytes=1000-").header("If-Range", &tag).send().await.unwrap();
    assert_eq!(rest.status(), 206);
    assert_eq!(
        rest.headers()["content-range"].to_str().unwrap(),
        format!("bytes 1000-{}/{}", whole.len() - 1, whole.len())
    );
    assert_eq!(rest.bytes().await.unwrap(), whole.slice(1000..));
    let other = skill.http.get(&url).header("Range", "bytes=1000-").header("If-Range", "\"x\"").send().await.unwrap();
    assert_eq!(other.status(), 200, "another version comes whole");
    let beyond = skill.http.get(&url).header("Range", format!("bytes={}-", whole.len())).send().await.unwrap();
    assert_eq!(beyond.status(), 416);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_without_the_three_headers_is_402() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let bare = skill.http.post(format!("{}/api/render/proxy/lambda", skill.url)).bearer_auth(&skill.token);
    let reply = bare.json(&json!({ "id": "r", "sessionId": skill.session, "draft": {} })).send().await.unwrap();
    assert_eq!(reply.status(), 402);
    assert_eq!(nemo.ledger().renders, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn exports_of_a_session_take_turns_and_can_be_cancelled() {
    let nemo = Nemo::start();
    nemo.films(Films { polls: usize::MAX, ..Films::default() });
    let skill = Skill::new(&nemo).await;
    for id in ["r1", "r2"] {
        skill.submit(id, "{}").send().await.unwrap();
    }
    while json_of(skill.poll("r1")).await["status"] != "processing" {}
    assert_eq!(json_of(skill.poll("r2")).await["status"], "pending");
    nemo.films(Films::default());
    let cancelled = json_of(skill.post("/api/render/proxy/lambda/r1/cancel")).await;
    assert_eq!((&cancelled["status"], &cancelled["error"]), (&json!("failed"), &json!("cancelled")));
    assert_eq!(skill.made("r2").await["status"], "completed");
    assert_eq!(json_of(skill.poll("r9")).await["code"], 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_session_is_1002_everywhere() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    nemo.forget_sessions();
    let calls = [skill.state(), skill.message("hello"), skill.upload(&[("a.jpg", "x")]), skill.submit("r", "{}")];
    for call in calls {
        assert_eq!(json_of(call).await["code"], 1002);
    }
    let claim = json!({ "task_id": "task_x", "session_id": skill.session });
    assert_eq!(json_of(skill.post("/api/auth/claim-token").json(&claim)).await["code"], 1002);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_link_is_a_token_of_its_own() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let claim = json!({ "task_id": "task_x", "session_id": skill.session });
    let reply = json_of(skill.post("/api/auth/claim-token").json(&claim)).await;
    assert!(reply["data"]["claim_token"].as_str().unwrap().starts_with("clm_"));
    assert_eq!(reply["data"]["expires_in"], 604_800);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_with_nothing_to_say_shows_signs_of_life() {
    let nemo = Nemo::with(Settings { heartbeat_secs: 0.001, ..Settings::default() });
    nemo.script(Script::Steps(vec![Step::Wait, Step::Text("Done.".into())]));
    let skill = Skill::new(&nemo).await;
    let mut running = skill.message("make a video").send().await.unwrap();
    assert!(running.chunk().await.unwrap().unwrap().starts_with(b"data:\n\n"));
    nemo.go_on();
    assert!(running.text().await.unwrap().contains("Done."));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_what_is_anothers() {
    let nemo = Nemo::start();
    let mut skill = Skill::new(&nemo).await;
    skill.submit("r", "{}").send().await.unwrap();
    let other = token(&nemo, "somebody else").await;
    other["data"]["token"].as_str().unwrap().clone_into(&mut skill.token);
    for call in [skill.state(), skill.message("hello"), skill.upload(&[("a.jpg", "x")]), skill.submit("r2", "{}")] {
        assert_eq!(json_of(call).await["code"], 1002);
    }
    for path in ["/api/render/proxy/lambda/r", "/api/render/proxy/r/download"] {
        assert_eq!(json_of(skill.get(path)).await["code"], 404);
    }
    assert_eq!(json_of(skill.post("/api/render/proxy/lambda/r/cancel")).await["code"], 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_name_is_only_a_name() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    let names = ["../../../etc/a.jpg", "C:\\x\\b.jpg", "\u{202e}c.jpg", "日本 %2e%2e.jpg"];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x")).collect();
    let reply = json_of(skill.upload(&files)).await;
    for (file, plain) in reply["data"]["files"].as_array().unwrap().iter().zip(["a.jpg", "b.jpg", "c.jpg", names[3]]) {
        assert_eq!(file["filename"], plain);
        let address = file["cdn_url"].as_str().unwrap();
        assert_eq!(skill.film(address).await.text().await.unwrap(), "x", "{address}");
    }
    let key = "%2e%2e%2fserve.db";
    assert_eq!(skill.film(&format!("{}/files/{key}/x", nemo.url())).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_makes_no_sense_is_422_and_changes_nothing() {
    let nemo = Nemo::with(Settings { max_message_bytes: 100, ..Settings::default() });
    let skill = Skill::new(&nemo).await;
    let bodies = ["", "{", "[]", "null", r#"{"app_name":"other","new_message":{}}"#];
    for path in ["/run_sse", "/api/render/proxy/lambda", "/api/auth/claim-token"] {
        for body in bodies {
            let reply = skill.post(path).body(body).send().await.unwrap();
            assert_eq!(reply.status(), 422, "{path} {body}");
            assert!(json_of(skill.post(path).body(body)).await["detail"].is_string());
        }
    }
    let long = skill.message(&"x".repeat(101)).send().await.unwrap();
    assert_eq!(long.status(), 422);
    assert_eq!(skill.submit("../r", "{}").send().await.unwrap().status(), 422);
    let upload = skill.post(&format!("/api/upload-video/nemo_agent/me/{}", skill.session));
    assert_eq!(upload.body("{}").send().await.unwrap().status(), 422);
    assert_eq!((nemo.ledger().messages.len(), nemo.ledger().renders.len()), (0, 0));
}
