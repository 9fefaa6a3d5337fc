//! The house put together: the config file's values carried to the rooms they belong to.

use std::path::PathBuf;

use crate::cli::exit::Refusal;
use crate::cli::options::Options;
use crate::cli::{model, nemo};
use crate::config::{self, Config};
use crate::job::Layers;
use crate::{daemon, inbox, logging, outbox};

/// The config that holds for this call.
pub(crate) fn load(options: &Options) -> Result<Config, Refusal> {
    Ok(config::load(options.config.as_deref())?)
}

/// Starts the log: to stderr, and to files in the state folder if `keep`.
pub(crate) fn log(config: &Config, options: &Options, keep: bool) -> Result<(), Refusal> {
    let mut settings = config.log.clone();
    if options.quiet {
        "error".clone_into(&mut settings.level);
    } else if options.verbose {
        "debug".clone_into(&mut settings.level);
    }
    let dir = log_dir(config);
    if keep {
        crate::disk::make_dir(&dir)?;
    }
    Ok(logging::start(&settings, keep.then_some(dir.as_path()))?)
}

/// Where the daemon keeps its log.
pub(crate) fn log_dir(config: &Config) -> PathBuf {
    config.state_dir.join("logs")
}

/// What the daemon is told.
pub(crate) fn daemon(config: &Config) -> Result<daemon::Settings, Refusal> {
    Ok(daemon::Settings {
        state_dir: config.state_dir.clone(),
        workers: config.workers,
        watches: config.watch.iter().map(|watch| one(config, watch)).collect(),
        nemo: nemo::settings(config, program()?)?,
        parallel: config.nemo.parallel as usize,
        messages_a_day: config.nemo.max_messages_per_day,
        retry: config.retry,
        history_days: config.history_days,
        announce: config.notify.clone(),
        program: program()?,
        model: model::of(config)?,
    })
}

/// What the daemon runs on. It mostly waits, for a child that renders; two threads keep one busy disk from stopping all.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()
}

/// reeldrop itself, for the renderer. On Linux by the link to the running program, which stays right when an update puts
/// a new file in the old one's place.
pub(crate) fn program() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok("/proc/self/exe".into()) } else { std::env::current_exe() }
}

/// What holds for a folder that came by the command line.
pub(crate) fn layers(config: &Config) -> Layers {
    Layers {
        video: config.video.clone(),
        backend: config.backend,
        limits: config.limits,
        encoder: config.local.encoder.clone(),
        ..Layers::default()
    }
}

/// What the inbox of each watch is told.
pub(crate) fn inboxes(config: &Config) -> Vec<inbox::Settings> {
    config.watch.iter().map(|watch| one(config, watch).inbox).collect()
}

fn one(config: &Config, watch: &config::Watch) -> daemon::Watch {
    daemon::Watch {
        inbox: inbox::Settings {
            inbox: watch.inbox.clone(),
            mode: watch.mode,
            settle_secs: watch.settle_secs,
            rescan_secs: watch.rescan_secs,
            ready_marker: watch.ready_marker.clone(),
            ignore: watch.ignore.clone(),
        },
        folders: outbox::Folders {
            outbox: watch.outbox.clone(),
            archive: watch.archive.clone(),
            failed: watch.failed.clone(),
            after: watch.after,
        },
        layers: Layers {
            video: watch.video.clone().over(config.video.clone()),
            watch: watch.video.clone(),
            earlier: None,
            prompt: watch.prompt.clone(),
            typed: None,
            named: None,
            backend: watch.backend.unwrap_or(config.backend),
            limits: config.limits,
            encoder: config.local.encoder.clone(),
        },
    }
}
