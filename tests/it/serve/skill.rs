//! The skill's document, every call in it made as it is written there, against the real server.

use serde_json::Value;
use tempfile::TempDir;

use crate::serve::curl::curl;
use crate::support::{Film, Serving, jpeg};

/// Somebody with the document in one hand and curl in the other.
struct Reader {
    url: String,
    token: String,
    session: String,
    dir: TempDir,
}

impl Reader {
    /// "Obtain a free token", "create a session".
    async fn at(serving: &Serving) -> Self {
        let url = serving.url().to_owned();
        let mut reader = Self { url, token: String::new(), session: String::new(), dir: tempfile::tempdir().unwrap() };
        let id = "X-Client-Id: 0f0e0d0c-0b0a-4908-8706-050403020100";
        let got = reader.call("/api/auth/anonymous-token", &["-X", "POST", "-H", id]).await;
        got["data"]["token"].as_str().unwrap().clone_into(&mut reader.token);
        assert_eq!(got["data"]["credits"], 100, "100 free credits: {got}");
        assert!(reader.token.starts_with("nmv_usr_"));
        let body = r#"{"task_name":"project","language":"en"}"#;
        let got = reader.send("/api/tasks/me/with-session/nemo_agent", body).await;
        got["data"]["session_id"].as_str().unwrap().clone_into(&mut reader.session);
        assert!(got["data"]["task_id"].is_string(), "{got}");
        reader
    }

    fn bearer(&self) -> String {
        format!("Authorization: Bearer {}", self.token)
    }

    async fn answer(&self, path: &str, arguments: &[&str]) -> (u16, String) {
        let (url, bearer) = (format!("{}{path}", self.url), self.bearer());
        let mut all = vec!["-H", "X-Skill-Source: image-to-video-ai-offline", "-H", "X-Skill-Version: 1.0.0"];
        all.extend(["-H", "X-Skill-Platform: unknown"]);
        if !self.token.is_empty() {
            all.extend(["-H", &bearer]);
        }
        all.extend(arguments);
        all.push(&url);
        let (status, body) = curl(&all).await;
        (status, String::from_utf8(body).unwrap())
    }

    async fn call(&self, path: &str, arguments: &[&str]) -> Value {
        let (_, body) = self.answer(path, arguments).await;
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{path}: {error}: {body}"))
    }

    async fn send(&self, path: &str, body: &str) -> Value {
        self.call(path, &["-X", "POST", "-H", "Content-Type: application/json", "-d", body]).await
    }

    async fn upload(&self, name: &str) -> Value {
        let file = format!("files=@{}", self.dir.path().join(name).display());
        self.call(&format!("/api/upload-video/nemo_agent/me/{}", self.session), &["-F", &file]).await
    }

    /// "Send message (SSE)".
    async fn say(&self, words: &str) -> String {
        let body = format!(
            r#"{{"app_name":"nemo_agent","user_id":"me","session_id":"{}","new_message":{{"parts":[{{"text":"{words}"}}]}}}}"#,
            self.session
        );
        let accept = "Accept: text/event-stream";
        let (status, stream) =
            self.answer("/run_sse", &["-N", "-H", "Content-Type: application/json", "-H", accept, "-d", &body]).await;
        assert_eq!(status, 200, "{stream}");
        stream
    }

    async fn state(&self) -> Value {
        self.call(&format!("/api/state/nemo_agent/me/{}/latest", self.session), &[]).await
    }

