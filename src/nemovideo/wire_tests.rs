//! What goes over the wire: once, and to the service only.

use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::{RenderId, Session, TaskId};
use crate::nemovideo::server_tests::{
    Act, BALANCE, OWN, Server, answer, client, draft, every_call, impatient, json, settings, sid, submit,
};

const CREDITS: &str = "/api/credits/balance/simple";
const SUBMIT: &str = "/api/render/proxy/lambda";

#[tokio::test]
async fn no_redirect_takes_the_token_or_a_body_anywhere() {
    let dir = tempfile::tempdir().unwrap();
    let other = Server::start(|_| json(200, BALANCE)).await;
    for status in [301, 302, 303, 307, 308] {
        let to = format!("Location: {}/x\r\n", other.url);
        let service = Server::start(move |_| answer(status, &to, b"")).await;
        for error in every_call(&client(&settings(dir.path(), &service.url))).await {
            assert!(matches!(error, Some(Error::Nonsense { .. })), "{status}: {error:?}");
        }
        assert_eq!(service.seen().len(), 9, "each call was made once");
    }
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn every_call_says_who_asks_and_nothing_else_does() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| json(400, "{}")).await;
    let client = client(&settings(dir.path(), &service.url));
    every_call(&client).await;
    client.claim_link(&Session { id: sid(), task: Some(TaskId::new("t")), user: None }).await;
    let seen = service.seen();
    assert_eq!(seen.len(), 10);
    for request in seen {
        assert_eq!(request.header("authorization"), Some(format!("Bearer {OWN}").as_str()));
        assert_eq!(request.header("x-skill-source"), Some("image-to-video-ai-offline"));
        assert_eq!(request.header("x-skill-version"), Some("1.0.0"));
        assert_eq!(request.header("x-skill-platform"), Some("unknown"));
        assert!(request.header("user-agent").unwrap().starts_with("reeldrop/"));
        for never in ["cookie", "referer", "accept-encoding", "x-client-id"] {
            assert_eq!(request.header(never), None);
        }
        assert_eq!(request.head.matches(OWN).count(), 1);
        assert!(!String::from_utf8_lossy(&request.body).contains(OWN));
    }
    assert!(!format!("{client:?}").contains(OWN));
}

#[tokio::test]
async fn a_post_that_was_read_and_reset_is_sent_once() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|request| if request.method == "GET" { json(200, BALANCE) } else { Act::Reset }).await;
    let client = client(&settings(dir.path(), &service.url));
    for turn in 1..=5 {
        client.credits().await.unwrap();
        let error = submit(&client, "r").await.unwrap_err();
        assert!(matches!(error, Error::Lost { call: Call::Submit, .. }) && !error.nothing_done(), "{error:?}");
        client.credits().await.unwrap();
        assert!(matches!(client.say(&sid(), "hello").await, Err(Error::Lost { call: Call::Message, .. })));
        assert_eq!((service.count("POST", SUBMIT), service.count("POST", "/run_sse")), (turn, turn));
    }
}

#[tokio::test]
async fn connections_that_went_stale_double_no_post() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| match json(200, "{}") {
        Act::Answer(bytes) => Act::Close(bytes),
        other => other,
    })
    .await;
    let client = client(&settings(dir.path(), &service.url));
    for number in 0..50 {
        submit(&client, &format!("r{number}")).await.unwrap();
    }
    assert_eq!(service.count("POST", SUBMIT), 50);
}

#[tokio::test]
async fn a_get_is_asked_again_and_a_post_is_not() {
    let dir = tempfile::tempdir().unwrap();
    for act in [|| json(503, "<html>"), || Act::Reset] {
        let service = Server::start(move |_| act()).await;
        let client = client(&settings(dir.path(), &service.url));
        assert!(client.credits().await.is_err() && submit(&client, "r").await.is_err());
        assert!(client.say(&sid(), "hello").await.is_err());
        assert_eq!((service.count("GET", CREDITS), service.count("POST", SUBMIT)), (3, 1));
        assert_eq!(service.count("POST", "/run_sse"), 1);
    }
}

