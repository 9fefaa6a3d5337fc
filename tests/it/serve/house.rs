//! Housekeeping: limits, and what has grown old.

use serde_json::json;

use crate::nemo_fake::client::{json_of, token_at};
use crate::serve::client::Guest;
use crate::support::{Serving, until};

#[tokio::test(flavor = "multi_thread")]
async fn credits_are_counted_where_the_owner_counts_them() {
    let serving = Serving::with("credits = 150");
    let guest = Guest::new(&serving, 1).await;
    guest.say("make a video").await;
    assert_eq!(guest.skill.credits().await, json!({ "available": 50, "frozen": 0, "total": 50 }));
    guest.say("title \"Sea\"").await;
    assert_eq!(json_of(guest.skill.message("square")).await["code"], 2001);
    let unlimited = Serving::start();
    let guest = Guest::new(&unlimited, 1).await;
    guest.say("make a video").await;
    assert!(guest.skill.credits().await["available"].as_i64().unwrap() > 1000);
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_a_limit_to_sessions_bytes_and_tokens() {
    let serving = Serving::with("max_sessions = 2\nmax_total_mb = 1\nmax_file_mb = 1\ntokens_per_address = 2");
    let guest = Guest::new(&serving, 1).await;
    let bytes = vec![7; 700 << 10];
    let mut picture = std::fs::read(guest.dir.path().join("img0.jpg")).unwrap();
    picture.extend(bytes);
    std::fs::write(guest.dir.path().join("large.jpg"), picture).unwrap();
    assert_eq!(guest.bring(&["large.jpg"]).await["code"], 0);
    let full = guest.bring(&["large.jpg"]).await;
    assert_eq!(full["code"], 4002, "{full}");
    assert_eq!(guest.skill.open_session().await["code"], 0);
    let many = guest.skill.open_session().await;
    assert_eq!(many["code"], 429, "{many}");
    assert_eq!(token_at(serving.url(), "second").await["code"], 0);
    assert_eq!(token_at(serving.url(), "third").await["code"], 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_that_nobody_went_on_with_is_removed_with_its_files() {
    let mut serving = Serving::start();
    let guest = Guest::new(&serving, 1).await;
    let said = guest.say("make a video").await;
    guest.film("r1", &said.draft).await.unwrap();
    let count = |folder: &str| std::fs::read_dir(serving.state(folder)).unwrap().count();
    assert_eq!((count("media"), count("films")), (1, 1));
    serving.configure("keep_days = 0");
    serving.restart();
    until("the old session to go", || {
        let gone =
            ["media", "films"].iter().all(|folder| std::fs::read_dir(serving.state(folder)).unwrap().count() == 0);
        gone.then_some(())
    });
    assert_eq!(json_of(guest.skill.state()).await["code"], 1002);
    assert_eq!(json_of(guest.skill.poll("r1")).await["code"], 404);
    serving.kill();
    assert_eq!(serving.books().messages().unwrap()[0].text, "", "nor is it remembered what was said");
}

#[test]
fn two_servers_do_not_share_one_state() {
    let serving = Serving::start();
    let second = crate::support::reeldrop()
        .arg("--config")
        .arg(serving.config())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(75), "{second:?}");
    assert!(String::from_utf8(second.stderr).unwrap().contains("serves from"));
}
