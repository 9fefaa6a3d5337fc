//! Downloads after cuts, over redirects, and of what is no film.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::disk;
use crate::nemovideo::code::Code;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::RenderId;
use crate::nemovideo::server_tests::{Act, OWN, Request, Server, answer, client, impatient, json, settings};

const PROXY: &str = "/api/render/proxy/r1/download";

fn a_box(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&(8 + content.len() as u32).to_be_bytes()[..], kind, content].concat()
}

/// A film of something more than `length` bytes, none like its neighbours, and no two with other seeds alike.
fn a_film(length: usize, seed: u32) -> Vec<u8> {
    let content: Vec<u8> =
        (0..length as u32).map(|at| (at.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 13) as u8).collect();
    [a_box(b"ftyp", b"isom\0\0\0\0"), a_box(b"moov", &a_box(b"trak", b"")), a_box(b"mdat", &content)].concat()
}

/// Answers like a file server: ranges as asked for, if it is still the same film.
fn serve(film: &[u8], tag: &str, request: &Request) -> Vec<u8> {
    let asked = request.header("range").and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    let from: usize = asked.filter(|_| request.header("if-range") == Some(tag)).unwrap_or(0);
    let span = format!("Content-Range: bytes {from}-{}/{}\r\n", film.len() - 1, film.len());
    let (status, span) = if from == 0 { (200, "") } else { (206, span.as_str()) };
    let head = format!("HTTP/1.1 {status} Word\r\nETag: {tag}\r\n{span}Content-Length: {}\r\n\r\n", film.len() - from);
    [head.as_bytes(), &film[from..]].concat()
}

struct Place {
    _dir: tempfile::TempDir,
    to: PathBuf,
}

fn place() -> Place {
    let dir = tempfile::tempdir().unwrap();
    Place { to: dir.path().join("video.mp4"), _dir: dir }
}

fn beside(to: &Path, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", to.display()))
}

async fn download(place: &Place, service: &Server, url: Option<&str>) -> Result<u64, Error> {
    let settings = settings(place.to.parent().unwrap(), &service.url);
    client(&settings).download(&RenderId::new("r1"), url, &place.to, |_| ()).await
}

fn is_there(place: &Place, film: &[u8]) {
    assert!(std::fs::read(&place.to).unwrap() == film, "the film is another");
    for end in [".part", ".part.json"] {
        assert!(!disk::exists(&beside(&place.to, end)).unwrap());
    }
}

/// The lines of the answer's head are as long as `serve` makes them.
fn head_length(answer: &[u8]) -> usize {
    answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4
}

#[tokio::test]
async fn a_cut_film_is_gone_on_with_where_it_was_cut() {
    let film = a_film(20 << 20, 1);
    for cut in [1, 1000, 8 << 20, (8 << 20) + 1, 17_000_000, film.len() - 1] {
        let place = place();
        let (served, asked) = (film.clone(), AtomicUsize::new(0));
        let service = Server::start(move |request| {
            let answer = serve(&served, "\"v1\"", request);
            if asked.fetch_add(1, Ordering::SeqCst) > 0 {
                return Act::Answer(answer);
            }
            Act::Close(answer[..head_length(&answer) + cut].to_vec())
        })
        .await;
        let url = format!("{}/film.mp4", service.url);
        assert!(matches!(download(&place, &service, Some(&url)).await, Err(Error::Lost { .. })));
        assert!(!disk::exists(&place.to).unwrap());
        // After a power cut more may lie there than is noted.
        let part = std::fs::OpenOptions::new().append(true).open(beside(&place.to, ".part"));
        part.unwrap().write_all(b"rubbish").unwrap();
        assert_eq!(download(&place, &service, Some(&url)).await.unwrap(), film.len() as u64);
        is_there(&place, &film);
        let last = service.seen().pop().unwrap();
        assert_eq!(last.header("range"), Some(format!("bytes={cut}-").as_str()));
        assert_eq!(last.header("if-range"), Some("\"v1\""));
        assert_eq!(download(&place, &service, None).await.unwrap(), film.len() as u64, "it is there already");
        assert_eq!(service.seen().len(), 2);
    }
}

