//! NemoVideo's account and client, put together from the config file and the environment.

use std::path::{Path, PathBuf};
use std::time::Duration;

use directories::ProjectDirs;

use crate::backend::NemoSettings;
use crate::cli::exit::{Exit, Refusal};
use crate::cli::secret;
use crate::config::Config;
use crate::nemovideo::{self, AccountSettings, Attribution, Patience, Token};

/// No film of the service comes near this; a server that sends more is stopped.
const MAX_FILM_BYTES: u64 = 8 << 30;

/// What the backend is told.
pub(crate) fn settings(config: &Config, program: PathBuf) -> Result<NemoSettings, Refusal> {
    let nemo = &config.nemo;
    let seconds = |seconds: f64| Duration::try_from_secs_f64(seconds).unwrap_or_default();
    Ok(NemoSettings {
        program,
        client: client(config)?,
        language: Some(nemo.language.clone()).filter(|language| language != "auto" && !language.is_empty()),
        max_upload_bytes: u64::from(nemo.max_upload_mb) << 20,
        shrink: nemo.shrink,
        poll: seconds(nemo.poll_secs),
        render_timeout: seconds(nemo.render_timeout_secs),
        rate_limit_wait: seconds(nemo.rate_limit_wait_secs),
        recovery_wait: seconds(nemo.recovery_wait_secs),
        recovery_poll: seconds(nemo.recovery_poll_secs),
    })
}

/// What the client alone is told.
pub(crate) fn client(config: &Config) -> Result<nemovideo::Settings, Refusal> {
    let nemo = &config.nemo;
    let program = std::env::current_exe().unwrap_or_default();
    Ok(nemovideo::Settings {
        api_url: nemo.api_url.clone(),
        web_url: nemo.web_url.clone(),
        attribution: Attribution::new(secret::variable("SKILL_SOURCE").as_deref(), &program),
        account: AccountSettings {
            own: own_token(&nemo.token_file)?,
            client_id: secret::variable("NEMO_CLIENT_ID"),
            client_id_file: config.state_dir.join("client_id"),
            shared_client_id_file: ProjectDirs::from("", "", "nemovideo")
                .map(|dirs| dirs.config_dir().join("client_id")),
            token_cache: config.state_dir.join("nemo-token.json"),
        },
        ca_file: Some(nemo.ca_file.clone()).filter(|path| !path.as_os_str().is_empty()),
        proxy: Some(nemo.proxy.clone()).filter(|proxy| !proxy.is_empty()),
        stream_timeout_secs: nemo.stream_timeout_secs,
        heartbeat_only_timeout_secs: nemo.heartbeat_only_timeout_secs,
        rate_limit_wait_secs: nemo.rate_limit_wait_secs,
        max_film_bytes: MAX_FILM_BYTES,
        patience: Patience::default(),
    })
}

/// A token of the owner's, and what it is called in messages: `NEMO_TOKEN`, else the file that the config names, else
/// the credential that systemd hands over.
fn own_token(token_file: &Path) -> Result<Option<(Token, String)>, Refusal> {
    if let Some(text) = secret::variable("NEMO_TOKEN") {
        let token = Token::new(&text).ok_or_else(|| no_token("NEMO_TOKEN"))?;
        return Ok(Some((token, "`NEMO_TOKEN`".to_owned())));
    }
    let Some((path, text)) = secret::find(token_file, "nemo-token")? else { return Ok(None) };
    let token = Token::new(&text).ok_or_else(|| no_token(&path.to_string_lossy()))?;
    Ok(Some((token, format!("`{}`", path.display()))))
}

fn no_token(place: &str) -> Refusal {
    let message = format!("`{place}` holds no token");
    Refusal::new(
        Exit::Config,
        message,
        "a token is one line such as nmv_usr_…; without one an anonymous token is asked for",
    )
}
