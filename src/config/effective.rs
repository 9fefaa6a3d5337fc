//! All settings that hold, as one table: what the file says, and what it leaves open.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::config::error::Error;
use crate::config::file::Config;
use crate::config::find::find;
use crate::config::load::{default_text, load, text};

/// The settings as they are after every default, `~` and environment variable, in the shape of the file.
pub fn effective(named: Option<&Path>) -> Result<Table, Error> {
    let config = load(named)?;
    let mut table: Table = default_text().parse().expect("a test reads the file in the repository");
    if let Some(path) = find(named)? {
        let own: Table = text(&path)?.parse().expect("it was read without a mistake a moment ago");
        overlay(&mut table, own);
    }
    resolve(&mut table, &config);
    Ok(table)
}

/// Tables are merged key by key; of watches each is laid over the default one.
fn overlay(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => overlay(under, over),
            (Some(Value::Array(watches)), Value::Array(over)) if key == "watch" => {
                let default = watches.first().and_then(Value::as_table).cloned().unwrap_or_default();
                *watches = over.into_iter().map(|watch| one_watch(&default, watch)).collect();
            }
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

fn one_watch(default: &Table, watch: Value) -> Value {
    let mut whole = default.clone();
    // Where it is not said, the one at the top holds.
    whole.remove("backend");
    if let Value::Table(watch) = watch {
        overlay(&mut whole, watch);
    }
    Value::Table(whole)
}

/// Full paths, and what the environment has to say.
fn resolve(table: &mut Table, config: &Config) {
    let path = |path: &PathBuf| Value::String(path.to_string_lossy().into_owned());
    table.insert("state_dir".to_owned(), path(&config.state_dir));
    if let Some(Value::Array(watches)) = table.get_mut("watch") {
        for (watch, own) in watches.iter_mut().filter_map(Value::as_table_mut).zip(&config.watch) {
            let folders =
                [("inbox", &own.inbox), ("outbox", &own.outbox), ("archive", &own.archive), ("failed", &own.failed)];
            watch.extend(folders.map(|(key, folder)| (key.to_owned(), path(folder))));
        }
    }
    if let Some(Value::Table(director)) = table.get_mut("director") {
        director.insert("llm_key_file".to_owned(), path(&config.director.llm_key_file));
    }
    if let Some(Value::Table(nemo)) = table.get_mut("nemo") {
        let addresses = [("api_url", &config.nemo.api_url), ("web_url", &config.nemo.web_url)];
        nemo.extend(addresses.map(|(key, url)| (key.to_owned(), Value::String(url.clone()))));
        nemo.insert("token_file".to_owned(), path(&config.nemo.token_file));
        nemo.insert("ca_file".to_owned(), path(&config.nemo.ca_file));
    }
}
