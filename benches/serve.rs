//! What the server holds and how fast it takes: streams open at once, uploads at once, one large upload beside the same
//! bytes taken by the same door without a studio, by a bare socket and written to the same disk, and how soon a message
//! about ten photographs is answered, the first and every other.
//!
//! `cargo bench --bench serve [STREAMS]` (2,000 unless told).

#![expect(clippy::print_stdout, reason = "a bench has no other voice")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use reeldrop::serve::{Desk, Facts, Failure, Made, Order, Progress, Settings, Sink, Studio, Talk, run};
use reeldrop::{clock, disk};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};

const WAITING_SERVER: &str = "--waiting-server";
const UPLOADS: usize = 200;
const UPLOAD: usize = 2 << 20;
const LARGE: usize = 128 << 20;
const RUNS: usize = 7;

fn main() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).expect("as many open files as are allowed");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if std::env::args().any(|word| word == WAITING_SERVER) {
        runtime.block_on(wait());
        return;
    }
    let streams = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(2000);
    runtime.block_on(open_streams(streams));
    runtime.block_on(uploads_at_once());
    runtime.block_on(one_large_upload());
    runtime.block_on(messages());
}

/// A studio whose every answer takes for ever.
struct Waiting;

impl Studio for Waiting {
    fn price(&self, _: &Talk) -> u32 {
        0
    }

    async fn answer(&self, _: Talk, _: &mut Sink) -> Result<(), Failure> {
        std::future::pending().await
    }

    async fn render(&self, _: &Order, _: &Path, _: &Progress) -> Result<Made, Failure> {
        std::future::pending().await
    }

    async fn fetch(&self, _: &str, _: &Path, _: u64) -> Result<(), Failure> {
        std::future::pending().await
    }

    async fn look(&self, _: &Path) -> Result<Facts, Failure> {
        Ok(Facts::default())
    }
}

/// The server's own process, with that studio.
async fn wait() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let settings = Settings { heartbeat_secs: 1.0, max_sessions: u64::MAX, credits: None, ..Settings::default() };
    let desk = Desk::open(dir.path(), Waiting, settings).expect("a state");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("http://{}", listener.local_addr().expect("an address"));
    let (_never, stop) = tokio::sync::watch::channel(false);
    run(listener, desk, stop).await.expect("it serves until it is killed");
}

/// A process that says its address, and is killed at the end.
struct Server(Child, String);

impl Server {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a server");
        let mut line = String::new();
        let out = child.stdout.take().expect("its voice");
        BufReader::new(out).read_line(&mut line).expect("its address");
        Self(child, line.trim().to_owned())
    }

    /// Of its status: megabytes.
    fn memory(&self, what: &str) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(what));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

struct Caller {
    http: Client,
    url: String,
    token: String,
}

impl Caller {
    async fn new(server: &Server) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let http = Client::builder().no_proxy().build().expect("a client");
        let url = server.1.clone();
        let token = http.post(format!("{url}/api/auth/anonymous-token")).header("X-Client-Id", "bench");
        let token = data(token).await["token"].as_str().expect("a token").to_owned();
        Self { http, url, token }
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    async fn session(&self) -> String {
        let opened = data(self.post("/api/tasks/me/with-session/nemo_agent").json(&json!({}))).await;
        opened["session_id"].as_str().expect("a session").to_owned()
    }

    fn upload(&self, session: &str, bytes: Vec<u8>) -> RequestBuilder {
        let form = Form::new().part("files", Part::bytes(bytes).file_name("a.jpg"));
        self.post(&format!("/api/upload-video/nemo_agent/me/{session}")).multipart(form)
    }
}

async fn data(request: RequestBuilder) -> Value {
    let reply = request.send().await.expect("an answer").bytes().await.expect("all of it");
    let value: Value = serde_json::from_slice(&reply).expect("JSON");
    assert_eq!(value["code"], 0, "{value}");
    value["data"].clone()
}

async fn open_streams(count: usize) {
    let server = Server::start(Command::new(std::env::current_exe().expect("itself")).arg(WAITING_SERVER));
    let caller = Caller::new(&server).await;
    let empty = server.memory("VmRSS:");
    let began = clock::instant();
    let mut streams = Vec::with_capacity(count);
    for _ in 0..count {
        let body = json!({ "app_name": "nemo_agent", "session_id": caller.session().await,
            "new_message": { "parts": [{ "text": "wait" }] } });
        streams.push(caller.post("/run_sse").json(&body).send().await.expect("a stream"));
    }
    let opened = began.elapsed();
    let held = server.memory("VmRSS:") - empty;
    let began = clock::instant();
    for stream in &mut streams {
        stream.chunk().await.expect("it lives").expect("a sign of life");
    }
    println!(
        "{count} streams open at once, each of a session of its own: opened in {:.1} s, {held:.1} MB for all of them \
         ({:.1} kB each), every one alive {:.1} s later",
        opened.as_secs_f64(),
        held * 1024.0 / count as f64,
        began.elapsed().as_secs_f64(),
    );
}

