//! The rules of the books: tokens, credits, one at a time, and what a restart leaves.

use std::time::Duration;

use serde_json::value::RawValue;
use tempfile::TempDir;

use crate::clock::{Timestamp, later};
use crate::serve::books::{Begun, Books, Film, Message, Render, Standing, State, Status, TokenRules};

const DAY: Duration = Duration::from_hours(24);
const RULES: TokenRules = TokenRules {
    lives: DAY.saturating_mul(7),
    window: DAY.saturating_mul(7),
    per_client: 1,
    per_address: 2,
    credits: 100,
};

fn now() -> Timestamp {
    Timestamp::from_second(1_800_000_000).unwrap()
}

/// Books with one user and one session.
fn books() -> (TempDir, Books, String, String) {
    let dir = tempfile::tempdir().unwrap();
    let books = Books::open(dir.path()).unwrap();
    let user = books.issue("client", "1.1.1.1", &RULES, now()).unwrap().unwrap().user;
    let session = books.open_session(&user, "project", "en", now()).unwrap().id;
    (dir, books, user, session)
}

#[test]
fn a_client_gets_one_token_a_week_and_an_address_a_few() {
    let (_dir, books, user, _) = books();
    assert!(books.issue("client", "2.2.2.2", &RULES, now()).unwrap().is_none());
    assert!(books.issue("second", "1.1.1.1", &RULES, now()).unwrap().is_some());
    assert!(books.issue("third", "1.1.1.1", &RULES, now()).unwrap().is_none());
    let next_week = later(now(), DAY * 7);
    let again = books.issue("client", "2.2.2.2", &RULES, next_week).unwrap().unwrap();
    assert_eq!(again.user, user, "a client keeps its account");
    assert_eq!(books.tokens().unwrap().len(), 3);
}

#[test]
fn a_token_is_good_until_it_expires_and_is_not_kept() {
    let (dir, books, ..) = books();
    let issued = books.issue("other", "2.2.2.2", &RULES, now()).unwrap().unwrap();
    assert_eq!(books.who(&issued.token, now()).unwrap(), Some(issued.user));
    assert_eq!(books.who(&issued.token, issued.expires_at).unwrap(), None);
    assert_eq!(books.who("nmv_usr_x", now()).unwrap(), None);
    drop(books);
    let kept = crate::disk::read(&dir.path().join("serve.db"), 1 << 24).unwrap();
    assert!(!kept.windows(20).any(|part| part == &issued.token.as_bytes()[..20]), "the secret lies in the file");
}

#[test]
fn a_message_freezes_its_price_and_pays_it_when_done() {
    let (_dir, books, user, session) = books();
    let say = |text: &str| books.begin(&Message::new(&user, &session, text, 60, now()), true).unwrap();
    let Begun::Yes { message } = say("make it") else { panic!("there is enough") };
    assert_eq!(books.balance(&user).unwrap(), (40, 60));
    assert_eq!(say("make it"), Begun::Busy);
    books.end(message, Standing::Done).unwrap();
    assert_eq!(books.balance(&user).unwrap(), (40, 0));
    assert_eq!(say("more"), Begun::NoCredits);
    let seen: Vec<_> = books.messages().unwrap().into_iter().map(|m| (m.standing, m.while_running)).collect();
    assert_eq!(seen, [(Standing::Done, false), (Standing::Refused, true), (Standing::Refused, false)]);
    assert_eq!(books.charges().unwrap().iter().map(|charge| charge.credits).sum::<u32>(), 60);
}

#[test]
fn a_failed_message_costs_nothing_and_uncounted_ones_always_run() {
    let (_dir, books, user, session) = books();
    let say = |counted| books.begin(&Message::new(&user, &session, "x", 500, now()), counted).unwrap();
    assert_eq!(say(true), Begun::NoCredits);
    let Begun::Yes { message } = say(false) else { panic!("nothing is counted") };
    books.end(message, Standing::Failed).unwrap();
    assert_eq!(books.balance(&user).unwrap(), (100, 0));
}

