//! Who makes the films: the server asks, and knows nothing of how.

use std::future::Future;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::serve::books::State;
use crate::serve::error::Error;
use crate::serve::files::facts::Facts;
use crate::serve::films::progress::Progress;
use crate::serve::talk::sink::Sink;

/// A file of the session.
#[derive(Clone, Debug)]
pub struct Media {
    /// As its owner called it.
    pub name: String,
    pub file: PathBuf,
    /// The address that the session's state knows it by, without scheme and host: `/files/<key>/<name>`.
    pub address: String,
    pub facts: Facts,
    /// What the studio has learnt of it so far, in its own words.
    pub known: Option<Value>,
}

/// A message and what it is about.
#[derive(Clone, Debug)]
pub struct Talk {
    pub session: String,
    pub language: String,
    pub message: String,
    /// As it was when the message came; `draft` is in here.
    pub state: State,
    /// In the order of their coming.
    pub media: Vec<Media>,
}

/// A film to be made.
#[derive(Clone, Debug)]
pub struct Order {
    pub id: String,
    pub session: String,
    /// JSON as it was sent.
    pub draft: String,
    /// JSON as it was sent; `{}` if it was not.
    pub output: String,
    pub media: Vec<Media>,
    /// A folder for the making of this film alone, which need not be there yet. What lies in it outlives a restart, and
    /// is gone once the film has ended.
    pub work: PathBuf,
}

/// A film that was made.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// Its length, if known.
    pub seconds: Option<f64>,
    /// What it had to do without, each as a sentence.
    pub notes: Vec<String>,
}

/// The code of a failure for which the file is to blame (§8).
pub(crate) const BAD_FILE: &str = "4001";

/// Why a message or a film came to nothing, in words for whoever asked.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// A word or number for machines, such as `INVALID_DRAFT`.
    pub code: String,
    pub message: String,
}

/// What stands behind the server. Each call runs in a task of its own and goes on when the client has left.
pub trait Studio: Send + Sync + 'static {
    /// What a message costs, in credits.
    fn price(&self, talk: &Talk) -> u32;

    /// Works on a message and says what happens; a new draft is a state that is said.
    fn answer(&self, talk: Talk, out: &mut Sink) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Says at once what is wrong with an order that can never become a film.
    fn check(&self, _: &Order) -> impl Future<Output = Result<(), Failure>> + Send {
        std::future::ready(Ok(()))
    }

    /// Makes the film and writes it to `to`, whole and synced. The same order may come again after a restart.
    fn render(
        &self,
        order: &Order,
        to: &Path,
        progress: &Progress,
    ) -> impl Future<Output = Result<Made, Failure>> + Send;

    /// Brings what lies at an address that a client named to `to`, in at most `limit` bytes. Whoever does this must guard
    /// against addresses of the machine's own network; one who does not want to, refuses.
    fn fetch(&self, address: &str, to: &Path, limit: u64) -> impl Future<Output = Result<(), Failure>> + Send;

    /// Looks at an uploaded file, whose content nobody has checked, and refuses what is not what its name promises.
    fn look(&self, file: &Path) -> impl Future<Output = Result<Facts, Failure>> + Send;
}

impl Failure {
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into() }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the server's books or disk failed");
        Self { code: "INTERNAL".to_owned(), message: "the server has trouble of its own".to_owned() }
    }
}
