//! `report.json`: what was understood, what was made, by what; it goes to the archive with the pictures.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::backend::local::plan::Plan;
use crate::brief::Brief;
use crate::director::Understood;
use crate::disk;
use crate::job::{BackendName, JobSpec, Origins};
use crate::timeline::Timeline;

/// The file in the work folder, later `reeldrop.json` in the archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The version that made the film. It stands first: the archive knows its own notes by it.
    pub reeldrop: String,
    pub name: String,
    pub backend: BackendName,
    pub prompt: String,
    pub understood: Vec<Understood>,
    pub not_understood: Vec<String>,
    /// Where each value of the brief came from.
    #[serde(default)]
    pub origins: Origins,
    /// Files left out, each as a sentence.
    pub skipped: Vec<String>,
    /// What was asked for and cannot be, each as a sentence.
    pub notes: Vec<String>,
    /// Every layer stacked.
    pub brief: Brief,
    pub summary: String,
    pub timeline: Timeline,
}

impl Report {
    pub(crate) fn of(spec: &JobSpec, plan: Plan) -> Self {
        Self {
            reeldrop: env!("CARGO_PKG_VERSION").to_owned(),
            name: spec.name.clone(),
            backend: spec.backend,
            prompt: spec.prompt.clone(),
            understood: spec.understood.clone(),
            not_understood: spec.not_understood.clone(),
            origins: spec.origins.clone(),
            skipped: plan.skipped,
            notes: plan.notes,
            brief: spec.brief.clone(),
            summary: plan.timeline.to_string(),
            timeline: plan.timeline,
        }
    }

    pub(crate) fn save(&self, path: &Path) -> disk::Result<()> {
        let text = serde_json::to_vec_pretty(self).expect("a report has only plain fields and text keys");
        disk::write_whole(path, &text)
    }

    /// Reads the report of a film that was made.
    pub fn load(path: &Path) -> disk::Result<Self> {
        let bytes = disk::read(path, MAX_BYTES)?;
        serde_json::from_slice(&bytes).map_err(disk::at("understand", path))
    }
}

/// Far more than the report of 500 pictures.
const MAX_BYTES: u64 = 16 << 20;
