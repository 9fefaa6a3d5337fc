//! What the backend is told beyond the client's own settings.

use std::path::PathBuf;
use std::time::Duration;

use crate::nemovideo;

/// `[nemo]` as the backend needs it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// reeldrop itself, for the printing of pictures.
    pub program: PathBuf,
    pub client: nemovideo::Settings,
    /// A language code such as `en`; `None` follows the words.
    pub language: Option<String>,
    /// The largest file that goes up, in bytes.
    pub max_upload_bytes: u64,
    /// Larger pictures are scaled down instead of refused.
    pub shrink: bool,
    /// Between two questions after an export.
    pub poll: Duration,
    /// After that long an export counts as lost.
    pub render_timeout: Duration,
    /// How long to leave the service alone when it says that there were too many requests and not for how long.
    pub rate_limit_wait: Duration,
    /// Before the first look after an answer broke off, and between the further ones.
    pub recovery_wait: Duration,
    pub recovery_poll: Duration,
}
