//! `[nemo]`: which service, which account, and how patient to be with it.

use std::path::PathBuf;

use serde::Deserialize;

/// The keys of the section. Seconds end in `_secs`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Nemo {
    pub api_url: String,
    pub web_url: String,
    pub token_file: PathBuf,
    pub language: String,
    pub parallel: u32,
    pub max_upload_mb: u32,
    /// Larger pictures are scaled down instead of refused.
    pub shrink: bool,
    /// Messages within 24 hours; each may cost credits.
    pub max_messages_per_day: u32,
    /// A further certificate authority in PEM; empty for none.
    pub ca_file: PathBuf,
    /// Empty follows `HTTPS_PROXY` and its kin.
    pub proxy: String,
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
            token_file: PathBuf::new(),
            language: "auto".to_owned(),
            parallel: 4,
            max_upload_mb: 200,
            shrink: false,
            max_messages_per_day: 200,
            ca_file: PathBuf::new(),
            proxy: String::new(),
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

impl Nemo {
    /// What NemoVideo's own tools are told by the environment wins over the file.
    pub(crate) fn heed(&mut self, variable: impl Fn(&str) -> Option<String>) {
        for (name, field) in [("NEMO_API_URL", &mut self.api_url), ("NEMO_WEB_URL", &mut self.web_url)] {
            if let Some(value) = variable(name).filter(|value| !value.trim().is_empty()) {
                value.trim().clone_into(field);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Nemo;

    #[test]
    fn the_environment_wins_over_the_file_unless_it_is_empty() {
        let mut nemo = Nemo { api_url: "https://file.example".into(), ..Nemo::default() };
        nemo.heed(|name| (name == "NEMO_WEB_URL").then(|| " http://127.0.0.1:7 ".to_owned()));
        assert_eq!((nemo.api_url.as_str(), nemo.web_url.as_str()), ("https://file.example", "http://127.0.0.1:7"));
        nemo.heed(|_| Some(String::new()));
        assert_eq!(nemo.api_url, "https://file.example");
    }
}
