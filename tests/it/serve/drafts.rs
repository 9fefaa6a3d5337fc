//! Drafts that come back: as they were, edited, and such that no film can be made of.

use serde_json::{Value, json};

use crate::nemo_fake::client::json_of;
use crate::serve::client::Guest;
use crate::support::Serving;

async fn titled(serving: &Serving) -> (Guest, Value) {
    let guest = Guest::new(serving, 3).await;
    guest.bring_music().await;
    let said = guest.say("a film with the title \"Sea\"").await;
    (guest, said.draft)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_sent_back_as_it_was_is_the_film_that_make_would_make() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 3).await;
    guest.say("make a video").await;
    let export = guest.skill.export("r1").await.send().await.unwrap();
    assert_eq!(export.status(), 200);
    let made = guest.skill.made("r1").await;
    let film = guest.skill.film(made["output"]["url"].as_str().unwrap()).await.bytes().await.unwrap();
    let pictures = guest.dir.path().to_str().unwrap();
    let peer = guest.dir.path().join("peer.mp4");
    let output = crate::support::reeldrop()
        .arg("--config")
        .arg(serving.config())
        .args(["make", pictures, "-o", peer.to_str().unwrap()])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(film == std::fs::read(peer).unwrap(), "the same pictures and words, but another film");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_draft_is_honoured() {
    let serving = Serving::start();
    let (guest, draft) = titled(&serving).await;
    assert!(guest.film("as-it-was", &draft).await.unwrap().has_sound);
    // Without music and title, the last picture gone, the first one twice as long.
    let mut edited = draft.clone();
    let tracks = edited["t"].as_array_mut().unwrap();
    tracks.truncate(1);
    let shots = tracks[0]["sg"].as_array_mut().unwrap();
    shots.pop();
    shots[0]["d"] = json!(2000);
    shots[1] = json!({ "s": 1800, "d": 1000, "src": shots[1]["src"] });
    edited["d"] = json!(2800);
    let film = guest.film("edited", &edited).await.unwrap();
    assert_eq!((film.frames, film.has_sound), (84, false));
    // Pictures in another order, written by hand, at another size and rate.
    let sources: Vec<Value> =
        draft["t"][0]["sg"].as_array().unwrap().iter().rev().map(|shot| shot["src"].clone()).collect();
    let shots: Vec<Value> = sources.iter().map(|src| json!({ "d": 400, "src": src })).collect();
    let by_hand = json!({ "t": [{ "tt": 0, "sg": shots }], "m": { "fps": 25, "width": 320, "height": 320 } });
    let film = guest.film("by-hand", &by_hand).await.unwrap();
    assert_eq!((film.frames, film.width, film.height), (30, 320, 320));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_export_asks_for_is_honoured_too() {
    let serving = Serving::start();
    let (guest, draft) = titled(&serving).await;
    let submit = |id: &str, output: Value| {
        let body = json!({ "id": id, "sessionId": guest.skill.session, "draft": draft, "output": output });
        json_of(guest.skill.post("/api/render/proxy/lambda").json(&body))
    };
    assert_eq!(submit("r1", json!({ "format": "mp4", "resolution": "720p", "fps": 15 })).await["status"], "pending");
    let made = guest.skill.made("r1").await;
    let path = guest.dir.path().join("film.mp4");
    std::fs::write(&path, guest.skill.film(made["output"]["url"].as_str().unwrap()).await.bytes().await.unwrap())
        .unwrap();
    let film = crate::support::Film::open(&path);
    assert_eq!((film.height, film.frames), (720, 23));
    for output in [
        json!({ "format": "webm" }),
        json!({ "resolution": "9000p" }),
        json!({ "codec": "av1" }),
        json!({ "fps": 0 }),
        json!([]),
    ] {
        let refused = submit("r2", output.clone()).await;
        assert_eq!(refused["code"], 422, "{output}: {refused}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_no_film_can_be_made_of_is_refused_with_the_reason() {
    let serving = Serving::start();
    let (guest, draft) = titled(&serving).await;
    let other = Guest::named(&serving, "somebody else", 1).await;
    let foreign = other.say("make a video").await.draft["t"][0]["sg"][0]["src"].clone();
    let edits: [(&str, Value, &str); 19] = [
        ("", json!({}), "has no tracks"),
        ("", json!("<draft version='3'/>"), "is no object"),
        ("/t", json!([]), "nothing to show"),
        ("/t/0/sg/1/src", json!("/files/none/img1.jpg"), "none of this session's files"),
        ("/t/0/sg/1/src", foreign, "none of this session's files"),
        ("/t/0/sg/1/src", json!("../../../etc/passwd"), "none of this session's files"),
        ("/t/0/sg/1/s", json!(5000), "nothing is seen just before segment 2 of track 1"),
        ("/t/0/sg/1/d", json!(-1), "no time in milliseconds"),
        ("/t/0/sg/1/d", json!(1e15), "no time in milliseconds"),
        ("/t/0/sg/1/speed", json!(2), "has `speed`, which this server does not know"),
        ("/t/0/sg/1/m/sparkle", json!(true), "`sparkle` of segment 2 of track 1 cannot be true here"),
        ("/t/0/sg/1/m/from/zoom", json!(1e9), "looks where there is nothing"),
        ("/t/0/sg/1/m/picture", json!("../../serve.db"), "has `picture`, which is said by the keys around it"),
        ("/t/1/sg/0/m/tune", json!({ "file": "../../serve.db" }), "has both a file `src` and a `tune`"),
        ("/t/0/tt", json!(3), "has a type `tt` other than"),
        ("/t/1/sg/0/m/volume", json!(7), "must be from 0 to 1"),
        ("/t/2/sg/0/m/text", json!(""), "must have 1 to 500 characters"),
        ("/m/width", json!(100_000), "larger than this server makes"),
        ("/d", json!(100), "but its pictures last longer"),
    ];
    for (number, (place, value, reason)) in edits.into_iter().enumerate() {
        let mut edited = draft.clone();
        set(&mut edited, place, value);
        let refused = guest.film(&format!("r{number}"), &edited).await.expect_err(reason);
        assert_eq!(refused["code"], 422, "{refused}");
        assert!(refused["message"].as_str().unwrap().contains(reason), "{place}: {refused}");
    }
}

/// Puts a value where a JSON pointer points, a new key included.
fn set(draft: &mut Value, place: &str, value: Value) {
    let Some((parent, key)) = place.rsplit_once('/') else { return *draft = value };
    match draft.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
        parent => parent[key] = value,
    }
}
