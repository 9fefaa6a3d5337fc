//! Why a job did not become a film, as data: stored and shown, never read back from text.

use serde::{Deserialize, Serialize};

/// What went wrong, and what a person can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub kind: Kind,
    pub message: String,
    #[serde(default)]
    pub hint: Option<String>,
}

/// Whose the fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What was dropped cannot become a film as it is.
    Input,
    /// This machine could not do it: disk, rights, memory.
    Machine,
    /// The backend could not do it.
    Backend,
    /// The backend will not do it: credits, plan, or a token that is not accepted.
    Refused,
}

impl Failure {
    /// A failure whose message is the error with all its causes, as one sentence.
    #[must_use]
    pub fn of(kind: Kind, error: &dyn std::error::Error, hint: Option<String>) -> Self {
        let causes = std::iter::successors(error.source(), |cause| cause.source());
        let message = causes.fold(error.to_string(), |message, cause| format!("{message}: {cause}"));
        Self { kind, message, hint }
    }
}
