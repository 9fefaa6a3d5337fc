//! The owner's language model, put together from the config file.

use std::time::Duration;

use crate::cli::exit::{Exit, Refusal};
use crate::cli::secret;
use crate::config::Config;
use crate::llm::Model;

/// `None` unless the config names one: nobody is asked whom the owner has not named.
pub(crate) fn of(config: &Config) -> Result<Option<Model>, Refusal> {
    let director = &config.director;
    if director.llm_url.is_empty() {
        return Ok(None);
    }
    let key = secret::find(&director.llm_key_file, "llm-key")?.map(|(_, key)| key);
    let patience = Duration::try_from_secs_f64(director.llm_timeout_secs).unwrap_or_default();
    let model = Model::new(&director.llm_url, &director.llm_model, key.as_deref(), patience);
    let refused = |error| Refusal {
        exit: Exit::Config,
        error: anyhow::Error::new(error),
        hint: Some("look at `[director]` in the config".to_owned()),
    };
    model.map(Some).map_err(refused)
}
