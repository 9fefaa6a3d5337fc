//! What the ledger must catch, and that it outlives the server.

use serde_json::json;

use crate::nemo_fake::client::{Skill, json_of};
use crate::support::nemo::{Films, Nemo, Script, Step};

#[tokio::test(flavor = "multi_thread")]
async fn a_message_said_twice_is_seen() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    assert_eq!(nemo.ledger().repeated, 0);
    skill.say("make a video").await;
    let ledger = nemo.ledger();
    assert_eq!((ledger.messages.len(), ledger.repeated, ledger.charged), (2, 1, 150));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_said_again_while_it_runs_is_409_and_seen() {
    let nemo = Nemo::start();
    nemo.script(Script::Steps(vec![Step::Text("Working.".into()), Step::Wait]));
    let skill = Skill::new(&nemo).await;
    let mut running = skill.message("make a video").send().await.unwrap();
    running.chunk().await.unwrap();
    assert_eq!(skill.message("make a video").send().await.unwrap().status(), 409);
    assert_eq!(skill.message("something else").send().await.unwrap().status(), 409);
    nemo.go_on();
    running.text().await.unwrap();
    let ledger = nemo.ledger();
    assert_eq!((ledger.repeated_while_active, ledger.repeated, ledger.charged), (1, 0, 100));
    assert_eq!(ledger.refused, ["make a video", "something else"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_ordered_twice_is_seen_and_one_id_counts_once() {
    let nemo = Nemo::start();
    let skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    skill.export("r1").await.send().await.unwrap();
    assert_eq!(json_of(skill.export("r1").await).await["code"], 409);
    assert_eq!((nemo.ledger().renders.len(), nemo.ledger().rendered_again), (1, 0));
    skill.export("r2").await.send().await.unwrap();
    assert_eq!(nemo.ledger().rendered_again, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_failed_may_be_ordered_anew() {
    let nemo = Nemo::start();
    nemo.films(Films { failures: 1, ..Films::default() });
    let skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    skill.export("r1").await.send().await.unwrap();
    let failed = skill.made("r1").await;
    assert_eq!((&failed["status"], &failed["error"]), (&json!("failed"), &json!("invalid draft")));
    skill.export("r2").await.send().await.unwrap();
    assert_eq!(skill.made("r2").await["status"], "completed");
    assert_eq!(nemo.ledger().rendered_again, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_outlives_a_kill_on_the_same_port() {
    let mut nemo = Nemo::start();
    nemo.films(Films { polls: usize::MAX, ..Films::default() });
    let skill = Skill::new(&nemo).await;
    skill.upload(&[("a.jpg", "one")]).send().await.unwrap();
    skill.say("make a video").await;
    skill.export("r1").await.send().await.unwrap();
    let before = skill.state().send().await.unwrap().text().await.unwrap();
    nemo.script(Script::Steps(vec![Step::Text("Working.".into()), Step::Wait]));
    let mut running = skill.message("add a title").send().await.unwrap();
    running.chunk().await.unwrap();
    nemo.kill();
    std::fs::write(nemo.dir().join("media/half-an-upload"), "x").unwrap();
    assert!(skill.state().send().await.is_err_and(|error| error.is_connect()));
    nemo.films(Films::default());
    nemo.restart();
    assert_eq!(skill.state().send().await.unwrap().text().await.unwrap(), before);
    assert_eq!(skill.made("r1").await["status"], "completed", "an interrupted export is taken up again");
    assert_eq!(skill.credits().await, json!({ "available": 900, "frozen": 0, "total": 900 }), "a lost message is free");
    assert_eq!(std::fs::read_dir(nemo.dir().join("media")).unwrap().count(), 1, "what no row knows is gone");
    assert_eq!(nemo.ledger().messages, ["make a video", "add a title"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_comes_back_with_a_new_token_finds_its_sessions() {
    let nemo = Nemo::start();
    let mut skill = Skill::new(&nemo).await;
    skill.say("make a video").await;
    nemo.expire_tokens();
    assert_eq!(json_of(skill.state()).await["code"], 1001);
    let again = crate::nemo_fake::client::token(&nemo, "11111111-2222-3333-4444-555555555555").await;
    again["data"]["token"].as_str().unwrap().clone_into(&mut skill.token);
    assert!(json_of(skill.state()).await["data"]["state"]["draft"].is_object());
}
