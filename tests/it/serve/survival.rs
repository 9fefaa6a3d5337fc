//! A server killed in the middle of anything knows everything after its next start.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;

use crate::nemo_fake::client::json_of;
use crate::serve::client::Guest;
use crate::support::{Film, Serving, until};

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_was_answered_is_there_after_a_kill() {
    let mut serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    guest.say("square").await;
    let titled = guest.say("title \"Sea\"").await;
    guest.film("r1", &titled.draft).await.unwrap();
    serving.restart();
    let state = guest.state().await;
    assert_eq!((&state["draft"], state["video_infos"].as_array().unwrap().len()), (&titled.draft, 2));
    assert_eq!(json_of(guest.skill.poll("r1")).await["status"], "completed");
    assert_ne!(guest.say("undo").await.draft, titled.draft, "what was said before can still be taken back");
    assert_eq!(serving.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn films_that_were_ordered_are_made_however_often_it_is_killed() {
    let mut serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    let draft = guest.say("3 seconds per picture, 720p").await.draft;
    for number in 0..3 {
        let reply = json_of(guest.skill.submit(&format!("r{number}"), &draft.to_string())).await;
        assert_eq!(reply["status"], "pending", "{reply}");
    }
    for kill in 0..6 {
        tokio::time::sleep(Duration::from_millis(30 + 90 * kill)).await;
        serving.restart();
    }
    for number in 0..3 {
        let made = until_made(&guest, &format!("r{number}")).await;
        let path = guest.dir.path().join("film.mp4");
        let film = guest.skill.film(made["output"]["url"].as_str().unwrap()).await.bytes().await.unwrap();
        std::fs::write(&path, film).unwrap();
        assert_eq!(Film::open(&path).frames, 180);
    }
    until("the work folders to be gone", || {
        (std::fs::read_dir(serving.state("work")).unwrap().count() == 0).then_some(())
    });
    assert_eq!(std::fs::read_dir(serving.state("films")).unwrap().count(), 3);
}

async fn until_made(guest: &Guest, id: &str) -> Value {
    for _ in 0..6000 {
        let reply = json_of(guest.skill.poll(id)).await;
        match reply["status"].as_str() {
            Some("completed") => return reply,
            Some("failed") => panic!("{reply}"),
            _ => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    }
    panic!("`{id}` was never made");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_was_cut_off_leaves_nothing_behind() {
    let mut serving = Serving::start();
    let guest = Guest::new(&serving, 1).await;
    let address = serving.url().trim_start_matches("http://").to_owned();
    let mut line = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/upload-video/nemo_agent/me/{} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\
         Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n\
         --x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.jpg\"\r\n\r\nbytes and",
        guest.skill.session, guest.skill.token
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let arriving = |serving: &Serving| std::fs::read_dir(serving.state("arriving")).unwrap().count();
    until("the file to begin to arrive", || (arriving(&serving) == 1).then_some(()));
    serving.restart();
    assert_eq!(arriving(&serving), 0);
    assert_eq!(guest.state().await["video_infos"].as_array().unwrap().len(), 1);
    // The same when only the caller goes.
    let mut line = tokio::net::TcpStream::connect(&address).await.unwrap();
    line.write_all(head.as_bytes()).await.unwrap();
    until("the file to begin to arrive again", || (arriving(&serving) == 1).then_some(()));
    drop(line);
    until("it to be gone", || (arriving(&serving) == 0).then_some(()));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_cancelled_stops_at_once_and_the_next_has_its_turn() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 3).await;
    let draft = guest.say("20 seconds per picture").await.draft;
    for id in ["long", "waiting"] {
        json_of(guest.skill.submit(id, &draft.to_string())).await;
    }
    until_processing(&guest, "long").await;
    assert_eq!(json_of(guest.skill.poll("waiting")).await["status"], "pending", "one at a time");
    let cancelled = json_of(guest.skill.post("/api/render/proxy/lambda/long/cancel")).await;
    assert_eq!((&cancelled["status"], &cancelled["error"]), (&json!("failed"), &json!("cancelled")));
    until_processing(&guest, "waiting").await;
    json_of(guest.skill.post("/api/render/proxy/lambda/waiting/cancel")).await;
    until("both to leave nothing", || (std::fs::read_dir(serving.state("work")).unwrap().count() == 0).then_some(()));
    assert_eq!(std::fs::read_dir(serving.state("films")).unwrap().count(), 0);
}

async fn until_processing(guest: &Guest, id: &str) {
    for _ in 0..2000 {
        let status = json_of(guest.skill.poll(id)).await["status"].clone();
        if status == "processing" {
            return;
        }
        assert_eq!(status, "pending");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("`{id}` was never begun");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_cut_by_a_kill_goes_on_where_it_broke_off() {
    let mut serving = Serving::start();
    let guest = Guest::new(&serving, 1).await;
    let picture = guest.dir.path().join("img0.jpg");
    // Far more than sockets hold, so that the kill falls while it is sent.
    let mut bytes = std::fs::read(&picture).unwrap();
    bytes.resize(64 << 20, 7);
    std::fs::write(&picture, &bytes).unwrap();
    let url = guest.bring(&["img0.jpg"]).await["data"]["files"][0]["cdn_url"].as_str().unwrap().to_owned();
    let mut reply = guest.skill.http.get(&url).send().await.unwrap();
    let tag = reply.headers()["etag"].clone();
    let mut got = reply.chunk().await.unwrap().unwrap().to_vec();
    serving.restart();
    while let Ok(Some(chunk)) = reply.chunk().await {
        got.extend(chunk);
    }
    assert!(got.len() < bytes.len(), "it was sent before the kill");
    let rest = guest.skill.http.get(&url).header("Range", format!("bytes={}-", got.len())).header("If-Range", tag);
    let rest = rest.send().await.unwrap();
    assert_eq!(rest.status(), 206);
    got.extend(rest.bytes().await.unwrap());
    assert!(got == bytes, "not the same bytes");
}
