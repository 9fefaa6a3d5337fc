//! Pictures, sounds and videos coming in, as files or as addresses (§4.5): all of a request or none of it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::multipart::Field;
use axum::extract::{self, FromRequest, Multipart, Request, State};
use axum::http::header::CONTENT_TYPE;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use crate::clock;
use crate::disk;
use crate::serve::books::{NewUpload, Session, Upload};
use crate::serve::desk::Desk;
use crate::serve::door::answer::{Answer, Refusal, ok, read};
use crate::serve::door::caller::{Base, Caller, word};
use crate::serve::error::Error;
use crate::serve::files::facts::Facts;
use crate::serve::files::formats::Format;
use crate::serve::files::names;
use crate::serve::files::receive::{self, Landing, Received};
use crate::serve::ids;
use crate::serve::studio::{BAD_FILE, Failure, Studio};
use crate::serve::talk::session::Info;

/// More files of one name in one session are a mistake.
const MOST_NAMESAKES: usize = 1000;

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Addresses {
    urls: Vec<String>,
    #[serde(default, rename = "source_type")]
    _source_type: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Taken {
    files: Vec<Info>,
    /// Whether they are in the session's state already.
    session_state_applied: bool,
}

pub(crate) async fn upload<S: Studio>(
    State(desk): State<Arc<Desk<S>>>,
    extract::Path((user, id)): extract::Path<(String, String)>,
    Base(base): Base,
    caller: Caller,
    request: Request,
) -> Answer {
    caller.is(&user)?;
    let session = desk.session(&caller.user, &id)?;
    let room = desk.settings.max_files_per_session.saturating_sub(desk.books.uploads_of(&session.id)?.len());
    let used = desk.books.bytes()?;
    let arriving = desk.places.arriving();
    let mut arrival = Arrival { desk, room, used, landing: Landing::default(), files: Vec::new() };
    let is_form = word(request.headers(), CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("multipart/"));
    if is_form {
        arrival.form(request).await?;
    } else {
        arrival.addresses(request).await?;
    }
    let taken = spawn_blocking(move || arrival.take(&session)).await;
    let taken = taken.map_err(|stopped| Error::File { path: arriving, source: stopped.into() })??;
    let files = taken.into_iter().map(|new| Info::new(&base, new)).collect();
    Ok(ok(&Taken { files, session_state_applied: true }))
}

/// A file of the request that lies whole on the disk, among those that are arriving.
struct Arrived {
    path: PathBuf,
    name: String,
    received: Received,
    facts: Facts,
}

/// The files of one request.
struct Arrival<S> {
    desk: Arc<Desk<S>>,
    /// How many more the session takes.
    room: usize,
    /// The bytes that are taken, those of this request included.
    used: u64,
    landing: Landing,
    files: Vec<Arrived>,
}

impl<S: Studio> Arrival<S> {
    async fn form(&mut self, request: Request) -> Result<(), Refusal> {
        let unread = |words: String| Refusal::Malformed(words);
        let mut form = Multipart::from_request(request, &()).await.map_err(|error| unread(error.body_text()))?;
        let taken = self.parts(&mut form).await;
        if taken.is_err() {
            // Whoever is cut off while still sending may never read why: the rest is let pass, for a while.
            while let Ok(Some(_)) = receive::in_time(form.next_field()).await {}
        }
        taken
    }

    async fn parts(&mut self, form: &mut Multipart) -> Result<(), Refusal> {
        while let Some(field) = receive::in_time(form.next_field()).await? {
            if field.name() == Some("files") {
                self.part(field).await?;
            }
        }
        Ok(())
    }

    async fn part(&mut self, mut field: Field<'_>) -> Result<(), Refusal> {
        let name = names::plain(field.file_name().unwrap_or_default());
        let path = self.admit(&name)?;
        let received = receive::part(&mut field, &name, &path, self.limit(), self.desk.ink.clone()).await?;
        self.add(path, name, received).await
    }

    async fn addresses(&mut self, request: Request) -> Result<(), Refusal> {
        let body = Bytes::from_request(request, &()).await.map_err(|error| Refusal::Malformed(error.body_text()))?;
        let Addresses { urls, .. } = read(&body)?;
        for url in urls {
            let name = names::plain(url.split(['?', '#']).next().unwrap_or_default());
            let path = self.admit(&name)?;
            let limit = self.limit();
            self.desk.studio.fetch(&url, &path, limit).await.map_err(|failure| Refusal::BadFile(failure.message))?;
            let received = receive::measure(&path).await?;
            if received.bytes > limit {
                return Err(Refusal::FileSize(name));
            }
            self.add(path, name, received).await?;
        }
        Ok(())
    }

    /// The most bytes that one more file may have.
    fn limit(&self) -> u64 {
        self.desk.settings.max_file_bytes.min(self.desk.settings.max_bytes.saturating_sub(self.used))
    }

    /// A place for a file that may come in.
    fn admit(&mut self, name: &str) -> Result<PathBuf, Refusal> {
        if self.files.len() >= self.room {
            return Err(Refusal::FileSize(format!("{name}, one file too many")));
        }
        let format = Format::of(name).ok_or_else(|| Refusal::FileType(name.to_owned()))?;
        let path = self.desk.places.arriving().join(format!("{}.{}", ids::key(), format.extension));
        self.landing.add(&path);
        Ok(path)
    }

    async fn add(&mut self, path: PathBuf, name: String, received: Received) -> Result<(), Refusal> {
        let looked = self.desk.studio.look(&path).await;
        let facts = looked.map_err(|failure| not_taken(&path, &name, failure))?;
        self.used = self.used.saturating_add(received.bytes);
        self.files.push(Arrived { path, name, received, facts });
        Ok(())
    }

    /// Puts the files into the session. Waits for the disk.
    fn take(mut self, session: &Session) -> Result<Vec<Upload>, Refusal> {
        if self.files.is_empty() {
            return Err(Refusal::Malformed("no part `files` and no `urls`".to_owned()));
        }
        let folder = self.desk.places.session(&session.id);
        disk::make_dir(&folder)?;
        let mut files = Vec::new();
        for Arrived { path, name, received: Received { bytes, sha256 }, facts } in std::mem::take(&mut self.files) {
            let file = settle(&path, &folder, &name)?;
            self.landing.add(&folder.join(&file));
            files.push(NewUpload { key: ids::key(), name, file, bytes, sha256, facts });
        }
        let taken = self.desk.books.take_uploads(&session.id, files, clock::now())?;
        self.landing.keep();
        Ok(taken)
    }
}

/// What was brought is at fault, or whoever was to look at it.
fn not_taken(path: &Path, name: &str, failure: Failure) -> Refusal {
    match failure.code.as_str() {
        BAD_FILE => Refusal::BadFile(format!("`{name}`: {}", failure.message)),
        _ => Refusal::Trouble(Error::File { path: path.to_owned(), source: std::io::Error::other(failure) }),
    }
}

/// Moves an arrived file into the folder under the first free one of its names, and hands that back.
fn settle(arrived: &Path, folder: &Path, name: &str) -> Result<String, Refusal> {
    for number in 1..=MOST_NAMESAKES {
        let file = names::numbered(name, number);
        match disk::publish(arrived, &folder.join(&file)) {
            Err(error) if error.source.kind() == ErrorKind::AlreadyExists => {}
            done => return Ok(done.map(|()| file)?),
        }
    }
    Err(Refusal::FileSize(format!("{name}, which is there too often")))
}