#[test]
fn a_restart_loses_what_ran_and_takes_renders_up_again() {
    let (dir, books, user, session) = books();
    books.begin(&Message::new(&user, &session, "x", 60, now()), true).unwrap();
    books.order(&Render::new(&user, "r1", &session, "{}", "{}"), now()).unwrap().unwrap();
    books.next_render(&session).unwrap().unwrap();
    drop(books);
    let books = Books::open(dir.path()).unwrap();
    assert_eq!(books.messages().unwrap()[0].standing, Standing::Lost);
    assert_eq!(books.balance(&user).unwrap(), (100, 0));
    assert_eq!(books.next_render(&session).unwrap().unwrap().id, "r1");
}

#[test]
fn renders_of_a_session_take_turns_and_an_id_counts_once() {
    let (_dir, books, user, session) = books();
    let order = |id: &str| books.order(&Render::new(&user, id, &session, "{}", "{}"), now()).unwrap();
    assert!(order("r1").is_some() && order("r2").is_some() && order("r1").is_none());
    let first = books.next_render(&session).unwrap().unwrap();
    assert_eq!(books.next_render(&session).unwrap(), None, "one at a time");
    let film =
        Film { bytes: 3, sha256: "abc".to_owned(), seconds: Some(1.5), notes: vec!["one was left out".to_owned()] };
    assert!(books.finish_render(first.number, Ok(&film), now()).unwrap());
    assert!(!books.finish_render(first.number, Err("cancelled"), now()).unwrap(), "it had ended");
    let ended = books.render(&user, "r1").unwrap().unwrap();
    assert_eq!((ended.status, ended.film), (Status::Completed, Some(film)), "what has ended stays so");
    assert_eq!(books.next_render(&session).unwrap().unwrap().id, "r2");
    assert_eq!(books.render("anon_other", "r1").unwrap(), None, "others see nothing");
}

#[test]
fn a_state_keeps_every_spelling_and_what_did_not_change() {
    let (_dir, books, user, session) = books();
    let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
    let draft = r#"{ "d":10000.0, "x":[1e2,  12345678901234567890] }"#;
    books.keep(&session, &State::from([("draft".to_owned(), raw(draft))])).unwrap();
    books.keep(&session, &State::from([("canvas_config".to_owned(), raw("{}"))])).unwrap();
    let state = books.session(&user, &session).unwrap().unwrap().state;
    assert_eq!(state["draft"].get(), draft);
    assert_eq!(state.len(), 2);
}

#[test]
fn books_of_the_first_version_are_read_on() {
    let dir = tempfile::tempdir().unwrap();
    let old = rusqlite::Connection::open(dir.path().join("serve.db")).unwrap();
    old.execute_batch(include_str!("schema/0001.sql")).unwrap();
    old.execute_batch(
        "INSERT INTO accounts VALUES ('u', 'c', 100);
         INSERT INTO sessions (id, user, task, task_name, language, created_at, used_at) VALUES ('s', 'u', 't', 'n', 'en', 1, 1);
         INSERT INTO uploads VALUES (1, 's', 'k', 'a.jpg', 'a.jpg', 3, 'abc', '{\"width\":4}', 1);
         INSERT INTO renders VALUES (1, 'u', 'r', 's', '{}', 'x', '{}', 'completed', NULL, 'key', 3, 'abc', 1.5, 1, 1);
         PRAGMA user_version = 1;",
    )
    .unwrap();
    drop(old);
    let books = Books::open(dir.path()).unwrap();
    assert_eq!(books.render("u", "r").unwrap().unwrap().film.unwrap().notes, Vec::<String>::new());
    books.learn("s", &[("a.jpg".to_owned(), serde_json::json!({ "bad": true }))]).unwrap();
    let upload = books.upload("k").unwrap().unwrap();
    assert_eq!((upload.facts.width, upload.known), (Some(4), Some(serde_json::json!({ "bad": true }))));
}

#[test]
fn books_of_a_newer_version_are_left_alone() {
    let (dir, books, ..) = books();
    books.lock().pragma_update(None, "user_version", 99).unwrap();
    drop(books);
    assert!(Books::open(dir.path()).is_err_and(|error| error.hint().is_some()));
}
