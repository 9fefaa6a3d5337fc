//! What can go wrong on the wire, and how sure it is that nothing was done on the other side.

use std::time::Duration;

use crate::disk;
use crate::nemovideo::call::Call;
use crate::nemovideo::code::Code;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The service answered, and said no.
    #[error("the service refused while {call}: {said}")]
    Refused {
        call: Call,
        code: Code,
        /// In its own words, cut to a sensible length; the bare number where it had none.
        said: String,
        /// How long it asks to be left alone.
        wait: Option<Duration>,
    },
    /// No connection was made, so nothing was sent.
    #[error("cannot reach the service while {call}")]
    Unreachable { call: Call, source: reqwest::Error },
    /// The connection broke, or the answer did not come in time: the request may have arrived.
    #[error("the connection was lost while {call}")]
    Lost { call: Call, source: Option<reqwest::Error> },
    /// Nothing but signs of life, or nothing at all, for longer than allowed.
    #[error("no answer within {} s while {call}", after.as_secs())]
    Silent { call: Call, after: Duration },
    /// An answer came that no document describes.
    #[error("the service's answer while {call} makes no sense: {what}")]
    Nonsense { call: Call, what: String },
    /// The film's address, or a step on the way to it, is one that must not be asked.
    #[error("the film is not fetched from `{address}`: {why}")]
    Address { address: String, why: &'static str },
    /// What was downloaded is not one whole MP4.
    #[error("what was downloaded is no whole MP4: {why}")]
    NotWhole { why: String },
    #[error("the film is larger than the {limit} bytes that `max_film_bytes` allows")]
    TooLarge { limit: u64 },
    /// A token that the owner gave was refused; it is never replaced by another.
    #[error("the token from {origin} was refused")]
    OwnToken { origin: String },
    #[error("the settings of `[nemo]` cannot be used: {why}")]
    Settings { why: String },
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// Whether the other side certainly did nothing: it said no, or was never reached. Without a token nothing was even
    /// asked.
    #[must_use]
    pub const fn nothing_done(&self) -> bool {
        match self {
            Self::Refused { call: Call::Token, .. }
            | Self::Lost { call: Call::Token, .. }
            | Self::Silent { call: Call::Token, .. }
            | Self::Nonsense { call: Call::Token, .. }
            | Self::Unreachable { .. }
            | Self::OwnToken { .. }
            | Self::Settings { .. }
            | Self::Disk(_) => true,
            Self::Refused { code, .. } => !matches!(code, Code::Trouble | Code::Unknown(_)),
            _ => false,
        }
    }

    /// How long the service asks to be left alone.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        match self {
            Self::Refused { wait, .. } => *wait,
            _ => None,
        }
    }

    /// The refusal, if it was one.
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            Self::OwnToken { .. } => Some(Code::BadToken),
            _ => None,
        }
    }
}
