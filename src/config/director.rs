//! `[director]`: a language model of one's own, for words that the rules do not know.

use std::path::PathBuf;

use serde::Deserialize;

/// The keys of the section.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
pub struct Director {
    /// Empty for none: then nobody is asked.
    pub llm_url: String,
    pub llm_model: String,
    /// For one job, however often the model has to be asked.
    pub llm_timeout_secs: f64,
    pub llm_key_file: PathBuf,
}

impl Default for Director {
    fn default() -> Self {
        Self { llm_url: String::new(), llm_model: String::new(), llm_timeout_secs: 20.0, llm_key_file: PathBuf::new() }
    }
}
