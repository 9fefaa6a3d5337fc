//! Who is let in, and what they may bring.

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;

use crate::nemo_fake::client::{http, json_of, token_at};
use crate::serve::client::Guest;
use crate::support::{Serving, jpeg, reeldrop};

const TOKEN: &str = "correct-horse-battery-staple";

#[test]
fn other_machines_are_let_in_only_with_a_token_that_the_owner_set() {
    let serving = Serving::start();
    let run = |listen: &str| {
        reeldrop().arg("--config").arg(serving.config()).args(["serve", "--listen", listen]).output().unwrap()
    };
    let refused = run("0.0.0.0:0");
    assert_eq!(refused.status.code(), Some(4), "{refused:?}");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("no token is set") && said.contains("token_file"), "{said}");
    std::fs::write(serving.path("token"), "short").unwrap();
    serving.configure(&format!("token_file = '{}'", serving.path("token").display()));
    assert_eq!(run("0.0.0.0:0").status.code(), Some(4), "a short token is none");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owners_token_lets_in_and_nothing_else_does() {
    let serving = Serving::start();
    std::fs::write(serving.path("token"), format!("{TOKEN}\n")).unwrap();
    let mut serving = serving;
    serving.configure(&format!("token_file = '{}'", serving.path("token").display()));
    serving.restart();
    let anonymous = token_at(serving.url(), "a").await;
    assert_eq!(anonymous["code"], 403, "{anonymous}");
    let balance = |token: &str| {
        json_of(
            http()
                .get(format!("{}/api/credits/balance/simple", serving.url()))
                .header("Authorization", format!("Bearer {token}")),
        )
    };
    assert_eq!(balance(TOKEN).await["code"], 0);
    for wrong in ["", "correct-horse-battery-stapl", "Correct-horse-battery-staple", "nmv_usr_x"] {
        assert_eq!(balance(wrong).await["code"], 1001, "{wrong}");
    }
    assert!(!serving.log().contains(TOKEN));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_somebody_has_open_cannot_call_it() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 0).await;
    let ask = |header: &'static str, value: String| {
        guest.skill.get("/api/credits/balance/simple").header(header, value).send()
    };
    assert_eq!(ask("host", "evil.example".to_owned()).await.unwrap().status(), 403);
    assert_eq!(ask("host", "127.0.0.1.evil.example".to_owned()).await.unwrap().status(), 403);
    assert_eq!(ask("origin", "https://evil.example".to_owned()).await.unwrap().status(), 403);
    assert_eq!(ask("origin", "null".to_owned()).await.unwrap().status(), 403);
    assert_eq!(ask("origin", serving.url().to_owned()).await.unwrap().status(), 200);
    assert_eq!(ask("host", "localhost".to_owned()).await.unwrap().status(), 200);
    let preflight = guest.skill.http.request(reqwest::Method::OPTIONS, format!("{}/run_sse", serving.url()));
    let reply = preflight.header("origin", "https://evil.example").send().await.unwrap();
    assert!(!reply.headers().contains_key("access-control-allow-origin") && !reply.status().is_success());
    // A request of HTTP/1.0 names no host.
    let mut line = TcpStream::connect(serving.url().trim_start_matches("http://")).unwrap();
    line.write_all(b"GET /api/credits/balance/simple HTTP/1.0\r\n\r\n").unwrap();
    let mut reply = String::new();
    line.read_to_string(&mut reply).unwrap();
    assert!(reply.starts_with("HTTP/1.0 403") || reply.starts_with("HTTP/1.1 403"), "{reply}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_what_its_content_is_and_its_name_leads_nowhere() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 0).await;
    let at = |name: &str| guest.dir.path().join(name);
    jpeg(&at("good.jpg"), 64, 64, [1, 2, 3]);
    let good = std::fs::read(at("good.jpg")).unwrap();
    for (name, content) in [
        ("page.jpg", &b"<html><script>alert(1)</script></html>"[..]),
        ("cut.jpg", &good[..good.len() / 2]),
        ("text.mp3", b"no music at all, just words, and a good many of them"),
        ("text.mp4", b"no film"),
        ("empty.png", b""),
    ] {
        std::fs::write(at(name), content).unwrap();
        let reply = guest.bring(&[name]).await;
        assert_eq!(reply["code"], 4001, "{name}: {reply}");
        assert!(!reply.to_string().contains("arriving"), "where we keep it is nobody's business: {reply}");
    }
    let form = |name: &str| {
        let part = reqwest::multipart::Part::bytes(good.clone()).file_name(name.to_owned());
        reqwest::multipart::Form::new().part("files", part)
    };
    let path = format!("/api/upload-video/nemo_agent/me/{}", guest.skill.session);
    for (name, kept) in [
        ("../../../tmp/evil.jpg", "evil.jpg"),
        ("..\\..\\evil.jpg", "evil.jpg"),
        (".hidden.jpg", ".hidden.jpg"),
        ("a\u{202e}b.jpg", "ab.jpg"),
        ("海 1.jpg", "海 1.jpg"),
    ] {
        let reply = json_of(guest.skill.post(&path).multipart(form(name))).await;
        assert_eq!(reply["data"]["files"][0]["filename"], kept, "{reply}");
    }
    let folder = serving.state("media").join(&guest.skill.session);
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["ab.jpg", "evil (2).jpg", "evil.jpg", "hidden.jpg", "海 1.jpg"]);
    assert_eq!(std::fs::read_dir(serving.state("arriving")).unwrap().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_of_the_own_network_are_fetched_only_if_the_owner_named_them() {
    let source = Serving::start();
    let guest = Guest::new(&source, 1).await;
    let address = guest.state().await["video_infos"][0]["cdn_url"].as_str().unwrap().to_owned();
    let host = source.url().trim_start_matches("http://").to_owned();
    let serving = Serving::start();
    let other = Guest::new(&serving, 0).await;
    let path = format!("/api/upload-video/nemo_agent/me/{}", other.skill.session);
    let fetch =
        |address: String| json_of(other.skill.post(&path).json(&json!({ "urls": [address], "source_type": "url" })));
    for address in
        [address.clone(), address.replace("127.0.0.1", "localhost"), address.replace("127.0.0.1", "2130706433")]
    {
        let reply = fetch(address).await;
        assert_eq!(reply["code"], 4001, "{reply}");
        assert!(reply["message"].as_str().unwrap().contains("no public host"), "{reply}");
    }
    let mut serving = serving;
    serving.configure(&format!("tokens_per_address = 9\nfetch_from = ['{host}']"));
    serving.restart();
    let other = Guest::named(&serving, "another", 0).await;
    let path = format!("/api/upload-video/nemo_agent/me/{}", other.skill.session);
    let reply = json_of(other.skill.post(&path).json(&json!({ "urls": [address] }))).await;
    assert_eq!(reply["data"]["files"][0]["filename"], "img0.jpg", "{reply}");
    assert_eq!(reply["data"]["files"][0]["width"], 320);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_token_opens_a_page_and_nothing_else() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 1).await;
    let new = json!({ "task_name": "<script>alert(1)</script> & co" });
    let opened = json_of(guest.skill.post("/api/tasks/me/with-session/nemo_agent").json(&new)).await;
    let body = json!({ "task_id": opened["data"]["task_id"], "session_id": opened["data"]["session_id"] });
    let claimed = json_of(guest.skill.post("/api/auth/claim-token").json(&body)).await;
    let token = claimed["data"]["claim_token"].as_str().unwrap();
    assert_eq!((token.starts_with("clm_"), &claimed["data"]["expires_in"]), (true, &json!(604_800)));
    let page = http().get(format!("{}/workspace/claim?ct={token}", serving.url())).send().await.unwrap();
    assert!(page.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    let text = page.text().await.unwrap();
    assert!(text.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</h1>"), "{text}");
    let other = http().get(format!("{}/workspace/claim?ct=clm_x", serving.url())).send().await.unwrap();
    assert_eq!(other.status(), 404);
    let with_it = http().get(format!("{}/api/credits/balance/simple", serving.url())).bearer_auth(token);
    assert_eq!(json_of(with_it).await["code"], 1001, "it is no key to anything else");
}