fn program() -> (tempfile::TempDir, Server) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let config = dir.path().join("config.toml");
    let text = format!("state_dir = '{}/state'\n[log]\nlevel = 'warn'\n", dir.path().display());
    disk::write_whole(&config, text.as_bytes()).expect("a config");
    let mut command = Command::new(env!("CARGO_BIN_EXE_reeldrop"));
    let server = Server::start(command.arg("--config").arg(config).args(["serve", "--listen", "127.0.0.1:0"]));
    (dir, server)
}

/// A small picture with so many bytes behind its end.
fn picture(size: usize) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 64).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
    let mut bytes = bytes.into_inner();
    bytes.resize(size, 7);
    bytes
}

async fn uploads_at_once() {
    let (_dir, server) = program();
    let caller = Arc::new(Caller::new(&server).await);
    let before = server.memory("VmHWM:");
    let session = caller.session().await;
    let pictures = vec![picture(UPLOAD); UPLOADS];
    let began = clock::instant();
    let mut uploads = tokio::task::JoinSet::new();
    for bytes in pictures {
        let (caller, session) = (Arc::clone(&caller), session.clone());
        uploads.spawn(async move { data(caller.upload(&session, bytes)).await });
    }
    let taken = uploads.join_all().await.len();
    println!(
        "{taken} uploads of {} MB at once: {:.0} MB/s altogether, synced; the server's peak grew by {:.1} MB",
        UPLOAD >> 20,
        rate(taken * UPLOAD, began),
        server.memory("VmHWM:") - before,
    );
}

/// By turns, so that whatever else goes on here hits all of them.
async fn one_large_upload() {
    let (dir, server) = program();
    let fake = Server::start(Command::new(std::env::current_exe().expect("itself")).arg(WAITING_SERVER));
    let (caller, other) = (Caller::new(&server).await, Caller::new(&fake).await);
    let bytes = picture(LARGE);
    let (mut served, mut unseen, mut written, mut bare) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..RUNS {
        served.push(large(&caller, &bytes).await);
        unseen.push(large(&other, &bytes).await);
        let file = dir.path().join(format!("floor-{run}"));
        let began = clock::instant();
        take(&bytes, Some(&file));
        written.push(rate(LARGE, began));
        disk::remove_file(&file).expect("it was there");
        let began = clock::instant();
        take(&bytes, None);
        bare.push(rate(LARGE, began));
    }
    let (served, unseen, written, bare) = (median(served), median(unseen), median(written), median(bare));
    println!(
        "one upload of {} MB, medians of {RUNS} by turns: the server (parsed, hashed, synced, looked at, moved into \
         place) {served:.0} MB/s; the same with a studio that looks at nothing, as the tests have it, {unseen:.0} MB/s; a bare socket written to the same disk and synced {written:.0} MB/s; a bare socket alone {bare:.0} MB/s",
        LARGE >> 20,
    );
}

/// Megabytes a second of one upload, its answer included.
async fn large(caller: &Caller, bytes: &[u8]) -> f64 {
    let session = caller.session().await;
    let upload = caller.upload(&session, bytes.to_vec());
    let began = clock::instant();
    data(upload).await;
    rate(LARGE, began)
}

/// Ten photographs of 12 megapixels, looked at for the first message and known to all that follow.
async fn messages() {
    let (_dir, server) = program();
    let caller = Caller::new(&server).await;
    let session = caller.session().await;
    for number in 0..10_u8 {
        let shade = |x: u32, y: u32| image::Rgb([(x / 16) as u8, (y / 12) as u8, number * 20]);
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_fn(4000, 3000, shade).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture");
        data(caller.upload(&session, bytes.into_inner())).await;
    }
    let mut times = Vec::new();
    for words in ["make a video", "slower", "vertical", "square", "undo", "faster", "warm colours", "static", "undo"] {
        let body =
            json!({ "app_name": "nemo_agent", "session_id": session, "new_message": { "parts": [{ "text": words }] } });
        let began = clock::instant();
        let reply = caller.post("/run_sse").json(&body).send().await.expect("a stream");
        reply.bytes().await.expect("all of it");
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    let first = times.remove(0);
    println!(
        "messages about ten photographs of 12 megapixels: the first answered after {first:.0} ms, the others after {:.1} ms \
         (median of {})",
        median(times.clone()),
        times.len()
    );
}

/// The bytes through a socket of this machine, and into a file if there is one.
fn take(bytes: &[u8], file: Option<&Path>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    std::thread::scope(|scope| {
        scope.spawn(move || {
            TcpStream::connect(address).and_then(|mut line| line.write_all(bytes)).expect("it is taken");
        });
        let (mut line, _) = listener.accept().expect("a caller");
        let mut out = file.map(|file| disk::create(file).expect("a new file"));
        let mut chunk = vec![0; 1 << 16];
        loop {
            let read = line.read(&mut chunk).expect("bytes");
            match &mut out {
                _ if read == 0 => break,
                Some(out) => out.write_all(&chunk[..read]).expect("room"),
                None => {}
            }
        }
        if let Some(out) = out {
            out.sync_all().expect("a disk");
        }
    });
}

/// Megabytes a second.
fn rate(bytes: usize, began: Instant) -> f64 {
    bytes as f64 / 1e6 / began.elapsed().max(Duration::from_micros(1)).as_secs_f64()
}

fn median(mut rates: Vec<f64>) -> f64 {
    rates.sort_by(f64::total_cmp);
    rates[rates.len() / 2]
}
