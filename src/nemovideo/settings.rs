//! What the client is told before it speaks.

use std::path::PathBuf;
use std::time::Duration;

use crate::backoff;
use crate::nemovideo::attribution::Attribution;
use crate::nemovideo::token::Token;

/// One account at one service.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base of every call, such as `https://mega-api-prod.nemovideo.ai`.
    pub api_url: String,
    /// The base of links that a person opens in a browser.
    pub web_url: String,
    pub attribution: Attribution,
    pub account: AccountSettings,
    /// A further certificate authority in PEM, for a service behind one's own.
    pub ca_file: Option<PathBuf>,
    /// `http://…` or `socks5://…`; `None` follows `HTTPS_PROXY` and its kin.
    pub proxy: Option<String>,
    /// The time one answer may take altogether, and how much of it without a sign of work, in seconds.
    pub stream_timeout_secs: f64,
    pub heartbeat_only_timeout_secs: f64,
    /// The wait before the one repetition when a token is refused for asking too often, in seconds, where the service
    /// names none.
    pub rate_limit_wait_secs: f64,
    /// The largest film that is downloaded, in bytes.
    pub max_film_bytes: u64,
    pub patience: Patience,
}

/// How long the other side may take for what is no stream, and how often it is asked again where asking costs nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For a whole JSON answer, and for the head of any other.
    pub answer: Duration,
    /// For the answer to a submitted export, which brings a whole timeline along.
    pub submit: Duration,
    /// Between any two signs that an upload or a download moves, and for the answer once an upload is through.
    pub stall: Duration,
    /// How balances, timelines and exports are asked for again; nothing that changes something ever is.
    pub again: backoff::Settings,
}

/// §5.12 of the protocol.
impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            submit: Duration::from_mins(1),
            stall: Duration::from_mins(1),
            again: backoff::Settings { attempts: 3, base_secs: 1.0, max_secs: 4.0 },
        }
    }
}

/// Where the token comes from: the first of these that is there.
#[derive(Clone, Debug, Default)]
pub struct AccountSettings {
    /// What the owner gave, and what it is called in messages: "`NEMO_TOKEN`", or the file's path in backticks.
    pub own: Option<(Token, String)>,
    /// `NEMO_CLIENT_ID`, if set.
    pub client_id: Option<String>,
    /// Where the client id lies, or will.
    pub client_id_file: PathBuf,
    /// A client id that NemoVideo's own tools left; read when ours is not there yet, never written.
    pub shared_client_id_file: Option<PathBuf>,
    /// Where an anonymous token is kept with its expiry, mode 0600.
    pub token_cache: PathBuf,
}