    /// "Export (free, no credits)", then asked after until `completed`.
    async fn export(&self, id: &str, draft: &Value) -> Value {
        let body = format!(
            r#"{{"id":"{id}","sessionId":"{}","draft":{draft},"output":{{"format":"mp4","quality":"high"}}}}"#,
            self.session
        );
        let begun = self.send("/api/render/proxy/lambda", &body).await;
        assert_eq!(begun["status"], "pending", "{begun}");
        loop {
            let got = self.call(&format!("/api/render/proxy/lambda/{id}"), &[]).await;
            match got["status"].as_str() {
                Some("completed") => return got,
                Some("pending" | "processing") => tokio::task::yield_now().await,
                _ => panic!("{got}"),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_line_of_the_skills_document_does_what_the_document_says() {
    let serving = Serving::with("credits = 100");
    let reader = Reader::at(&serving).await;
    for name in ["a.jpg", "b.png", "c.webp"] {
        jpeg(&reader.dir.path().join(name), 64, 36, [200, 90, 9]);
        let got = reader.upload(name).await;
        assert_eq!(got["data"]["files"][0]["filename"], name, "{got}");
        assert!(got["data"]["files"][0]["cdn_url"].as_str().unwrap().starts_with(serving.url()), "{got}");
    }
    let credits = reader.call("/api/credits/balance/simple", &[]).await;
    assert_eq!(credits["data"], serde_json::json!({ "available": 100, "frozen": 0, "total": 100 }));
    let stream = reader.say("turn these images into a short video clip with smooth transitions").await;
    assert!(stream.contains("Timeline (1 track): 1. Video: 3 pictures (0-1.5s)"), "{stream}");
    let state = reader.state().await["data"]["state"].clone();
    assert_eq!(state["video_infos"].as_array().unwrap().len(), 3);
    assert!(state.get("generated_media").is_some(), "a key field: {state}");
    // Draft field mapping: t, tt, sg, d in milliseconds, m.
    let draft = &state["draft"];
    let (track, segment) = (&draft["t"][0], &draft["t"][0]["sg"][0]);
    assert!(track["tt"] == 0 && segment["d"].is_number() && segment["m"].is_object(), "{draft}");
    let before = reader.call("/api/credits/balance/simple", &[]).await;
    let made = reader.export("render_1764090000", draft).await;
    assert_eq!(reader.call("/api/credits/balance/simple", &[]).await, before, "exports are free");
    let (status, film) = curl(&[made["output"]["url"].as_str().unwrap()]).await;
    let path = reader.dir.path().join("film.mp4");
    std::fs::write(&path, film).unwrap();
    assert_eq!((status, Film::open(&path).frames), (200, 45));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_come_by_address_as_the_document_spells_it() {
    let source = Serving::with("credits = 100");
    let first = Reader::at(&source).await;
    jpeg(&first.dir.path().join("a.jpg"), 64, 36, [200, 90, 9]);
    let address = first.upload("a.jpg").await["data"]["files"][0]["cdn_url"].as_str().unwrap().to_owned();
    let host = source.url().trim_start_matches("http://");
    let serving = Serving::with(&format!("credits = 100\nfetch_from = ['{host}']"));
    let reader = Reader::at(&serving).await;
    let body = format!(r#"{{"urls":["{address}"],"source_type":"url"}}"#);
    let got = reader.send(&format!("/api/upload-video/nemo_agent/me/{}", reader.session), &body).await;
    assert_eq!(got["data"]["files"][0]["filename"], "a.jpg", "{got}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_error_code_of_the_document_comes_where_the_document_says() {
    let serving = Serving::with("credits = 100\nmax_file_mb = 1\ntokens_per_address = 1");
    let mut reader = Reader::at(&serving).await;
    let path = reader.dir.path().join("a.jpg");
    jpeg(&path, 64, 36, [200, 90, 9]);
    assert_eq!(reader.upload("a.jpg").await["code"], 0);
    std::fs::write(reader.dir.path().join("a.exe"), "MZ").unwrap();
    assert_eq!(reader.upload("a.exe").await["code"], 4001, "unsupported file type");
    let large = [std::fs::read(&path).unwrap(), vec![7; 2 << 20]].concat();
    std::fs::write(reader.dir.path().join("large.jpg"), large).unwrap();
    assert_eq!(reader.upload("large.jpg").await["code"], 4002, "file too large");
    let token = "/api/auth/anonymous-token";
    assert_eq!(reader.call(token, &["-X", "POST"]).await["code"], 400, "missing X-Client-Id");
    let other = ["-X", "POST", "-H", "X-Client-Id: another"];
    assert_eq!(reader.answer(token, &other).await.0, 429, "rate limited");
    reader.say("make a video").await;
    let draft = reader.state().await["data"]["state"]["draft"].clone();
    let body = format!(r#"{{"id":"r","sessionId":"{}","draft":{draft}}}"#, reader.session);
    let url = format!("{}/api/render/proxy/lambda", serving.url());
    // "If any header is missing, exports return 402."
    let bearer = reader.bearer();
    let all = ["X-Skill-Source: a", "X-Skill-Version: b", "X-Skill-Platform: c"];
    for missing in all {
        let mut arguments = vec!["-H", "Content-Type: application/json", "-H", &bearer, "-d", &body];
        all.iter().filter(|header| **header != missing).for_each(|header| arguments.extend(["-H", header]));
        arguments.push(&url);
        assert_eq!(curl(&arguments).await.0, 402, "without {missing}");
    }
    let spent = reader.send("/run_sse", &said(&reader.session)).await;
    assert_eq!(spent["code"], 2001, "out of credits");
    assert_eq!(reader.send("/run_sse", &said("123")).await["code"], 1002, "session not found");
    reader.token = "nmv_usr_x".to_owned();
    assert_eq!(reader.state().await["code"], 1001, "token expired or invalid");
}

fn said(session: &str) -> String {
    format!(
        r#"{{"app_name":"nemo_agent","user_id":"me","session_id":"{session}","new_message":{{"parts":[{{"text":"square"}}]}}}}"#
    )
}
