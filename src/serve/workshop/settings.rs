//! What the owner has decided about the films and where files may be fetched from.

use std::path::PathBuf;

use crate::brief::Brief;
use crate::job::Limits;
use crate::llm::Model;
use crate::render::Encoder;

#[derive(Clone, Debug)]
pub struct Settings {
    /// reeldrop itself, for the renderer's process.
    pub program: PathBuf,
    /// What a film is like where nobody says anything, over the built-in defaults.
    pub video: Brief,
    pub limits: Limits,
    /// Who encodes the films.
    pub encoder: Encoder,
    /// Hosts that files may be fetched from although they are not public, each a name or a number, with `:port` for one
    /// port of it alone.
    pub fetch_from: Vec<String>,
    /// Asked about words that the rules do not understand.
    pub model: Option<Model>,
}
