//! Tells others that a film is ready or a folder failed: a command, a webhook, ntfy. Best effort; never fails a job.

use std::process::Stdio;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::process::Command;
use tokio::time::timeout;

use crate::tls;

/// `[notify]` of the config; what is empty is not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// A program and its arguments; no shell. Facts arrive as `REELDROP_*` environment variables.
    pub command: Vec<String>,
    /// An http(s) address that gets the facts as JSON.
    pub webhook: String,
    /// The address of an ntfy topic, such as `https://ntfy.example/films`.
    pub ntfy: String,
}

/// What is told of a finished job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct News {
    pub id: i64,
    pub name: String,
    /// `done` or `failed`.
    pub status: &'static str,
    pub video: Option<String>,
    pub error: Option<String>,
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("cannot run `{program}`")]
    Run { program: String, source: std::io::Error },
    #[error("`{program}` ended with {status}")]
    Ended { program: String, status: std::process::ExitStatus },
    #[error("no answer within {} s", PATIENCE.as_secs())]
    Slow(#[from] tokio::time::error::Elapsed),
    #[error("the request failed")]
    Http(#[from] reqwest::Error),
}

/// How long each of the three may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Tells all that are asked for, and logs what could not be told.
pub async fn tell(settings: &Settings, news: &News) {
    if let Some((program, arguments)) = settings.command.split_first() {
        log("command", news, run(program, arguments, news).await);
    }
    if !settings.webhook.is_empty() {
        log("webhook", news, post(&settings.webhook, news).await);
    }
    if !settings.ntfy.is_empty() {
        log("ntfy", news, ntfy(&settings.ntfy, news).await);
    }
}

fn log(way: &str, news: &News, outcome: Result<(), Error>) {
    if let Err(error) = outcome {
        let error = &error as &dyn std::error::Error;
        tracing::warn!(job.id = news.id, way, error, "nobody could be told");
    }
}

/// Values go by the environment, never through a shell: a folder may be called `$(reboot)`.
async fn run(program: &str, arguments: &[String], news: &News) -> Result<(), Error> {
    let wrong = |source| Error::Run { program: program.to_owned(), source };
    let mut child = Command::new(program)
        .args(arguments)
        .env_remove("NEMO_TOKEN") // no business of theirs
        .env("REELDROP_ID", news.id.to_string())
        .env("REELDROP_NAME", without_nul(&news.name))
        .env("REELDROP_STATUS", news.status)
        .env("REELDROP_VIDEO", without_nul(news.video.as_deref().unwrap_or_default()))
        .env("REELDROP_ERROR", without_nul(news.error.as_deref().unwrap_or_default()))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(wrong)?;
    let status = timeout(PATIENCE, child.wait()).await?.map_err(wrong)?;
    if status.success() { Ok(()) } else { Err(Error::Ended { program: program.to_owned(), status }) }
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

async fn post(address: &str, news: &News) -> Result<(), Error> {
    client()?.post(address).json(news).send().await?.error_for_status()?;
    Ok(())
}

/// A plain-text message, as ntfy's publishing API takes it; what it is about stands in the body.
async fn ntfy(address: &str, news: &News) -> Result<(), Error> {
    let text = match (&news.video, &news.error) {
        (Some(video), _) => format!("{}: {video}", news.name),
        (None, error) => format!("{}: {}", news.name, error.as_deref().unwrap_or(news.status)),
    };
    client()?.post(address).body(text).send().await?.error_for_status()?;
    Ok(())
}

/// Follows no redirect: the facts go to the address that was written down, and nowhere else.
fn client() -> Result<reqwest::Client, reqwest::Error> {
    tls::ready();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build()
}
