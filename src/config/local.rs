//! `[local]`: how films are made on this machine.

use serde::Deserialize;

use crate::render::Encoder;

/// The keys of the section.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Local {
    pub encoder: Encoder,
}
