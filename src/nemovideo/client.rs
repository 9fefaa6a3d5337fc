//! The client: every call of the protocol, on one account at one service.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use serde_json::value::RawValue;

use crate::nemovideo::account::Account;
use crate::nemovideo::call::Call;
use crate::nemovideo::credits::{self, Credits};
use crate::nemovideo::download::Download;
use crate::nemovideo::error::Error;
use crate::nemovideo::export::{self, Render};
use crate::nemovideo::id::{RenderId, Session, SessionId, UserId};
use crate::nemovideo::line::Line;
use crate::nemovideo::message::{self, Answer};
use crate::nemovideo::reply::Reply;
use crate::nemovideo::session;
use crate::nemovideo::settings::Settings;
use crate::nemovideo::token::Token;
use crate::nemovideo::transport::Transport;
use crate::nemovideo::upload::{self, Upload, Uploaded};

/// Made once and shared. What changes something on the other side is sent at most once, unless just the token was
/// refused; see [`Error::nothing_done`] for what a failure proves.
#[derive(Clone, Debug)]
pub struct Client {
    line: Line,
    web: Url,
    max_film_bytes: u64,
    /// How long a message's answer may take to begin.
    until_heard: Duration,
}

impl Client {
    /// Nothing is sent yet.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        let transport = Transport::new(settings)?;
        let account = Arc::new(Account::new(transport.clone(), settings)?);
        let wrong = |_| Error::Settings { why: "`heartbeat_only_timeout_secs` is no length of time".to_owned() };
        Ok(Self {
            line: Line { transport, account },
            web: session::web(&settings.web_url)?,
            max_film_bytes: settings.max_film_bytes,
            until_heard: Duration::try_from_secs_f64(settings.heartbeat_only_timeout_secs).map_err(wrong)?,
        })
    }

    /// Opens a session; `language` is a BCP 47 code.
    pub async fn open(&self, task_name: &str, language: &str) -> Result<Session, Error> {
        session::open(&self.line, task_name, language).await
    }

    /// A link to the project for a browser; never with the token in it, and there whatever fails.
    pub async fn claim_link(&self, session: &Session) -> String {
        session::claim_link(&self.line, &self.web, session).await
    }

    /// The account in use, as far as it is known.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        self.line.account.user()
    }

    /// Where more credits come from, as the beginning of a sentence.
    #[must_use]
    pub fn remedy(&self, user: Option<&UserId>) -> String {
        session::remedy(&self.web, user)
    }

    pub async fn credits(&self) -> Result<Credits, Error> {
        credits::credits(&self.line).await
    }

    /// The session's timeline and media, unread.
    pub async fn state(&self, session: &SessionId) -> Result<Reply, Error> {
        let parts = ["api", "state", "nemo_agent", "me", session.as_str(), "latest"];
        self.line.get(Call::State, &parts).await
    }

    /// Uploads the file from its first byte to the last it has now. `progress` hears the bytes sent so far, and hears
    /// them from zero again if the token had to be renewed.
    pub async fn upload_file(
        &self,
        session: &SessionId,
        file: File,
        (name, mime): (&str, &str),
        progress: impl Fn(u64) + Send + Sync + 'static,
    ) -> Result<Uploaded, Error> {
        let upload = Upload { session, file: Arc::new(file), name, mime, progress: Arc::new(progress) };
        upload::file(&self.line, &upload).await
    }

    /// Has the service fetch the file itself.
    pub async fn upload_url(&self, session: &SessionId, url: &str) -> Result<Uploaded, Error> {
        upload::url(&self.line, session, url).await
    }

    /// Sends one message, once; the answer is read from what comes back.
    pub async fn say(&self, session: &SessionId, text: &str) -> Result<Answer, Error> {
        message::say(&self.line, session, text, self.until_heard).await
    }

    /// Another token than the one that an answer's stream refused.
    pub(crate) async fn renew(&self, answered: &Token) -> Result<(), Error> {
        self.line.account.renew(answered).await.map(drop)
    }

    /// Starts an export of the draft as the service spelled it; the id to ask after is the one handed back.
    pub async fn submit(&self, session: &SessionId, render: &RenderId, draft: &RawValue) -> Result<RenderId, Error> {
        export::submit(&self.line, session, render, draft).await
    }

    pub async fn poll(&self, render: &RenderId) -> Result<Render, Error> {
        export::poll(&self.line, render).await
    }

    pub async fn cancel(&self, render: &RenderId) -> Result<(), Error> {
        export::cancel(&self.line, render).await
    }

    /// Fetches the film to `to`, which appears only when it is whole, and hands back its length in bytes. A call after
    /// a cut goes on where the last one stopped; `progress` hears the bytes that are there.
    pub async fn download(
        &self,
        render: &RenderId,
        url: Option<&str>,
        to: &Path,
        progress: impl Fn(u64) + Send + Sync,
    ) -> Result<u64, Error> {
        let download = Download { line: &self.line, to, limit: self.max_film_bytes, progress: &progress };
        download.run(render, url).await
    }
}
