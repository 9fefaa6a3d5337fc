//! What the client is told before it speaks.

use std::path::PathBuf;

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
