//! `reeldrop doctor`: whether everything is in order here, and what to do where it is not.

use std::path::PathBuf;

use directories::BaseDirs;
use serde::Serialize;

use crate::checkup::{self, Cloud, Finding, Level, Model, Server};
use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{print, serve, settings};
use crate::config::{self, Config};
use crate::{legible, llm};

/// Check folders, watching, fonts, disk, backend and service, and say what to do
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

/// What `doctor --json` shows.
#[derive(Debug, Serialize)]
struct Report {
    /// Whether nothing is an error.
    ok: bool,
    findings: Vec<Finding>,
}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let findings = match settings::load(options) {
        Ok(config) => checkup::check(&told(&config, options)?),
        Err(refusal) => vec![unreadable(&refusal)],
    };
    let ok = findings.iter().all(|finding| finding.level < Level::Error);
    if options.json {
        print::json(&Report { ok, findings })?;
    } else {
        findings.iter().try_for_each(show)?;
    }
    Ok(if ok { Exit::Done } else { Exit::Failed })
}

fn show(finding: &Finding) -> std::io::Result<()> {
    print::line(&format!("{:<8} {:<8} {}", finding.level.word(), finding.subject, legible::line(&finding.what)))?;
    let hint = finding.hint.as_ref().map(|hint| print::line(&format!("{:18}hint: {}", "", legible::line(hint))));
    hint.unwrap_or(Ok(()))
}

/// Without a config nothing else can be looked at.
fn unreadable(refusal: &Refusal) -> Finding {
    let what = format!("{:#}", refusal.error);
    Finding { subject: "config", level: Level::Error, what, hint: refusal.hint.clone() }
}

fn told(config: &Config, options: &Options) -> Result<checkup::Settings, Refusal> {
    let daemon = settings::daemon(config)?;
    Ok(checkup::Settings {
        config: config::find(options.config.as_deref())?,
        state_dir: config.state_dir.clone(),
        watches: daemon.watches.iter().cloned().map(|watch| (watch.inbox, watch.folders)).collect(),
        min_free_disk_mb: config.limits.min_free_disk_mb,
        backends: config.watch.iter().map(|watch| watch.backend.unwrap_or(config.backend)).collect(),
        encoder: config.local.encoder.clone(),
        cloud: cloud(config),
        model: asked(daemon.model.as_ref())?,
        server: server(config),
        units: units(),
    })
}

/// The one question that goes out from here, to whom the owner named and nobody else.
fn asked(model: Option<&llm::Model>) -> Result<Option<Model>, Refusal> {
    let Some(model) = model else { return Ok(None) };
    let names = settings::runtime()?.block_on(model.names()).map_err(|error| error.to_string());
    Ok(Some(Model { host: model.host(), name: model.name().to_owned(), names }))
}

fn server(config: &Config) -> Server {
    Server {
        address: config.serve.address(),
        at_work: crate::serve::is_at_work(&serve::dir(config)),
        dir: serve::dir(config),
        token: serve::owner_token(config)
            .map(|token| token.is_some())
            .map_err(|refusal| format!("{:#}", refusal.error)),
        max_total_mb: config.serve.max_total_mb,
        min_free_disk_mb: config.limits.min_free_disk_mb,
    }
}

/// What the environment says wins over the file.
fn cloud(config: &Config) -> Cloud {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let api_url = set("NEMO_API_URL").and_then(|url| url.into_string().ok());
    Cloud {
        api_url: api_url.unwrap_or_else(|| config.nemo.api_url.clone()),
        token_in_environment: set("NEMO_TOKEN").is_some(),
        token_file: Some(config.nemo.token_file.clone()).filter(|path| !path.as_os_str().is_empty()),
        credential: set("CREDENTIALS_DIRECTORY").map(|dir| PathBuf::from(dir).join("nemo-token")),
    }
}

/// Where systemd.unit(5) and launchd.plist(5) look, a person's own folders first.
fn units() -> Vec<PathBuf> {
    let own = BaseDirs::new().into_iter();
    let own =
        own.flat_map(|dirs| [dirs.config_dir().join("systemd/user"), dirs.home_dir().join("Library/LaunchAgents")]);
    let shared = ["/etc/systemd/user", "/usr/lib/systemd/user", "/etc/systemd/system", "/usr/lib/systemd/system"];
    own.chain(shared.map(PathBuf::from)).collect()
}
