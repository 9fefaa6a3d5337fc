//! A language model that says what a test wants it to say, in all the ways in which servers go wrong.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `POST /v1/chat/completions`.
    pub call: String,
    pub authorization: Option<String>,
    pub body: Value,
}

impl Asked {
    /// `json_schema`, `json_object`, or nothing.
    pub fn form(&self) -> Option<&str> {
        self.body["response_format"]["type"].as_str()
    }
}

/// What becomes of a request.
#[derive(Clone, Debug)]
pub enum Says {
    /// A completion of these words.
    Words(String),
    /// This body.
    Body(u16, String),
    /// Somebody else should be asked.
    Elsewhere(String),
    /// Nothing, for as long as anybody listens.
    Nothing,
    /// The head of an answer and half of its body.
    Half,
    /// A body without an end.
    Flood,
}

impl Says {
    /// The wishes of a model that answers as it was asked to.
    pub fn wishes(wishes: &[(&str, &str, Value)]) -> Self {
        let wish =
            |(asked, field, value): &(&str, &str, Value)| json!({ "asked": asked, "field": field, "value": value });
        Self::Words(json!({ "wishes": wishes.iter().map(wish).collect::<Vec<_>>() }).to_string())
    }
}

/// Listens until the test's process ends.
pub struct Model {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Model {
    /// `answer` is told how many requests for words came before.
    pub fn start(answer: impl Fn(usize, &Asked) -> Says + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (asked, answer) = (Arc::<Mutex<Vec<Asked>>>::default(), Arc::new(answer));
        let noted = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (noted, answer) = (Arc::clone(&noted), Arc::clone(&answer));
                thread::spawn(move || serve(&stream, &noted, &*answer));
            }
        });
        Self { url, asked }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The section of a config that names it.
    pub fn section(&self) -> String {
        format!("[director]\nllm_url = '{}'\nllm_model = 'small'\n", self.url)
    }
}

/// One request, one answer, and the connection is closed.
fn serve(stream: &TcpStream, noted: &Mutex<Vec<Asked>>, answer: &dyn Fn(usize, &Asked) -> Says) {
    let Some(asked) = read(stream) else { return };
    let before = {
        let mut noted = noted.lock().unwrap();
        noted.push(asked.clone());
        noted.len() - 1
    };
    // Whoever has heard enough hangs up, and that is no fault of the test.
    say(stream, answer(before, &asked)).ok();
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|length| *length > 0).map(|_| line.trim_end().to_owned())
    };
    let call = line()?.rsplit_once(' ')?.0.to_owned();
    let (mut length, mut authorization) = (0, None);
    while let Some((name, value)) = line()?.split_once(": ") {
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => authorization = Some(value.to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { call, authorization, body: serde_json::from_slice(&body).unwrap_or_default() })
}

fn say(mut stream: &TcpStream, says: Says) -> std::io::Result<()> {
    let head = |status: u16, more: &str| format!("HTTP/1.1 {status} So\r\nconnection: close\r\n{more}\r\n");
    match says {
        Says::Words(words) => {
            let choice =
                json!({ "index": 0, "message": { "role": "assistant", "content": words }, "finish_reason": "stop" });
            say(stream, Says::Body(200, json!({ "object": "chat.completion", "choices": [choice] }).to_string()))
        }
        Says::Body(status, body) => {
            write!(stream, "{}{body}", head(status, &format!("content-length: {}\r\n", body.len())))
        }
        Says::Elsewhere(url) => write!(stream, "{}", head(307, &format!("location: {url}\r\ncontent-length: 0\r\n"))),
        Says::Nothing => stream.read_to_end(&mut Vec::new()).map(drop),
        Says::Half => write!(stream, "{}{{\"choices\":[", head(200, "content-length: 4096\r\n")),
        Says::Flood => {
            write!(stream, "{}", head(200, ""))?;
            loop {
                stream.write_all(&[b' '; 4096])?;
            }
        }
    }
}
