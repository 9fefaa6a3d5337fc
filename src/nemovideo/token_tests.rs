//! A token that others share: asked for once, renewed for a reason, and the owner's own never replaced.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::nemovideo::ask::{Longest, ask};
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::{Session, TaskId, UserId};
use crate::nemovideo::server_tests::{
    Act, BALANCE, Request, Server, anonymous, answer, client, every_call, json, settings, sid,
};

const TOKEN: &str = "/api/auth/anonymous-token";

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
