//! Pictures, sounds and videos coming in, as files or as addresses (§4.5): all of a request or none of it.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::json;

use crate::clock;
use crate::disk;
use crate::serve::answer::{Answer, Refusal, ok, read};
use crate::serve::books::{NewUpload, Session, Upload};
use crate::serve::caller::{Base, Caller, word};
use crate::serve::desk::Desk;
use crate::serve::formats::Format;
use crate::serve::ids;
use crate::serve::names;
use crate::serve::receive::{self, Landing, Received};
use crate::serve::session::Info;
use crate::serve::studio::Studio;

#[derive(Deserialize)]
struct Addresses {
    urls: Vec<String>,
}

pub(crate) async fn upload<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    Path((user, id)): Path<(String, String)>,
    Base(base): Base,
    caller: Caller,
    request: Request,
) -> Answer {
    caller.is(&user)?;
    let session = desk.session(&caller.user, &id)?;
    let room = desk.settings.max_files_per_session.saturating_sub(desk.books.uploads_of(&session.id)?.len());
    let mut arrival = Arrival { desk: &desk, room, landing: Landing::default(), files: Vec::new() };
    let is_form = word(request.headers(), CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("multipart/"));
    if is_form {
        arrival.form(request).await?;
    } else {
        arrival.addresses(request).await?;
    }
    let files: Vec<Info> = arrival.take(&session)?.into_iter().map(|new| Info::new(&base, new)).collect();
    Ok(ok(&json!({ "files": files, "session_state_applied": true })))
}

/// The files of one request.
struct Arrival<'a, S> {
    desk: &'a Desk<S>,
    /// How many more the session takes.
    room: usize,
    landing: Landing,
    files: Vec<NewUpload>,
}

impl<S: Studio> Arrival<'_, S> {
    async fn form(&mut self, request: Request) -> Result<(), Refusal> {
        let unread = |words: String| Refusal::Malformed(words);
        let mut form = Multipart::from_request(request, &()).await.map_err(|error| unread(error.body_text()))?;
        while let Some(field) = form.next_field().await.map_err(|error| unread(error.body_text()))? {
            if field.name() == Some("files") {
                self.part(field).await?;
            }
        }
        Ok(())
    }

    async fn part(&mut self, mut field: Field<'_>) -> Result<(), Refusal> {
        let name = names::plain(field.file_name().unwrap_or_default());
        let key = self.admit(&name)?;
        let to = self.desk.media_file(&key);
        let received = receive::part(&mut field, &name, &to, self.desk.settings.max_file_bytes).await?;
        self.add(key, name, received).await;
        Ok(())
    }

    async fn addresses(&mut self, request: Request) -> Result<(), Refusal> {
        let body = Bytes::from_request(request, &()).await.map_err(|error| Refusal::Malformed(error.body_text()))?;
        let Addresses { urls } = read(&body)?;
        for url in urls {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            let name = names::plain(path);
            let key = self.admit(&name)?;
            let (to, limit) = (self.desk.media_file(&key), self.desk.settings.max_file_bytes);
            self.desk.studio.fetch(&url, &to, limit).await.map_err(|_| Refusal::FileType(name.clone()))?;
            let received = receive::measure(&to).await?;
            if received.bytes > limit {
                return Err(Refusal::FileSize(name));
            }
            self.add(key, name, received).await;
        }
        Ok(())
    }

    /// A key for a file that may come in.
    fn admit(&mut self, name: &str) -> Result<String, Refusal> {
        if self.files.len() >= self.room {
            return Err(Refusal::FileSize(format!("{name}, one file too many")));
        }
        Format::of(name).ok_or_else(|| Refusal::FileType(name.to_owned()))?;
        let key = ids::key();
        self.landing.add(&self.desk.media_file(&key));
        Ok(key)
    }

    async fn add(&mut self, key: String, name: String, received: Received) {
        let facts = self.desk.studio.look(&self.desk.media_file(&key)).await;
        self.files.push(NewUpload { key, name, bytes: received.bytes, sha256: received.sha256, facts });
    }

    /// Puts the files into the session.
    fn take(self, session: &Session) -> Result<Vec<Upload>, Refusal> {
        let Some(first) = self.files.first() else {
            return Err(Refusal::Malformed("no part `files` and no `urls`".to_owned()));
        };
        disk::sync_dir(disk::parent(&self.desk.media_file(&first.key)))?;
        let taken = self.desk.books.take_uploads(&session.id, self.files, clock::now())?;
        self.landing.keep();
        Ok(taken)
    }
}
