//! Requests as the skill document spells them, with nothing of the product's own client.

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::{Value, json};

use crate::support::nemo::Nemo;

/// A token and a session at a fake.
pub struct Skill {
    pub http: Client,
    pub url: String,
    pub token: String,
    pub session: String,
}

pub fn http() -> Client {
    // The first one wins; whoever comes later finds it in place.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap()
}

pub async fn token(nemo: &Nemo, client: &str) -> Value {
    token_at(&nemo.url(), client).await
}

pub async fn token_at(url: &str, client: &str) -> Value {
    json_of(http().post(format!("{url}/api/auth/anonymous-token")).header("X-Client-Id", client)).await
}

pub async fn json_of(request: RequestBuilder) -> Value {
    let text = request.send().await.unwrap().text().await.unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

impl Skill {
    pub async fn new(nemo: &Nemo) -> Self {
        Self::at(&nemo.url(), "11111111-2222-3333-4444-555555555555").await
    }

    /// The same at any server that speaks the protocol.
    pub async fn at(url: &str, client: &str) -> Self {
        let token = token_at(url, client).await;
        let token = token["data"]["token"].as_str().unwrap().to_owned();
        let mut skill = Self { http: http(), url: url.to_owned(), token, session: String::new() };
        let opened = skill.open_session().await;
        opened["data"]["session_id"].as_str().unwrap().clone_into(&mut skill.session);
        skill
    }

    pub fn get(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}{path}", self.url)).headers(self.headers())
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.url)).headers(self.headers())
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let bearer = format!("Bearer {}", self.token);
        headers.insert(AUTHORIZATION, HeaderValue::from_str(&bearer).unwrap());
        headers.insert("x-skill-source", HeaderValue::from_static("image-to-video-ai-offline"));
        headers.insert("x-skill-version", HeaderValue::from_static("1.0.0"));
        headers.insert("x-skill-platform", HeaderValue::from_static("unknown"));
        headers
    }

    pub async fn open_session(&self) -> Value {
        let body = json!({ "task_name": "project", "language": "en" });
        json_of(self.post("/api/tasks/me/with-session/nemo_agent").json(&body)).await
    }

    pub fn message(&self, text: &str) -> RequestBuilder {
        let body = json!({ "app_name": "nemo_agent", "user_id": "me", "session_id": self.session,
            "new_message": { "parts": [{ "text": text }] } });
        self.post("/run_sse").header("Accept", "text/event-stream").json(&body)
    }

    /// The whole stream of a message.
    pub async fn say(&self, text: &str) -> String {
        let reply = self.message(text).send().await.unwrap();
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        reply.text().await.unwrap()
    }

    pub fn upload(&self, files: &[(&str, &str)]) -> RequestBuilder {
        let form = files.iter().fold(reqwest::multipart::Form::new(), |form, (name, content)| {
            let part = reqwest::multipart::Part::bytes(content.as_bytes().to_vec()).file_name((*name).to_owned());
            form.part("files", part)
        });
        self.post(&format!("/api/upload-video/nemo_agent/me/{}", self.session)).multipart(form)
    }

    pub fn state(&self) -> RequestBuilder {
        self.get(&format!("/api/state/nemo_agent/me/{}/latest", self.session))
    }

    pub async fn credits(&self) -> Value {
        json_of(self.get("/api/credits/balance/simple")).await["data"].clone()
    }

    /// An export of the draft as the state has it, byte for byte.
    pub async fn export(&self, id: &str) -> RequestBuilder {
        let state = self.state().send().await.unwrap().text().await.unwrap();
        self.submit(id, draft_in(&state))
    }

    pub fn submit(&self, id: &str, draft: &str) -> RequestBuilder {
        let body = format!(
            r#"{{"id":"{id}","sessionId":"{}","draft":{draft},"output":{{"format":"mp4","quality":"high"}}}}"#,
            self.session
        );
        self.post("/api/render/proxy/lambda").header("Content-Type", "application/json").body(body)
    }

    pub fn poll(&self, id: &str) -> RequestBuilder {
        self.get(&format!("/api/render/proxy/lambda/{id}"))
    }

    /// Asks until the export has ended.
    pub async fn made(&self, id: &str) -> Value {
        for _ in 0..12_000 {
            let reply = json_of(self.poll(id)).await;
            if reply["status"] == "completed" || reply["status"] == "failed" {
                return reply;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        panic!("`{id}` never ended");
    }

    /// The film's address without any header.
    pub async fn film(&self, url: &str) -> Response {
        self.http.get(url).send().await.unwrap()
    }
}

/// The draft as it stands in a reply, neither parsed nor printed.
pub fn draft_in(state: &str) -> &str {
    let rest = state.split_once(r#""draft":"#).unwrap().1;
    rest.split_once(r#","video_infos""#).unwrap().0
}
