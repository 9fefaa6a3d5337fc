//! What goes over the wire: once, to the service only, and with a token that others share.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::value::RawValue;

use crate::nemovideo::ask::{Longest, ask};
use crate::nemovideo::call::Call;
use crate::nemovideo::client::Client;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::{RenderId, Session, SessionId, TaskId, UserId};
use crate::nemovideo::server_tests::{Act, OWN, Request, Server, anonymous, answer, client, impatient, json, settings};

const TOKEN: &str = "/api/auth/anonymous-token";
const CREDITS: &str = "/api/credits/balance/simple";
const SUBMIT: &str = "/api/render/proxy/lambda";
const BALANCE: &str = r#"{"code":0,"data":{"available":100,"frozen":0,"total":100}}"#;

fn sid() -> SessionId {
    SessionId::new("5529798706024415232")
}

fn draft() -> Box<RawValue> {
    RawValue::from_string(r#"{"d": 1.50, "t":[ ], "big":5529798706024415232}"#.to_owned()).unwrap()
}

async fn submit(client: &Client, id: &str) -> Result<RenderId, Error> {
    client.submit(&sid(), &RenderId::new(id), &draft()).await
}

/// Makes each kind of call that carries the token; hands back what each failed with.
async fn every_call(client: &Client) -> Vec<Option<Error>> {
    let (render, file) = (RenderId::new("r"), tempfile::tempfile().unwrap());
    vec![
        client.open("project", "en").await.err(),
        client.credits().await.err(),
        client.state(&sid()).await.err(),
        client.upload_file(&sid(), file, ("a.png", "image/png"), |_| ()).await.err(),
        client.upload_url(&sid(), "https://x.example/a.png").await.err(),
        client.say(&sid(), "hello").await.err(),
        submit(client, "r").await.err(),
        client.poll(&render).await.err(),
        client.cancel(&render).await.err(),
    ]
}

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

/// A service that takes only the newest of the tokens it gave, and gives `nmv_usr_<n>`.
async fn issuing() -> (Server, Arc<AtomicUsize>) {
    let issued = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&issued);
    let service = Server::start(move |request: &Request| {
        if request.path == TOKEN {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            return json(200, &format!(r#"{{"code":0,"data":{{"token":"nmv_usr_{number}","user_id":"anon_1"}}}}"#));
        }
        let newest = format!("Bearer nmv_usr_{}", count.load(Ordering::SeqCst));
        if request.header("authorization") == Some(&newest) {
            json(200, BALANCE)
        } else {
            json(200, r#"{"code":1001}"#)
        }
    })
    .await;
    (service, issued)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_who_are_refused_at_once_ask_for_one_token() {
    let dir = tempfile::tempdir().unwrap();
    let (service, issued) = issuing().await;
    let client = client(&anonymous(dir.path(), &service.url));
    client.credits().await.unwrap();
    assert_eq!(issued.fetch_add(100, Ordering::SeqCst), 1, "and the service forgets it");
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.credits().await })
        })
        .collect();
    for asked in asked {
        asked.await.unwrap().unwrap();
    }
    assert_eq!(service.count("POST", TOKEN), 2);
    assert_eq!(client.user(), Some(UserId::new("anon_1")));
}

#[tokio::test]
async fn the_next_process_uses_the_same_token_and_the_same_id() {
    let dir = tempfile::tempdir().unwrap();
    let (service, issued) = issuing().await;
    for _ in 0..3 {
        client(&anonymous(dir.path(), &service.url)).credits().await.unwrap();
    }
    assert_eq!(service.count("POST", TOKEN), 1);
    issued.fetch_add(1, Ordering::SeqCst);
    client(&anonymous(dir.path(), &service.url)).credits().await.unwrap();
    let asked: Vec<Request> = service.seen().into_iter().filter(|request| request.path == TOKEN).collect();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0].header("x-client-id"), asked[1].header("x-client-id"));
    assert!(asked.iter().all(|request| request.header("authorization").is_none() && request.length == 0));
}

#[tokio::test]
async fn a_token_of_the_owners_is_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| json(401, r#"{"code":1001}"#)).await;
    for error in every_call(&client(&settings(dir.path(), &service.url))).await {
        assert!(matches!(&error, Some(Error::OwnToken { origin }) if origin == "`NEMO_TOKEN`"), "{error:?}");
    }
    assert_eq!((service.count("POST", TOKEN), service.seen().len()), (0, 9));
}

#[tokio::test]
async fn what_was_refused_for_its_token_is_said_once_more_and_no_oftener() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|request| match request.path.as_str() {
        TOKEN => json(200, r#"{"data":{"token":"nmv_usr_x"},"code":0}"#),
        _ => json(200, r#"{"code":1001}"#),
    })
    .await;
    let client = client(&anonymous(dir.path(), &service.url));
    assert_eq!(client.say(&sid(), "hello").await.unwrap_err().code(), Some(Code::BadToken));
    assert_eq!((service.count("POST", "/run_sse"), service.count("POST", TOKEN)), (2, 2));
}

