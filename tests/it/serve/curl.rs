//! What curl sends for a command line: by curl itself where there is one, else by our own client, the same to the byte where
//! a server can tell.

use std::process::Command;

use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method};

use crate::nemo_fake::client::http;

/// The status and the body of the answer. `arguments` are curl's, of which `-X`, `-H`, `-d`, `-F` and `-N` are known.
pub async fn curl(arguments: &[&str]) -> (u16, Vec<u8>) {
    let mut command = Command::new("curl");
    command.args(["-sS", "--noproxy", "*", "-w", "\n%{http_code}"]).args(arguments);
    match command.output() {
        Ok(output) => {
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            let end = output.stdout.iter().rposition(|byte| *byte == b'\n').unwrap();
            let status = std::str::from_utf8(&output.stdout[end + 1..]).unwrap().parse().unwrap();
            (status, output.stdout[..end].to_vec())
        }
        Err(_) => without(&http(), arguments).await,
    }
}

async fn without(http: &Client, arguments: &[&str]) -> (u16, Vec<u8>) {
    let mut words = arguments.iter().copied();
    let (mut method, mut url, mut headers, mut body, mut form) = (None, "", Vec::new(), None, None);
    while let Some(word) = words.next() {
        match word {
            "-X" => method = words.next(),
            "-H" => headers.extend(words.next().unwrap().split_once(": ")),
            "-d" => body = words.next().map(str::to_owned),
            "-F" => {
                let path = words.next().unwrap().strip_prefix("files=@").unwrap();
                let name = path.rsplit('/').next().unwrap().to_owned();
                let part = Part::bytes(std::fs::read(path).unwrap()).file_name(name);
                form = Some(form.unwrap_or_else(Form::new).part("files", part));
            }
            "-N" => {}
            word => url = word,
        }
    }
    let usual = if body.is_some() || form.is_some() { "POST" } else { "GET" };
    let method = Method::from_bytes(method.unwrap_or(usual).as_bytes()).unwrap();
    let mut request = http.request(method, url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    request = match (body, form) {
        (Some(body), _) => request.body(body),
        (None, Some(form)) => request.multipart(form),
        (None, None) => request,
    };
    let reply = request.send().await.unwrap();
    (reply.status().as_u16(), reply.bytes().await.unwrap().to_vec())
}
