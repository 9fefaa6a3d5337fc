//! The shape of `config.toml`.

use std::path::PathBuf;

use serde::Deserialize;

use crate::backoff;
use crate::brief::Brief;
use crate::config::director::Director;
use crate::config::local::Local;
use crate::config::nemo::Nemo;
use crate::config::serve::Serve;
use crate::inbox::{self, Mode};
use crate::job::{BackendName, Limits};
use crate::outbox::After;
use crate::{announce, logging};

/// The whole file, paths still with their `~`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Config {
    pub backend: BackendName,
    /// Jobs at a time.
    pub workers: usize,
    pub state_dir: PathBuf,
    /// Days after which jobs that are over are forgotten; 0 keeps them for ever.
    pub history_days: u32,
    pub watch: Vec<Watch>,
    pub video: Brief,
    pub director: Director,
    pub local: Local,
    pub nemo: Nemo,
    pub serve: Serve,
    pub retry: backoff::Settings,
    pub limits: Limits,
    pub notify: announce::Settings,
    pub log: logging::Settings,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            backend: BackendName::Local,
            workers: 1,
            state_dir: "~/.local/state/reeldrop".into(),
            history_days: 365,
            watch: vec![Watch::default()],
            video: Brief::default(),
            director: Director::default(),
            local: Local::default(),
            nemo: Nemo::default(),
            serve: Serve::default(),
            retry: backoff::Settings::default(),
            limits: Limits::default(),
            notify: announce::Settings::default(),
            log: logging::Settings::default(),
        }
    }
}

/// One `[[watch]]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Watch {
    pub inbox: PathBuf,
    pub outbox: PathBuf,
    pub archive: PathBuf,
    pub failed: PathBuf,
    pub after: After,
    pub mode: Mode,
    pub settle_secs: f64,
    pub rescan_secs: f64,
    pub ready_marker: String,
    pub ignore: Vec<String>,
    pub prompt: String,
    /// Overrides the one at the top.
    pub backend: Option<BackendName>,
    /// Overrides single keys of `[video]`.
    pub video: Brief,
}

impl Default for Watch {
    fn default() -> Self {
        let inbox = inbox::Settings::default();
        Self {
            inbox: inbox.inbox,
            outbox: "~/Videos/outbox".into(),
            archive: "~/Videos/archive".into(),
            failed: "~/Videos/failed".into(),
            after: After::Archive,
            mode: inbox.mode,
            settle_secs: inbox.settle_secs,
            rescan_secs: inbox.rescan_secs,
            ready_marker: inbox.ready_marker,
            ignore: inbox.ignore,
            prompt: String::new(),
            backend: None,
            video: Brief::default(),
        }
    }
}
