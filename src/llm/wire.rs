//! One request and the bytes of its answer, as many as make sense.

use reqwest::{RequestBuilder, Response};
use serde_json::Value;

use crate::legible;
use crate::llm::error::Error;

/// An answer takes some kilobytes, its thoughts included.
const MOST_BYTES: usize = 256 << 10;
/// As much of a server's reason as a person reads.
const LONGEST_REASON: usize = 160;

/// Sends once and reads the answer; anything but a success is an error, a redirect included.
pub(crate) async fn send(host: &str, request: RequestBuilder) -> Result<Vec<u8>, Error> {
    let response = request.send().await.map_err(|source| failed(host, source))?;
    let status = response.status();
    let body = body(host, response).await;
    if status.is_success() {
        return body;
    }
    let said = body.ok().and_then(|body| reason(&body)).map(|said| format!(": {said}")).unwrap_or_default();
    Err(Error::Refused { host: host.to_owned(), status: status.as_u16(), said })
}

fn failed(host: &str, source: reqwest::Error) -> Error {
    let (host, source) = (host.to_owned(), source.without_url());
    if source.is_connect() { Error::Unreachable { host, source } } else { Error::Lost { host, source } }
}

async fn body(host: &str, mut response: Response) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|source| failed(host, source))? {
        if body.len() + chunk.len() > MOST_BYTES {
            return Err(Error::Nonsense { host: host.to_owned(), what: "an answer that is far too long" });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// `{"error": "…"}` of LM Studio and Ollama, `{"error": {"message": "…"}}` of everybody else.
fn reason(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let error = body.get("error")?;
    let said = error.as_str().or_else(|| error.get("message")?.as_str())?;
    Some(legible::line(&said.chars().take(LONGEST_REASON).collect::<String>()))
}
