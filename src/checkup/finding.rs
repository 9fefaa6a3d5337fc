//! What was found out about one subject.

use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Ok,
    Warning,
    /// Films will not be made before this is put right.
    Error,
}

impl Level {
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One line of `reeldrop doctor`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub subject: &'static str,
    pub level: Level,
    pub what: String,
    /// What a person can do about it.
    pub hint: Option<String>,
}

impl Finding {
    pub(crate) fn ok(subject: &'static str, what: impl Into<String>) -> Self {
        Self { subject, level: Level::Ok, what: what.into(), hint: None }
    }

    pub(crate) fn warning(subject: &'static str, what: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::ok(subject, what) }
    }

    pub(crate) fn error(subject: &'static str, what: impl Into<String>) -> Self {
        Self { level: Level::Error, ..Self::ok(subject, what) }
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

/// An error with all its causes.
pub(crate) fn said(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    let mut said: Vec<String> = causes.map(ToString::to_string).collect();
    said.dedup(); // what is passed on as it is repeats itself
    said.join(": ")
}
