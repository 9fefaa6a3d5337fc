//! Pulls the proofs of any number of pictures.

use std::path::Path;

use crate::render::error::Error;
use crate::render::gate::Gate;
use crate::render::proofs::print::{self, Proof};
use crate::render::settings::Settings;

/// Made once; whoever shares it decodes no more at a time than fits in memory.
#[derive(Debug, Default)]
pub struct Press {
    gate: Gate,
}

impl Press {
    /// What is seen on a small print of the picture; an error if it cannot be decoded.
    pub fn proof(&self, path: &Path, settings: &Settings) -> Result<Proof, Error> {
        print::proof(path, settings, &self.gate)
    }
}
