//! `reeldrop serve`: NemoVideo's protocol on this machine, films made here.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::json;
use tokio::net::TcpListener;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{model, print, secret, settings};
use crate::config::{self, Config};
use crate::render::Encoder;
use crate::serve::{self, Desk, OwnerToken, Workshop, WorkshopSettings};
use crate::signals;

/// Serve NemoVideo's protocol from this machine and make the films here, until SIGTERM or Ctrl-C
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen, such as 127.0.0.1:8710; a port alone is one of this machine only [default: `listen` in the config]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let mut config = settings::load(options)?;
    if let Some(listen) = &arguments.listen {
        listen.clone_into(&mut config.serve.listen);
    }
    settings::log(&config, options, true)?;
    let address = config.serve.address().ok_or_else(|| no_address(&config.serve.listen))?;
    let rules = rules(&config, address)?;
    let workshop = Workshop::new(workshop(&config)?);
    let desk = Desk::open(&dir(&config), workshop, rules)?;
    many_connections();
    settings::runtime()?.block_on(listen(address, desk, options.json))
}

async fn listen(address: SocketAddr, desk: Arc<Desk<Workshop>>, as_json: bool) -> Result<Exit, Refusal> {
    let stop = signals::stop()?;
    let listener = TcpListener::bind(address).await.map_err(|error| taken(address, &error))?;
    let url = format!("http://{}", listener.local_addr()?);
    tracing::info!(url, "ready");
    if as_json {
        print::json(&json!({ "url": url }))?;
    } else {
        print::line(&url)?;
    }
    serve::run(listener, desk, stop).await?;
    Ok(Exit::Done)
}

fn rules(config: &Config, address: SocketAddr) -> Result<serve::Settings, Refusal> {
    let config::Serve { hosts, public_url, workers, credits, .. } = &config.serve;
    let only_here = address.ip().is_loopback();
    let owner_token = owner_token(config)?;
    if !only_here && owner_token.is_none() {
        let message = format!("`{address}` can be called from other machines, and no token is set");
        let hint = "write at least 16 random characters into a file, `chmod 600` it, and name it as `token_file` under `[serve]`";
        return Err(Refusal::new(Exit::Config, message, hint));
    }
    let usual = serve::Settings::default();
    Ok(serve::Settings {
        public_url: Some(public_url.clone()).filter(|url| !url.is_empty()),
        owner_token,
        hosts: hosts.clone(),
        only_here,
        credits: Some(*credits).filter(|credits| *credits > 0),
        tokens_per_address: config.serve.tokens_per_address,
        max_file_bytes: u64::from(config.serve.max_file_mb) << 20,
        max_bytes: config.serve.max_total_mb.saturating_mul(1 << 20),
        max_sessions: config.serve.max_sessions,
        keep_days: config.serve.keep_days,
        max_files_per_session: config.limits.max_pictures.saturating_mul(2),
        renders_at_once: *workers,
        ..usual
    })
}

/// Where the server keeps all that it keeps.
pub(crate) fn dir(config: &Config) -> PathBuf {
    config.state_dir.join("serve")
}

pub(crate) fn owner_token(config: &Config) -> Result<Option<OwnerToken>, Refusal> {
    let Some((path, text)) = secret::find(&config.serve.token_file, "serve-token")? else { return Ok(None) };
    let message = format!("`{}` holds no token", path.display());
    let hint = format!("a token is one line of at least {} letters, digits and signs", OwnerToken::SHORTEST);
    OwnerToken::new(&text).map(Some).ok_or_else(|| Refusal::new(Exit::Config, message, &hint))
}

fn workshop(config: &Config) -> Result<WorkshopSettings, Refusal> {
    Ok(WorkshopSettings {
        program: settings::program()?,
        video: config.video.clone(),
        limits: config.limits,
        // The protocol's films are H.264 unless a caller asks for another codec, which is refused.
        encoder: Some(config.local.encoder.clone()).filter(Encoder::makes_h264).unwrap_or_default(),
        fetch_from: config.serve.fetch_from.clone(),
        model: model::of(config)?,
    })
}

fn no_address(listen: &str) -> Refusal {
    Refusal::new(Exit::Usage, format!("`{listen}` is no address to listen at"), "write it as 127.0.0.1:8710")
}

fn taken(address: SocketAddr, error: &std::io::Error) -> Refusal {
    let hint = "is something else listening there? choose another port with `--listen`";
    Refusal::new(Exit::Temporary, format!("cannot listen at {address}: {error}"), hint)
}

/// Every listener to a stream is an open file; most systems allow more than they begin with.
fn many_connections() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        tracing::warn!(%error, "the number of open files stays limited");
    }
}
