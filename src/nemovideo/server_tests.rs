//! A server for the tests beside it: plain sockets, every request kept, every answer as it was written.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ring::digest::{Context, SHA256};
use serde_json::value::RawValue;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::backoff;
use crate::nemovideo::attribution::Attribution;
use crate::nemovideo::client::Client;
use crate::nemovideo::error::Error;
use crate::nemovideo::id::{RenderId, SessionId};
use crate::nemovideo::settings::{AccountSettings, Patience, Settings};
use crate::nemovideo::token::Token;

pub(crate) const BALANCE: &str = r#"{"code":0,"data":{"available":100,"frozen":0,"total":100}}"#;

/// What was asked. Of a long body only the beginning is kept, and the digest of all of it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub method: String,
    pub path: String,
    pub head: String,
    pub body: Vec<u8>,
    pub length: u64,
    pub digest: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

#[derive(Clone)]
pub(crate) enum Act {
    Answer(Vec<u8>),
    /// The same, and the connection is closed without a word about it.
    Close(Vec<u8>),
    Reset,
    Silence,
}

#[derive(Clone)]
pub(crate) struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

type Respond = dyn Fn(&Request) -> Act + Send + Sync;

impl Server {
    pub(crate) async fn start(respond: impl Fn(&Request) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (seen, respond): (Arc<Mutex<Vec<Request>>>, Arc<Respond>) = (Arc::default(), Arc::new(respond));
        let server = Self { url, seen: Arc::clone(&seen) };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, Arc::clone(&respond), Arc::clone(&seen)));
            }
        });
        server
    }

    pub(crate) fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// How often something was asked.
    pub(crate) fn count(&self, method: &str, path: &str) -> usize {
        self.seen().iter().filter(|request| request.method == method && request.path == path).count()
    }
}

async fn talk(stream: TcpStream, respond: Arc<Respond>, seen: Arc<Mutex<Vec<Request>>>) -> Option<()> {
    let mut stream = BufReader::with_capacity(64 << 10, stream);
    loop {
        let request = read(&mut stream).await?;
        seen.lock().unwrap().push(request.clone());
        match respond(&request) {
            Act::Answer(bytes) => stream.get_mut().write_all(&bytes).await.ok()?,
            Act::Close(bytes) => {
                stream.get_mut().write_all(&bytes).await.ok()?;
                return stream.get_mut().shutdown().await.ok();
            }
            Act::Reset => return stream.get_ref().set_zero_linger().ok(),
            Act::Silence => std::future::pending().await,
        }
    }
}

async fn read(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        let read = stream.read_line(&mut head).await.ok()?;
        if read == 0 {
            return None;
        }
    }
    let mut words = head.lines().next()?.split(' ').map(str::to_owned);
    let (method, path) = (words.next()?, words.next()?);
    let mut request = Request { method, path, head, body: Vec::new(), length: 0, digest: Vec::new() };
    let length: u64 = request.header("content-length").map_or(0, |length| length.parse().unwrap());
    let (mut digest, mut chunk) = (Context::new(&SHA256), vec![0; 64 << 10]);
    while request.length < length {
        let most = (length - request.length).min(chunk.len() as u64) as usize;
        let read = stream.read(&mut chunk[..most]).await.ok().filter(|read| *read > 0)?;
        digest.update(&chunk[..read]);
        let kept = read.min((64_usize << 10).saturating_sub(request.body.len()));
        request.body.extend_from_slice(&chunk[..kept]);
        request.length += read as u64;
    }
    request.digest = digest.finish().as_ref().to_vec();
    Some(request)
}

pub(crate) fn answer(status: u16, headers: &str, body: &[u8]) -> Act {
    let head = format!("HTTP/1.1 {status} Word\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    Act::Answer([head.as_bytes(), body].concat())
}

pub(crate) fn json(status: u16, body: &str) -> Act {
    answer(status, "Content-Type: application/json\r\n", body.as_bytes())
}

pub(crate) const OWN: &str = "nmv_usr_own-secret";

/// A client with a token of its owner's, one of whom waits only moments before it asks again.
pub(crate) fn settings(dir: &Path, url: &str) -> Settings {
    Settings {
        api_url: url.to_owned(),
        web_url: "https://nemovideo.com".to_owned(),
        attribution: Attribution::new(None, Path::new("/usr/bin/reeldrop")),
        account: AccountSettings {
            own: Some((Token::new(OWN).unwrap(), "`NEMO_TOKEN`".to_owned())),
            client_id: None,
            client_id_file: dir.join("client_id"),
            shared_client_id_file: None,
            token_cache: dir.join("token.json"),
        },
        ca_file: None,
        proxy: None,
        stream_timeout_secs: 900.0,
        heartbeat_only_timeout_secs: 600.0,
        rate_limit_wait_secs: 0.001,
        max_film_bytes: 1 << 30,
        patience: Patience {
            again: backoff::Settings { attempts: 3, base_secs: 0.001, max_secs: 0.001 },
            ..Patience::default()
        },
    }
}

/// The same without a token of its own.
pub(crate) fn anonymous(dir: &Path, url: &str) -> Settings {
    let mut settings = settings(dir, url);
    settings.account.own = None;
    settings
}

/// One that gives up at once.
pub(crate) fn impatient(dir: &Path, url: &str) -> Settings {
    let mut settings = settings(dir, url);
    let moment = Duration::from_millis(100);
    settings.patience = Patience { answer: moment, submit: moment, stall: moment, ..settings.patience };
    settings.heartbeat_only_timeout_secs = moment.as_secs_f64();
    settings
}

pub(crate) fn client(settings: &Settings) -> Client {
    Client::new(settings).unwrap()
}

pub(crate) fn sid() -> SessionId {
    SessionId::new("5529798706024415232")
}

pub(crate) fn draft() -> Box<RawValue> {
    RawValue::from_string(r#"{"d": 1.50, "t":[ ], "big":5529798706024415232}"#.to_owned()).unwrap()
}

pub(crate) async fn submit(client: &Client, id: &str) -> Result<RenderId, Error> {
    client.submit(&sid(), &RenderId::new(id), &draft()).await
}

/// Makes each kind of call that carries the token; hands back what each failed with.
pub(crate) async fn every_call(client: &Client) -> Vec<Option<Error>> {
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
