//! Why a model gave no answer.

use std::time::Duration;

/// Each names the model's host, and never the key.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`llm_url` {why}")]
    Address { why: &'static str },
    #[error("the key for the language model holds what no header may hold")]
    Key,
    #[error("no HTTP client can be made")]
    Client(#[source] reqwest::Error),
    #[error("the model at {host} cannot be reached")]
    Unreachable { host: String, source: reqwest::Error },
    #[error("the model at {host} did not answer in {} s", after.as_secs_f64())]
    Slow { host: String, after: Duration },
    #[error("the model at {host} broke off its answer")]
    Lost { host: String, source: reqwest::Error },
    /// `said` is its own reason, fit to be shown; empty if it gave none.
    #[error("the model at {host} refused ({status}{said})")]
    Refused { host: String, status: u16, said: String },
    #[error("the model at {host} gave {what}")]
    Nonsense { host: String, what: &'static str },
}

impl Error {
    /// Whether the server may take the same question in a plainer form: it does not know this one, or fell over it.
    #[must_use]
    pub(crate) const fn is_about_form(&self) -> bool {
        matches!(self, Self::Refused { status: 400 | 404 | 415 | 422 | 500 | 501, .. })
    }
}
