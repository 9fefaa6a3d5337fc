//! A folder named on the command line, as an order for a film.

use std::path::{Path, PathBuf};

use crate::backend;
use crate::cli::exit::{Exit, Refusal};
use crate::cli::{model, settings};
use crate::config::Config;
use crate::inbox::{self, Names};
use crate::job::{BackendName, JobSpec, Layers};

/// Reads the folder and its words, those included that only a model of the owner's can make something of. `prompt` wins over its `prompt.txt`, `backend` over its `job.toml`.
pub(crate) fn of(
    folder: &Path,
    prompt: Option<String>,
    backend: Option<BackendName>,
    config: &Config,
) -> Result<JobSpec, Refusal> {
    let folder = whole(folder)?;
    let listing = inbox::list(&folder, true, &Names::new(&inbox::Settings::default())?)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let layers = Layers { typed: prompt, named: backend, ..settings::layers(config) };
    let mut spec = JobSpec::draw_up(&name, &folder, listing.found(), &layers)?;
    if let Some(model) = model::of(config)?.filter(|_| spec.backend == BackendName::Local) {
        settings::runtime()?.block_on(backend::consult(&mut spec, &model));
    }
    Ok(spec)
}

fn whole(folder: &Path) -> Result<PathBuf, Refusal> {
    let absent = || {
        let message = format!("there is no folder `{}`", folder.display());
        Refusal::new(Exit::NotFound, message, "name a folder with pictures; `reeldrop example DIR` draws one")
    };
    let folder = folder.canonicalize().map_err(|_| absent())?;
    if folder.is_dir() { Ok(folder) } else { Err(absent()) }
}
