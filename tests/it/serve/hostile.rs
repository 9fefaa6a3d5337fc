//! Pictures made to harm whoever looks at them: the server looks at none.

use std::fs;
use std::path::Path;

use image::{GrayImage, Luma};
use reeldrop::brief::{Brief, Quality, Resolution};
use reeldrop::job::Limits;
use reeldrop::serve::{Desk, Settings, Workshop, WorkshopSettings, run};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::nemo_fake::client::json_of;
use crate::serve::client::Guest;
use crate::support::{Frail, Serving, jpeg};

/// A server in this process whose films are made by that program.
struct Here {
    _dir: TempDir,
    url: String,
    _stop: watch::Sender<bool>,
}

impl Here {
    async fn with(frail: &Frail) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let video = Brief {
            resolution: Some(Resolution::P480),
            quality: Some(Quality::Draft),
            seconds_per_image: Some(0.5),
            ..Brief::default()
        };
        let workshop = Workshop::new(WorkshopSettings {
            program: frail.program(),
            video,
            limits: Limits { min_free_disk_mb: 0, ..Limits::default() },
            encoder: reeldrop::render::Encoder::BuiltIn,
            fetch_from: Vec::new(),
            model: None,
        });
        let desk = Desk::open(dir.path(), workshop, Settings { credits: None, ..Settings::default() }).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(run(listener, desk, stopped));
        Self { _dir: dir, url, _stop: stop }
    }
}

fn names(draft: &Value) -> Vec<&str> {
    draft["t"][0]["sg"].as_array().unwrap().iter().map(|shot| shot["m"]["name"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_kills_whoever_looks_at_it_costs_only_itself() {
    let frail = Frail::at("\"faces\":false");
    let here = Here::with(&frail).await;
    let guest = Guest::at(&here.url, "one", 0).await;
    jpeg(&guest.dir.path().join("evil.jpg"), 64, 36, [9, 9, 9]);
    let reply = guest.bring(&["evil.jpg"]).await;
    assert_eq!(reply["code"], 4001, "{reply}");
    let said = reply["message"].as_str().unwrap();
    assert!(said.starts_with("`evil.jpg`: it brings down whoever looks at it") && !said.contains('/'), "{said}");
    assert_eq!(json_of(guest.skill.get("/api/credits/balance/simple")).await["code"], 0, "the server lives");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_harmless_at_first_is_left_out_of_the_film_and_named_and_never_looked_at_again() {
    let frail = Frail::at("evil.jpg");
    let here = Here::with(&frail).await;
    let guest = Guest::at(&here.url, "one", 2).await;
    jpeg(&guest.dir.path().join("evil.jpg"), 64, 36, [9, 9, 9]);
    assert_eq!(guest.bring(&["evil.jpg"]).await["code"], 0, "where it lies first it has another name");
    let said = guest.say("make a video").await;
    assert_eq!(names(&said.draft), ["img0.jpg", "img1.jpg"], "{said:?}");
    assert!(said.text.contains("`evil.jpg`: it brings down whoever looks at it"), "{said:?}");
    let asked = frail.questions().len();
    let again = guest.say("slower").await;
    assert!(names(&again.draft).len() == 2 && again.text.contains("evil.jpg"), "{again:?}");
    assert_eq!(frail.questions().len(), asked, "what is known is not looked at again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_outlives_the_server() {
    let mut serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    guest.say("make a video").await;
    serving.kill();
    let known = |serving: &Serving| -> Vec<Value> {
        serving.books().uploads().unwrap().into_iter().map(|upload| upload.known.unwrap()).collect()
    };
    let before = known(&serving);
    assert!(before.iter().all(|known| known["picture"]["width"] == 320 && known["picture"]["faces"].is_array()));
}

/// Peak memory of the server's own process, in megabytes; nothing where the system does not say.
fn peak(serving: &Serving) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", serving.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? >> 10)
}

fn bomb(path: &Path, side: u32) {
    GrayImage::from_pixel(side, side, Luma([77])).save(path).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_file_that_unfolds_to_much_unfolds_elsewhere() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 1).await;
    let path = guest.dir.path().join("bomb.png");
    bomb(&path, 9000);
    assert!(fs::metadata(&path).unwrap().len() < 2 << 20, "a file of {} bytes", fs::metadata(&path).unwrap().len());
    assert_eq!(guest.bring(&["bomb.png"]).await["code"], 0);
    let said = guest.say("make a video").await;
    assert_eq!(names(&said.draft).len(), 2, "81 megapixels are allowed, wherever they are unfolded: {said:?}");
    if let Some(peak) = peak(&serving) {
        assert!(peak < 81, "the server itself held {peak} MB at some time");
    }
    bomb(&path, 15_000);
    let reply = guest.bring(&["bomb.png"]).await;
    assert_eq!(reply["code"], 4001, "{reply}");
}

/// A PNG that is whole by its structure and damaged in its pixels.
fn damaged(path: &Path) {
    GrayImage::from_fn(64, 36, |x, y| Luma([(x * y) as u8])).save(path).unwrap();
    let mut bytes = fs::read(path).unwrap();
    let pixels = bytes.windows(4).position(|part| part == b"IDAT").unwrap() + 12;
    bytes[pixels..pixels + 8].fill(0xff);
    fs::write(path, bytes).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_does_without_a_damaged_picture_and_says_so() {
    let serving = Serving::start();
    let guest = Guest::new(&serving, 2).await;
    damaged(&guest.dir.path().join("bad.png"));
    let reply = guest.bring(&["bad.png"]).await;
    let bad = reply["data"]["files"][0]["cdn_url"].clone();
    let said = guest.say("make a video").await;
    assert!(said.text.contains("cannot use the picture `bad.png`"), "{said:?}");
    let good = names(&said.draft);
    assert_eq!(good, ["img0.jpg", "img1.jpg"]);
    // By hand it can still be asked for.
    let src = |number: usize| said.draft["t"][0]["sg"][number]["src"].clone();
    let shots: Vec<Value> = [src(0), bad.clone(), src(1)].map(|src| json!({ "d": 500, "src": src })).into();
    let draft = json!({ "t": [{ "tt": 0, "sg": shots }], "m": { "fps": 30 } });
    let film = guest.film("r1", &draft).await.unwrap();
    assert_eq!(film.frames, 30, "the two others, each as long as it was asked for");
    let made = guest.skill.made("r1").await;
    let note = made["output"]["notes"][0].as_str().unwrap();
    assert!(note.starts_with("cannot use the picture `bad.png`"), "{made}");
    assert_eq!(made["output"]["duration"], 1.0);
    // Nothing else is left of it.
    let alone = json!({ "t": [{ "tt": 0, "sg": [{ "d": 500, "src": bad }] }], "m": { "fps": 30 } });
    let failed = guest.film("r2", &alone).await.unwrap_err();
    assert!(failed["error"].as_str().unwrap().contains("bad.png"), "{failed}");
}