#[tokio::test]
async fn another_film_at_the_same_address_starts_over() {
    for ranges in [true, false] {
        let (place, asked) = (place(), AtomicUsize::new(0));
        let (old, new) = (a_film(100_000, 1), a_film(120_000, 2));
        let served = new.clone();
        let service = Server::start(move |request| {
            if asked.fetch_add(1, Ordering::SeqCst) == 0 {
                let answer = serve(&old, "\"v1\"", request);
                return Act::Close(answer[..50_000].to_vec());
            }
            // A server that takes no heed of If-Range gives a part of the other film, and says so by its tag.
            let mut request = request.clone();
            if !ranges {
                request.head = request.head.replace("\"v1\"", "\"v2\"");
            }
            Act::Answer(serve(&served, "\"v2\"", &request))
        })
        .await;
        let url = format!("{}/film.mp4", service.url);
        assert!(download(&place, &service, Some(&url)).await.is_err());
        download(&place, &service, Some(&url)).await.unwrap();
        is_there(&place, &new);
        assert_eq!(service.seen().len(), if ranges { 2 } else { 3 });
    }
}

#[tokio::test]
async fn a_range_that_is_refused_starts_over_once() {
    let (place, film) = (place(), a_film(100_000, 1));
    let served = film.clone();
    let service = Server::start(move |request| match request.header("range") {
        Some(_) => answer(416, "", b""),
        None => Act::Answer(serve(&served, "\"v1\"", request)),
    })
    .await;
    let url = format!("{}/film.mp4", service.url);
    disk::write_whole(&beside(&place.to, ".part"), &film[..5000]).unwrap();
    let notes = format!(r#"{{"from":"{url}","version":"\"v0\"","total":null,"offset":5000}}"#);
    disk::write_whole(&beside(&place.to, ".part.json"), notes.as_bytes()).unwrap();
    download(&place, &service, Some(&url)).await.unwrap();
    is_there(&place, &film);
    assert_eq!(service.seen().len(), 2);
}

#[tokio::test]
async fn what_is_no_film_is_fetched_from_the_service_instead() {
    let film = a_film(1000, 1);
    let page = |status| answer(status, "Content-Type: text/html\r\n", b"<html>");
    for (number, what) in [
        Act::Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n".iter().copied().chain([0; 4096]).collect()),
        Act::Close([b"HTTP/1.1 200 OK\r\n\r\n", &film[..900]].concat()),
        page(200),
        page(403),
        page(404),
        answer(200, "Content-Encoding: gzip\r\n", &film),
        answer(200, "", b""),
    ]
    .into_iter()
    .enumerate()
    {
        let (place, served) = (place(), film.clone());
        let bytes = match what {
            Act::Answer(bytes) | Act::Close(bytes) => bytes,
            Act::Reset | Act::Silence => unreachable!(),
        };
        let service = Server::start(move |request| match request.path.as_str() {
            PROXY => Act::Answer(serve(&served, "\"v1\"", request)),
            _ => Act::Close(bytes.clone()),
        })
        .await;
        let url = format!("{}/film.mp4?sig=1", service.url);
        download(&place, &service, Some(&url)).await.unwrap_or_else(|error| panic!("case {number}: {error:?}"));
        is_there(&place, &film);
        let seen = service.seen();
        assert_eq!(seen[0].header("authorization"), None);
        assert_eq!(seen[1].header("authorization"), Some(format!("Bearer {OWN}").as_str()));
    }
}

#[tokio::test]
async fn nothing_that_is_no_whole_film_gets_the_name() {
    for body in [&b"<html>"[..], &[0; 4096], &a_film(1000, 1)[..1000]] {
        let (place, body) = (place(), body.to_vec());
        let service = Server::start(move |_| answer(200, "Content-Type: video/mp4\r\n", &body)).await;
        let url = format!("{}/film.mp4", service.url);
        assert!(matches!(download(&place, &service, Some(&url)).await, Err(Error::NotWhole { .. })));
        assert_eq!(std::fs::read_dir(place.to.parent().unwrap()).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_film_without_a_length_is_taken_if_it_is_whole() {
    let (place, film) = (place(), a_film(1000, 1));
    let served = film.clone();
    let service = Server::start(move |_| Act::Close([b"HTTP/1.1 200 OK\r\n\r\n", &served[..]].concat())).await;
    download(&place, &service, Some(&format!("{}/film.mp4", service.url))).await.unwrap();
    is_there(&place, &film);
}

#[tokio::test]
async fn the_services_own_way_leads_to_bytes_or_to_an_address() {
    let film = a_film(1000, 1);
    for kind in ["bytes", "json", "redirect"] {
        let (place, served) = (place(), film.clone());
        let other = Server::start(move |request| Act::Answer(serve(&served, "\"v1\"", request))).await;
        let (url, served) = (format!("{}/film.mp4", other.url), film.clone());
        let service = Server::start(move |request| match kind {
            "bytes" => Act::Answer(serve(&served, "\"v1\"", request)),
            "json" => json(200, &format!(r#"{{"code":0,"data":{{"output":{{"url":"{url}"}}}}}}"#)),
            _ => answer(302, &format!("Location: {url}\r\n"), b""),
        })
        .await;
        download(&place, &service, None).await.unwrap();
        is_there(&place, &film);
        assert_eq!(service.count("GET", PROXY), 1);
        assert!(other.seen().iter().all(|request| !request.head.contains(OWN) && !request.head.contains("x-skill")));
    }
}

#[tokio::test]
async fn redirects_are_looked_at_one_by_one() {
    let film = a_film(1000, 1);
    for (steps, last, fine) in
        [(3, "/film.mp4", true), (4, "/film.mp4", false), (1, "http://10.0.0.1/x", false), (1, "", false)]
    {
        let (place, served, left) = (place(), film.clone(), Mutex::new(steps));
        let service = Server::start(move |request| {
            let mut left = left.lock().unwrap();
            if request.path == PROXY {
                return json(404, "{}");
            }
            if *left == 0 {
                return Act::Answer(serve(&served, "\"v1\"", request));
            }
            *left -= 1;
            let to = if *left == 0 { last } else { "/next" };
            answer(302, &format!("Location: {to}\r\n"), b"")
        })
        .await;
        let outcome = download(&place, &service, Some(&format!("{}/a.mp4", service.url))).await;
        assert_eq!(outcome.is_ok(), fine, "{steps} {last}: {outcome:?}");
        if !fine {
            assert!(matches!(outcome, Err(Error::Address { .. } | Error::Nonsense { .. })), "{outcome:?}");
        }
    }
}

#[tokio::test]
async fn an_address_that_must_not_be_asked_is_not() {
    let place = place();
    let service = Server::start(|_| json(404, "{}")).await;
    let port = service.url.rsplit(':').next().unwrap().to_owned();
    for url in
        [format!("http://[::ffff:10.0.0.1]:{port}/"), "http://example.com/a.mp4".into(), "file:///etc/passwd".into()]
    {
        assert!(matches!(download(&place, &service, Some(&url)).await, Err(Error::Address { .. })), "{url}");
    }
    assert!(service.seen().iter().all(|request| request.path == PROXY));
}

#[tokio::test]
async fn a_film_that_is_too_large_is_not_kept() {
    let film = a_film(100_000, 1);
    for named in [true, false] {
        let (place, served) = (place(), film.clone());
        let length = if named { format!("Content-Length: {}\r\n", film.len()) } else { String::new() };
        let service =
            Server::start(move |_| Act::Close([b"HTTP/1.1 200 OK\r\n", length.as_bytes(), b"\r\n", &served].concat()))
                .await;
        let mut settings = settings(place.to.parent().unwrap(), &service.url);
        settings.max_film_bytes = 50_000;
        let url = format!("{}/film.mp4", service.url);
        let error = client(&settings).download(&RenderId::new("r1"), Some(&url), &place.to, |_| ()).await;
        assert!(matches!(error, Err(Error::TooLarge { limit: 50_000 })), "{error:?}");
        assert_eq!(std::fs::read_dir(place.to.parent().unwrap()).unwrap().count(), 0);
    }
}

#[tokio::test]
async fn a_service_in_trouble_or_silent_leaves_what_is_there() {
    let place = place();
    let film = a_film(100_000, 1);
    let served = film.clone();
    let turn = Arc::new(AtomicUsize::new(0));
    let service = Server::start(move |request| match turn.fetch_add(1, Ordering::SeqCst) {
        0 => Act::Close(serve(&served, "\"v1\"", request)[..50_000].to_vec()),
        1 => json(503, "{}"),
        2 => Act::Silence,
        _ => Act::Answer(serve(&served, "\"v1\"", request)),
    })
    .await;
    let client = client(&impatient(place.to.parent().unwrap(), &service.url));
    let (url, render) = (format!("{}/film.mp4", service.url), RenderId::new("r1"));
    let again = || client.download(&render, Some(&url), &place.to, |_| ());
    assert!(matches!(again().await, Err(Error::Lost { .. })));
    assert_eq!(again().await.unwrap_err().code(), Some(Code::Trouble));
    assert!(matches!(again().await, Err(Error::Silent { .. })));
    again().await.unwrap();
    is_there(&place, &film);
    assert!(service.seen().pop().unwrap().header("range").is_some());
}
