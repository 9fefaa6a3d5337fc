//! The eye that finds faces, for any number of pictures and threads.

use std::fmt;
use std::path::Path;

use rustface::Model;

use crate::render::error::Error;
use crate::render::faces::detect::{self, Face};
use crate::render::gate::Gate;
use crate::render::settings::Settings;

/// Made once; whoever shares it decodes no more at a time than fits in memory.
pub struct Detector {
    model: Model,
    gate: Gate,
}

impl Detector {
    /// The faces in one picture; an error if it cannot be decoded.
    pub fn faces(&self, path: &Path, settings: &Settings) -> Result<Vec<Face>, Error> {
        detect::faces(path, &self.model, settings, &self.gate)
    }
}

impl Default for Detector {
    fn default() -> Self {
        Self { model: detect::model(), gate: Gate::default() }
    }
}

impl fmt::Debug for Detector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detector").field("gate", &self.gate).finish_non_exhaustive()
    }
}
