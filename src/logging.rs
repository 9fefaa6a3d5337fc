//! Where the log goes: to stderr, and for the daemon also to a file a day.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tracing_appender::rolling::{InitError, RollingFileAppender, Rotation};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::filter::{EnvFilter, ParseError};
use tracing_subscriber::fmt::FormatFields;
use tracing_subscriber::fmt::format::{DefaultFields, Writer};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::legible;

/// `[log]` of the config.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `error`, `warn`, `info`, `debug`, `trace`, or a filter such as `info,reeldrop::inbox=debug`; `RUST_LOG` wins.
    pub level: String,
    /// Daily files kept.
    pub keep_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { level: "info".to_owned(), keep_days: 14 }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{filter}` is not a log level or filter")]
    Filter { filter: String, source: ParseError },
    #[error("cannot keep a log in `{}`", dir.display())]
    Dir { dir: PathBuf, source: InitError },
}

/// Starts the log of this process, once. With `dir` it is also written to `dir/reeldrop.DATE.log`.
pub fn start(settings: &Settings, dir: Option<&Path>) -> Result<(), Error> {
    let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let talk = fmt::layer().fmt_fields(OneLine).with_writer(io::stderr).with_ansi(colour).with_target(false);
    let file = dir.map(|dir| daily(settings, dir)).transpose()?;
    let file =
        file.map(|file| fmt::layer().fmt_fields(OneLine).with_writer(std::sync::Mutex::new(file)).with_ansi(false));
    // A process has one log; a second start leaves the first in place.
    tracing_subscriber::registry().with(talk.and_then(file).with_filter(filter(settings)?)).try_init().ok();
    Ok(())
}

/// Keeps an event on one line: names of folders and words of servers can neither steer a terminal nor forge a line.
struct OneLine;

impl<'writer> FormatFields<'writer> for OneLine {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'writer>, fields: R) -> std::fmt::Result {
        let mut plain = String::new();
        DefaultFields::new().format_fields(Writer::new(&mut plain), fields)?;
        writer.write_str(&legible::line(&plain))
    }
}

/// Hands every line of the log in `dir` that is about job `id` to `show`, the oldest first. A log that was never kept has
/// none.
pub fn of_job(dir: &Path, id: i64, mut show: impl FnMut(&str) -> io::Result<()>) -> io::Result<()> {
    let mut files: Vec<PathBuf> = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?,
    };
    files.sort_unstable(); // their names are their dates
    for file in files {
        let mut lines = BufReader::new(File::open(file)?);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            if is_about(&text, id) {
                show(text.trim_end())?;
            }
            line.clear();
        }
    }
    Ok(())
}

/// Whether the line has the field `job.id` with this number.
fn is_about(line: &str, id: i64) -> bool {
    let field = format!("job.id={id}");
    line.match_indices(&field).any(|(at, _)| !line[at + field.len()..].starts_with(|c: char| c.is_ascii_digit()))
}

fn filter(settings: &Settings) -> Result<EnvFilter, Error> {
    let wanted = std::env::var(EnvFilter::DEFAULT_ENV).ok().filter(|value| !value.is_empty());
    let filter = wanted.unwrap_or_else(|| settings.level.clone());
    EnvFilter::try_new(&filter).map_err(|source| Error::Filter { filter, source })
}

fn daily(settings: &Settings, dir: &Path) -> Result<RollingFileAppender, Error> {
    RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("reeldrop")
        .filename_suffix("log")
        .max_log_files(settings.keep_days.max(1) as usize)
        .build(dir)
        .map_err(|source| Error::Dir { dir: dir.to_owned(), source })
}
