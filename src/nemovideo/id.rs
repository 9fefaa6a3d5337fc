//! The ids of NemoVideo's things: opaque words, each of a type of its own so that none is taken for another.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// A conversation with its uploads and its timeline; seen as 19 decimal digits, which no float holds.
    SessionId,
    /// The project that a session belongs to.
    TaskId,
    /// The account; an anonymous one begins with `anon_`.
    UserId,
    /// One export, named by whoever asks for it.
    RenderId,
}

impl RenderId {
    /// A fresh one of the documented form `render_<milliseconds>`, with randomness behind it: two exports asked for in
    /// the same millisecond, or before and after a clock was set back, must not share a film.
    #[must_use]
    pub fn fresh(now: crate::clock::Timestamp) -> Self {
        let random = uuid::Uuid::new_v4().simple().to_string();
        Self(format!("render_{}_{}", now.as_millisecond(), &random[..20]))
    }
}

/// An open session as the service named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<TaskId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}
