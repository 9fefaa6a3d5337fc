//! Many at once: each sees its own and nothing else, and whoever does not read holds nobody up.

use std::io::Write;
use std::net::TcpStream;
use std::sync::Arc;

use serde_json::json;
use tokio::task::JoinSet;

use crate::nemo_fake::client::json_of;
use crate::serve::client::Guest;
use crate::support::{Serving, jpeg, until};

const GUESTS: usize = 50;

/// One guest from the first word to the film, at the same time as all the others. Pictures have the same names with
/// everybody, and so have the exports; only the number and the words are the guest's own.
async fn visit(url: String, number: usize) -> (Guest, usize) {
    let guest = Guest::at(&url, &format!("guest {number}"), 0).await;
    let pictures = 1 + number % 4;
    let names: Vec<String> = (0..pictures).map(|picture| format!("img{picture}.jpg")).collect();
    for (picture, name) in (0..).zip(&names) {
        let colour = [250, 40 * picture, u8::try_from(4 * number).unwrap()];
        jpeg(&guest.dir.path().join(name), 64, 36, colour);
    }
    let reply = guest.bring(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    assert_eq!(reply["code"], 0, "{reply}");
    let title = format!("I am number {number}");
    let said = guest.say(&format!("title \"{title}\"")).await;
    let texts: Vec<&str> = said.draft["t"][1]["sg"]
        .as_array()
        .unwrap_or_else(|| panic!("{number}: {said:?}"))
        .iter()
        .map(|text| text["m"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(texts, [title], "{said:?}");
    let film = guest.film("r1", &said.draft).await.unwrap();
    assert_eq!(film.frames as usize, 15 * pictures, "{number}");
    (guest, pictures)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_guests_at_once_get_their_own_films_and_see_nobody_elses() {
    let mut serving = Serving::with("tokens_per_address = 100000\nworkers = 2");
    let mut visits = JoinSet::new();
    for number in 0..GUESTS {
        visits.spawn(visit(serving.url().to_owned(), number));
    }
    let guests = visits.join_all().await;
    assert_eq!(guests.len(), GUESTS);
    for (number, (guest, pictures)) in guests.iter().enumerate() {
        let state = guest.state().await;
        assert_eq!(state["video_infos"].as_array().unwrap().len(), *pictures);
        let (other, _) = &guests[(number + 1) % GUESTS];
        let path = format!("/api/state/nemo_agent/me/{}/latest", other.skill.session);
        assert_eq!(json_of(guest.skill.get(&path)).await["code"], 1002, "a session of somebody else's");
        let body = json!({ "app_name": "nemo_agent", "session_id": other.skill.session,
            "new_message": { "parts": [{ "text": "remove the title" }] } });
        assert_eq!(json_of(guest.skill.post("/run_sse").json(&body)).await["code"], 1002);
        let draft = json!({ "id": "r2", "sessionId": other.skill.session, "draft": {} });
        assert_eq!(json_of(guest.skill.post("/api/render/proxy/lambda").json(&draft)).await["code"], 1002);
    }
    serving.kill();
    let books = serving.books();
    assert_eq!((books.charges().unwrap().len(), books.renders().unwrap().len()), (GUESTS, GUESTS), "everything once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_does_not_read_holds_up_neither_the_film_nor_anybody_else() {
    let serving = Serving::start();
    let mut silent = Vec::new();
    for number in 0..20 {
        let guest = Guest::named(&serving, &format!("guest {number}"), 1).await;
        let body = json!({ "app_name": "nemo_agent", "session_id": guest.skill.session,
            "new_message": { "parts": [{ "text": "make a video" }] } })
        .to_string();
        let address = serving.url().trim_start_matches("http://").to_owned();
        let mut line = TcpStream::connect(&address).unwrap();
        let head = format!(
            "POST /run_sse HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Length: {}\r\n\r\n",
            guest.skill.token,
            body.len()
        );
        line.write_all((head + &body).as_bytes()).unwrap();
        silent.push((guest, line));
    }
    for (guest, _unread) in &silent {
        // Said again as soon as it may be: the first message came to its end with nobody listening.
        let mut said = guest.say_or_busy("square").await;
        while said.is_none() {
            tokio::task::yield_now().await;
            said = guest.say_or_busy("square").await;
        }
        let draft = said.unwrap().draft;
        assert_eq!(draft["m"]["width"], draft["m"]["height"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_has_one_open_stream_and_a_server_no_more_than_sessions() {
    let serving = Serving::with("max_sessions = 3\ntokens_per_address = 100");
    let guest = Guest::new(&serving, 1).await;
    let path = "/api/tasks/me/with-session/nemo_agent";
    let codes = [(); 3].map(|()| json_of(guest.skill.post(path).json(&json!({}))));
    let mut said = Vec::new();
    for code in codes {
        said.push(code.await["code"].as_i64().unwrap());
    }
    assert_eq!(said, [0, 0, 429]);
    // Two at once in one session: one is worked on, the other is told to wait or comes after it.
    let (one, two) = tokio::join!(guest.skill.message("vertical").send(), guest.skill.message("square").send());
    let statuses = [one.unwrap().status(), two.unwrap().status()].map(|status| status.as_u16());
    assert!(statuses.contains(&200) && statuses.iter().all(|status| [200, 409].contains(status)), "{statuses:?}");
    until("the room for what comes in to be empty", || {
        (std::fs::read_dir(serving.state("arriving")).unwrap().count() == 0).then_some(())
    });
}

/// The most memory that a process ever had, in bytes.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() << 10
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_uploads_at_once_take_little_memory() {
    const UPLOADS: u64 = 80;
    let serving = Serving::start();
    let guest = Arc::new(Guest::new(&serving, 1).await);
    let picture = guest.dir.path().join("img0.jpg");
    let mut bytes = std::fs::read(&picture).unwrap();
    bytes.resize(2 << 20, 7);
    std::fs::write(&picture, &bytes).unwrap();
    let before = peak(serving.id());
    let mut uploads = JoinSet::new();
    for _ in 0..UPLOADS {
        let guest = Arc::clone(&guest);
        uploads.spawn(async move { guest.bring(&["img0.jpg"]).await["code"].as_i64() });
    }
    assert!(uploads.join_all().await.into_iter().all(|code| code == Some(0)));
    let each = (peak(serving.id()) - before) / UPLOADS;
    // Uploads held whole would take 2048 kB; pens of half a megabyte, with what the allocator keeps, take less than this.
    assert!(each < 800 << 10, "{} kB each", each >> 10);
}
