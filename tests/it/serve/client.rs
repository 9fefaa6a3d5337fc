//! Somebody with a session and pictures at a real server.

use reqwest::multipart::{Form, Part};
use serde_json::Value;
use tempfile::TempDir;

use crate::nemo_fake::client::{Skill, json_of};
use crate::support::{Film, Serving, jpeg, tune};

/// What came of a message.
#[derive(Debug)]
pub struct Said {
    pub text: String,
    pub error: Option<String>,
    /// The draft that the stream spoke of, if it spoke of one.
    pub draft: Value,
}

impl Said {
    /// Of a whole stream.
    fn of(stream: &str) -> Self {
        let mut said = Self { text: String::new(), error: None, draft: Value::Null };
        for line in stream.lines().filter_map(|line| line.strip_prefix("data: ")) {
            let event: Value = serde_json::from_str(line).unwrap();
            if let Some(text) = event["content"]["parts"][0]["text"].as_str() {
                said.text.push_str(text);
            }
            if let Some(error) = event["errorMessage"].as_str() {
                said.error = Some(error.to_owned());
            }
            if event["actions"]["stateDelta"]["draft"].is_object() {
                said.draft = event["actions"]["stateDelta"]["draft"].clone();
            }
        }
        said
    }
}

pub struct Guest {
    pub skill: Skill,
    pub dir: TempDir,
}

impl Guest {
    /// With a session and so many landscape pictures, `img0.jpg` and on.
    pub async fn new(serving: &Serving, pictures: u8) -> Self {
        Self::named(serving, "11111111-2222-3333-4444-555555555555", pictures).await
    }

    pub async fn named(serving: &Serving, client: &str, pictures: u8) -> Self {
        Self::at(serving.url(), client, pictures).await
    }

    pub async fn at(url: &str, client: &str, pictures: u8) -> Self {
        let guest = Self { skill: Skill::at(url, client).await, dir: tempfile::tempdir().unwrap() };
        if pictures > 0 {
            let names: Vec<String> = (0..pictures).map(|number| format!("img{number}.jpg")).collect();
            for (number, name) in (0..).zip(&names) {
                jpeg(&guest.dir.path().join(name), 320, 180, [250, 40 * number, 90]);
            }
            let reply = guest.bring(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
            assert_eq!(reply["code"], 0, "{reply}");
        }
        guest
    }

    /// Brings files of the guest's folder in one request.
    pub async fn bring(&self, names: &[&str]) -> Value {
        let form = names.iter().fold(Form::new(), |form, name| {
            let bytes = std::fs::read(self.dir.path().join(name)).unwrap();
            form.part("files", Part::bytes(bytes).file_name((*name).to_owned()))
        });
        json_of(self.skill.post(&format!("/api/upload-video/nemo_agent/me/{}", self.skill.session)).multipart(form))
            .await
    }

    pub async fn bring_music(&self) {
        tune(&self.dir.path().join("song.wav"));
        let reply = self.bring(&["song.wav"]).await;
        assert_eq!(
            (reply["code"].as_i64(), &reply["data"]["files"][0]["file_type"]),
            (Some(0), &"audio".into()),
            "{reply}"
        );
    }

    pub async fn say(&self, words: &str) -> Said {
        Said::of(&self.skill.say(words).await)
    }

    /// The same; nothing while another message of the session is at work.
    pub async fn say_or_busy(&self, words: &str) -> Option<Said> {
        let reply = self.skill.message(words).send().await.unwrap();
        if reply.status() == 409 {
            return None;
        }
        Some(Said::of(&reply.text().await.unwrap()))
    }

    /// What the session's state holds.
    pub async fn state(&self) -> Value {
        json_of(self.skill.state()).await["data"]["state"].clone()
    }

    /// Exports a draft and gives back the film; the reply where there is none.
    pub async fn film(&self, id: &str, draft: &Value) -> Result<Film, Value> {
        let accepted = json_of(self.skill.submit(id, &draft.to_string())).await;
        if accepted["status"] != "pending" {
            return Err(accepted);
        }
        let made = self.skill.made(id).await;
        let Some(url) = made["output"]["url"].as_str() else { return Err(made) };
        let path = self.dir.path().join(format!("{id}.mp4"));
        let bytes = self.skill.film(url).await.bytes().await.unwrap();
        assert_eq!(made["output"]["size"], bytes.len());
        std::fs::write(&path, bytes).unwrap();
        Ok(Film::open(&path))
    }
}

/// The types of a draft's tracks.
pub fn kinds(draft: &Value) -> Vec<i64> {
    draft["t"].as_array().unwrap().iter().map(|track| track["tt"].as_i64().unwrap()).collect()
}