#[tokio::test]
async fn a_service_that_is_not_there_was_not_asked() {
    let dir = tempfile::tempdir().unwrap();
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let error = submit(&client(&settings(dir.path(), &format!("http://{gone}"))), "r").await.unwrap_err();
    assert!(matches!(error, Error::Unreachable { call: Call::Submit, .. }) && error.nothing_done(), "{error:?}");
}

#[tokio::test]
async fn a_service_that_never_answers_is_given_up() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| Act::Silence).await;
    for error in every_call(&client(&impatient(dir.path(), &service.url))).await {
        let error = error.unwrap();
        assert!(matches!(error, Error::Silent { .. } | Error::Lost { call: Call::Upload, .. }), "{error:?}");
        assert!(!error.nothing_done());
    }
    assert_eq!(service.count("POST", SUBMIT), 1);
}

#[tokio::test]
async fn an_answer_that_unfolds_or_never_ends_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let long = format!("{}{}", " ".repeat(2 << 20), BALANCE);
    for (headers, body) in [("Content-Encoding: gzip\r\n", BALANCE), ("", long.as_str()), ("", "<html>")] {
        let (headers, body) = (headers.to_owned(), body.as_bytes().to_owned());
        let service = Server::start(move |_| answer(200, &headers, &body)).await;
        let error = client(&settings(dir.path(), &service.url)).credits().await.unwrap_err();
        assert!(matches!(error, Error::Nonsense { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn a_draft_goes_back_byte_for_byte() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| json(200, r#"{"success":true,"data":{"id":"theirs"}}"#)).await;
    assert_eq!(submit(&client(&settings(dir.path(), &service.url)), "mine").await.unwrap(), RenderId::new("theirs"));
    let expected = format!(
        r#"{{"id":"mine","sessionId":"{}","draft":{},"output":{{"format":"mp4","quality":"high"}}}}"#,
        sid(),
        draft()
    );
    assert_eq!(service.seen()[0].body, expected.as_bytes());
}

#[tokio::test]
async fn a_stream_is_handed_on_and_what_comes_instead_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n\
                  6\r\ndata: \r\n4\r\nx\n\n\n\r\n";
    let acts = [
        ("end", Act::Answer(format!("{stream}0\r\n\r\n").into_bytes())),
        ("cut", Act::Close(stream.as_bytes().to_vec())),
        ("credits", json(200, r#"{"code":2001,"message":"out of credits"}"#)),
        ("session", json(404, r#"{"detail":"Session not found: 1"}"#)),
        ("plain", json(200, r#"{"code":0,"data":{"text":"done"}}"#)),
        ("page", answer(200, "Content-Type: text/html\r\n", b"<html>")),
    ];
    for (what, act) in acts {
        let service = Server::start(move |_| act.clone()).await;
        let mut answer = client(&settings(dir.path(), &service.url)).say(&sid(), "hello").await;
        let body = r#"{"app_name":"nemo_agent","new_message":{"parts":[{"text":"hello"}]},"session_id":"5529798706024415232","user_id":"me"}"#;
        assert_eq!(String::from_utf8_lossy(&service.seen()[0].body), body);
        assert_eq!(service.seen()[0].header("accept"), Some("text/event-stream"));
        let (mut bytes, mut end) = (Vec::new(), Ok(None));
        if let Ok(answer) = &mut answer {
            loop {
                match answer.next().await {
                    Ok(Some(chunk)) => bytes.extend(chunk),
                    other => break end = other,
                }
            }
        }
        match (what, answer) {
            ("end", Ok(_)) => assert!(bytes == b"data: x\n\n\n" && matches!(end, Ok(None))),
            ("cut", Ok(_)) => assert!(bytes == b"data: x\n\n\n" && matches!(end, Err(Error::Lost { .. }))),
            ("plain", Ok(answer)) => assert_eq!(answer.reply().unwrap().word("text").as_deref(), Some("done")),
            ("credits", Err(error)) => assert_eq!(error.code(), Some(Code::NoCredits)),
            ("session", Err(error)) => assert_eq!(error.code(), Some(Code::NoSession)),
            ("page", Err(error)) => assert!(matches!(error, Error::Nonsense { .. })),
            (what, answer) => panic!("{what}: {answer:?}"),
        }
    }
}
