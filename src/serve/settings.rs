//! What the server allows; the defaults are those of the protocol (§10, §15).

use std::time::Duration;

use crate::serve::books::TokenRules;
use crate::serve::door::owner::OwnerToken;

/// The limits of one server.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What addresses of files begin with, such as `https://films.example.org`; `None` takes each request's own `Host`.
    pub public_url: Option<String>,
    /// The one token that lets in, where the owner has set it; else whoever may call gets an anonymous one.
    pub owner_token: Option<OwnerToken>,
    /// Names and numbers by which the server may be called, beside those that the door lets pass anyway.
    pub hosts: Vec<String>,
    /// Whether nobody but this machine can call.
    pub only_here: bool,
    /// The credits of a new anonymous token; `None` counts none and says there are plenty.
    pub credits: Option<u32>,
    pub token_days: u32,
    pub tokens_per_client: u32,
    pub tokens_per_address: u32,
    /// The largest file, in bytes.
    pub max_file_bytes: u64,
    /// The most that all uploads and films may take altogether, in bytes.
    pub max_bytes: u64,
    pub max_sessions: u64,
    /// How long a session that nobody uses is kept, in days.
    pub keep_days: f64,
    /// The most one request may upload altogether, in bytes.
    pub max_upload_bytes: usize,
    pub max_files_per_session: usize,
    /// The largest JSON body, in bytes: a draft can be long.
    pub max_body_bytes: usize,
    /// The longest message, in bytes.
    pub max_message_bytes: usize,
    /// How long a stream of events may be silent before it carries a sign of life, in seconds.
    pub heartbeat_secs: f64,
    /// How many films are made at a time, over all sessions; 0 is taken for 1.
    pub renders_at_once: usize,
}

const DAY: Duration = Duration::from_hours(24);
const MIB: u64 = 1 << 20;

impl Default for Settings {
    fn default() -> Self {
        Self {
            public_url: None,
            owner_token: None,
            hosts: Vec::new(),
            only_here: true,
            credits: Some(100),
            token_days: 7,
            tokens_per_client: 1,
            tokens_per_address: 10,
            max_file_bytes: 200 * MIB,
            max_bytes: 20 << 30,
            max_sessions: 1000,
            keep_days: 30.0,
            max_upload_bytes: 4 << 30,
            max_files_per_session: 1000,
            max_body_bytes: 16 << 20,
            max_message_bytes: 64 << 10,
            heartbeat_secs: 15.0,
            renders_at_once: 1,
        }
    }
}

impl Settings {
    /// A week in the documents: for tokens, for the limits on them, and for links to projects alike.
    pub(crate) fn week(&self) -> Duration {
        DAY.saturating_mul(self.token_days)
    }

    pub(crate) fn tokens(&self) -> TokenRules {
        TokenRules {
            lives: self.week(),
            window: self.week(),
            per_client: self.tokens_per_client,
            per_address: self.tokens_per_address,
            credits: self.credits.unwrap_or(0),
        }
    }

    pub(crate) fn keep(&self) -> Duration {
        Duration::try_from_secs_f64(self.keep_days * DAY.as_secs_f64()).unwrap_or(Duration::MAX)
    }

    pub(crate) fn heartbeat(&self) -> Duration {
        // A zero would make the stream nothing but signs of life.
        Duration::try_from_secs_f64(self.heartbeat_secs).unwrap_or(DAY).max(Duration::from_millis(1))
    }
}
