//! The cloud backend's settings with waits that a test can wait for.

use std::path::Path;
use std::time::Duration;

use reeldrop::backend::NemoSettings;
use reeldrop::backoff;
use reeldrop::nemovideo::{AccountSettings, Attribution, Patience, Settings};

/// A service at `url`, with an anonymous account kept in `dir`.
pub fn nemo_settings(url: &str, dir: &Path) -> NemoSettings {
    let short = Duration::from_millis(20);
    NemoSettings {
        program: env!("CARGO_BIN_EXE_reeldrop").into(),
        client: Settings {
            api_url: url.to_owned(),
            web_url: "https://web.example".to_owned(),
            attribution: Attribution::new(None, Path::new("/usr/bin/reeldrop")),
            account: AccountSettings {
                client_id_file: dir.join("client_id"),
                token_cache: dir.join("nemo-token.json"),
                ..AccountSettings::default()
            },
            ca_file: None,
            proxy: None,
            stream_timeout_secs: 5.0,
            heartbeat_only_timeout_secs: 1.0,
            rate_limit_wait_secs: 0.02,
            max_film_bytes: 1 << 20,
            patience: Patience {
                answer: Duration::from_secs(2),
                submit: Duration::from_secs(2),
                stall: Duration::from_secs(2),
                again: backoff::Settings { attempts: 3, base_secs: 0.01, max_secs: 0.02 },
                ..Patience::default()
            },
        },
        language: None,
        max_upload_bytes: 1 << 20,
        shrink: false,
        poll: short,
        render_timeout: Duration::from_secs(5),
        rate_limit_wait: short,
        recovery_wait: short,
        recovery_poll: short,
    }
}
