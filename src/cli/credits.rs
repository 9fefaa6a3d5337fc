//! `reeldrop credits`: the balance at NemoVideo.

use serde::Serialize;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::options::Options;
use crate::cli::{nemo, print, settings};
use crate::nemovideo::Client;

/// Show the balance at NemoVideo
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}

/// What `credits --json` shows.
#[derive(Debug, Serialize)]
struct Balance {
    available: Option<f64>,
    frozen: Option<f64>,
    total: Option<f64>,
}

pub(crate) fn run(_: &Arguments, options: &Options) -> Result<Exit, Refusal> {
    let config = settings::load(options)?;
    settings::log(&config, options, false)?;
    let client = Client::new(&nemo::client(&config)?)?;
    let credits = settings::runtime()?.block_on(client.credits())?;
    if options.json {
        let balance = Balance { available: credits.available, frozen: credits.frozen, total: credits.total };
        print::json(&balance)?;
    } else {
        print::line(&credits.to_string())?;
    }
    Ok(Exit::Done)
}
