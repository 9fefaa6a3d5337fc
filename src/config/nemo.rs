//! `[nemo]`: read and checked, for the NemoVideo backend that this version does not have yet.

use serde::Deserialize;

/// The keys of the section. Seconds end in `_secs`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Nemo {
    pub api_url: String,
    pub web_url: String,
    pub token_file: String,
    pub language: String,
    pub parallel: u32,
    pub max_upload_mb: u32,
    pub poll_secs: f64,
    pub render_timeout_secs: f64,
    pub stream_timeout_secs: f64,
    pub heartbeat_only_timeout_secs: f64,
    pub rate_limit_wait_secs: f64,
    pub recovery_wait_secs: f64,
    pub recovery_poll_secs: f64,
}

impl Default for Nemo {
    fn default() -> Self {
        Self {
            api_url: "https://mega-api-prod.nemovideo.ai".to_owned(),
            web_url: "https://nemovideo.com".to_owned(),
            token_file: String::new(),
            language: "auto".to_owned(),
            parallel: 4,
            max_upload_mb: 200,
            poll_secs: 30.0,
            render_timeout_secs: 300.0,
            stream_timeout_secs: 900.0,
            heartbeat_only_timeout_secs: 600.0,
            rate_limit_wait_secs: 30.0,
            recovery_wait_secs: 30.0,
            recovery_poll_secs: 60.0,
        }
    }
}