#[tokio::test]
async fn a_service_that_refuses_what_it_gives_out_is_not_asked_for_ever_more() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|request| match request.path.as_str() {
        TOKEN => json(200, r#"{"data":{"token":"nmv_usr_x"},"code":0}"#),
        _ => json(401, "{}"),
    })
    .await;
    let client = client(&anonymous(dir.path(), &service.url));
    for _ in 0..10 {
        let error = client.credits().await.unwrap_err();
        assert!(error.code() == Some(Code::BadToken) && error.nothing_done(), "{error:?}");
    }
    assert_eq!(service.count("POST", TOKEN), 2);
}

#[tokio::test]
async fn a_token_that_ended_before_it_came_is_used_until_it_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|request| match request.path.as_str() {
        TOKEN => json(200, r#"{"code":0,"data":{"token":"t","expires_at":"2001-01-01T00:00:00Z"}}"#),
        _ => json(200, BALANCE),
    })
    .await;
    for _ in 0..3 {
        client(&anonymous(dir.path(), &service.url)).credits().await.unwrap();
    }
    assert_eq!(service.count("POST", TOKEN), 1, "one of the two clocks is wrong, and nobody is asked over and over");
}

/// The stream is nothing but a refusal of the token, in each of its spellings.
#[tokio::test]
async fn a_token_refused_in_the_stream_is_renewed_and_the_message_said_once_more() {
    let no = r#"{"code":1001,"message":"expired"}"#;
    for (kind, body) in [
        ("text/event-stream", format!("data: {no}\n\n")),
        ("text/event-stream", no.to_owned()),
        ("text/plain", format!(": heartbeat\ndata: {no}\n\n")),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let issued = Arc::new(AtomicUsize::new(0));
        let head = format!("Content-Type: {kind}\r\n");
        let service = Server::start(move |request| match request.path.as_str() {
            TOKEN => json(200, &format!(r#"{{"data":{{"token":"t{}"}}}}"#, issued.fetch_add(1, Ordering::SeqCst))),
            _ if request.header("authorization") == Some("Bearer t0") => answer(200, &head, body.as_bytes()),
            _ => answer(200, "Content-Type: text/event-stream\r\n", b"data: {\"text\":\"done\"}\n\n"),
        })
        .await;
        let longest = Longest { answer: Duration::from_secs(9), without_work: Duration::from_secs(9) };
        let client = client(&anonymous(dir.path(), &service.url));
        let told = ask(&client, &sid(), "hello", longest, &|_| ()).await.unwrap();
        assert_eq!((told.answer(), service.count("POST", "/run_sse")), (Some("done"), 2), "{kind}");
    }
}

#[tokio::test]
async fn a_token_is_asked_for_again_once_for_each_reason() {
    let dir = tempfile::tempdir().unwrap();
    let [missing, often, trouble] = [400, 429, 503].map(|status| json(status, "{}"));
    let given = json(200, r#"{"code":0,"data":{"token":"t"}}"#);
    let long = answer(429, "Retry-After: 3000\r\n", b"");
    let cases = [
        ([&missing, &often, &trouble, &given].to_vec(), true, 4),
        ([&often, &given].to_vec(), true, 2),
        ([&often, &often, &given].to_vec(), false, 2),
        ([&missing, &missing, &given].to_vec(), false, 2),
        ([&trouble, &Act::Reset, &given].to_vec(), false, 2),
        ([&long, &given].to_vec(), false, 1),
    ];
    for (number, (acts, fine, asked)) in cases.into_iter().enumerate() {
        let acts: Vec<Act> = acts.into_iter().cloned().collect();
        let acts = Mutex::new(acts.into_iter());
        let service = Server::start(move |request| match request.path.as_str() {
            TOKEN => acts.lock().unwrap().next().unwrap(),
            _ => json(200, BALANCE),
        })
        .await;
        let client = client(&anonymous(&dir.path().join(number.to_string()), &service.url));
        let outcome = client.credits().await;
        assert_eq!((outcome.is_ok(), service.count("POST", TOKEN)), (fine, asked), "case {number}: {outcome:?}");
        let ids: Vec<_> =
            service.seen().iter().filter_map(|seen| Some(seen.header("x-client-id")?.to_owned())).collect();
        assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "no second id dodges a limit");
        assert!(outcome.err().is_none_or(|error| error.nothing_done()));
    }
}

#[tokio::test]
async fn who_was_told_to_wait_does_not_ask_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let service = Server::start(|_| answer(429, "Retry-After: 3000\r\n", br#"{"message":"one a week"}"#)).await;
    let client = client(&anonymous(dir.path(), &service.url));
    for _ in 0..5 {
        match client.credits().await.unwrap_err() {
            Error::Refused { code: Code::RateLimited, said, wait: Some(wait), .. } => {
                assert!(said == "one a week" && wait.as_secs() > 2000);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(service.count("POST", TOKEN), 1);
}

#[tokio::test]
async fn a_link_to_the_project_holds_no_token_and_is_always_there() {
    let dir = tempfile::tempdir().unwrap();
    let session = Session { id: sid(), task: Some(TaskId::new("task_1")), user: None };
    for (body, link) in [
        (r#"{"code":0,"data":{"claim_token":"clm_1"}}"#, "https://nemovideo.com/workspace/claim?ct=clm_1".to_owned()),
        (r#"{"code":404}"#, format!("https://nemovideo.com/workspace/task/task_1?session={}", sid())),
    ] {
        let service = Server::start(move |_| json(200, body)).await;
        assert_eq!(client(&settings(dir.path(), &service.url)).claim_link(&session).await, link);
    }
}
