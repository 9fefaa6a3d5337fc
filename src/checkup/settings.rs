//! What the check-up is told, and the first thing it says: where that came from.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::checkup::finding::Finding;
use crate::job::BackendName;
use crate::render::Encoder;
use crate::{inbox, outbox};

/// What concerns it of the config and the environment.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The config file that holds; `None` for the built-in settings.
    pub config: Option<PathBuf>,
    pub state_dir: PathBuf,
    pub watches: Vec<(inbox::Settings, outbox::Folders)>,
    pub min_free_disk_mb: u64,
    /// Those that some watch uses.
    pub backends: Vec<BackendName>,
    /// Who encodes the films of the local one.
    pub encoder: Encoder,
    pub cloud: Cloud,
    /// The owner's language model, if there is one.
    pub model: Option<Model>,
    pub server: Server,
    /// Folders in which a service manager finds its units.
    pub units: Vec<PathBuf>,
}

/// Where the pictures of the cloud backend go, and with whose token; never the token itself.
#[derive(Clone, Debug, Default)]
pub struct Cloud {
    pub api_url: String,
    /// Whether `NEMO_TOKEN` is set, which wins over everything below.
    pub token_in_environment: bool,
    /// `[nemo] token_file`, if set.
    pub token_file: Option<PathBuf>,
    /// `nemo-token` among the service manager's credentials, if it gives any.
    pub credential: Option<PathBuf>,
}

/// The language model, and what its server said when it was asked.
#[derive(Clone, Debug)]
pub struct Model {
    /// Of its server, with the port if that is named.
    pub host: String,
    pub name: String,
    /// The models that the server has; why not, if it did not say.
    pub names: Result<Vec<String>, String>,
}

/// What `reeldrop serve` would be started with; never the token itself.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it would listen; `None` if the config says no address.
    pub address: Option<SocketAddr>,
    /// What it keeps, in this folder.
    pub dir: PathBuf,
    /// Whether one serves from there just now.
    pub at_work: bool,
    /// Whether the owner has set a token; why not, if one is named that cannot be used.
    pub token: Result<bool, String>,
    pub max_total_mb: u64,
    pub min_free_disk_mb: u64,
}

pub(crate) fn config(settings: &Settings) -> Finding {
    match &settings.config {
        Some(path) => Finding::ok("config", format!("`{}`", path.display())),
        None => Finding::ok("config", "no file; the built-in settings hold").hint("`reeldrop init` writes one"),
    }
}
