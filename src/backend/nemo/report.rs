//! `report.json` of a film that NemoVideo made: what was asked, where, and how to find it again.

use std::path::Path;

use serde::Serialize;

use crate::backend::errand::Errand;
use crate::backend::nemo::script::{Act, script};
use crate::backend::nemo::unfit::Unfit;
use crate::disk;
use crate::job::{BackendName, Talk};
use crate::nemovideo::RenderId;

/// The file in the work folder, later `reeldrop.json` in the archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Report {
    /// The version that fetched the film. It stands first: the archive knows its own notes by it.
    pub reeldrop: String,
    pub name: String,
    pub backend: BackendName,
    pub prompt: String,
    /// What was said to the service, word for word.
    pub said: Vec<String>,
    /// Files left out, each as a sentence.
    pub skipped: Vec<String>,
    pub session: String,
    pub render: String,
    /// Opens the project in a browser.
    pub project: String,
}

impl Report {
    pub(crate) fn of(errand: &Errand<'_>, talk: &Talk, render: &RenderId, project: String) -> Self {
        let spec = errand.spec;
        let said = script(spec, talk.film).into_iter().filter_map(|act| match act {
            Act::Say(words) => Some(words),
            _ => None,
        });
        let one = spec.film(talk.film);
        Self {
            reeldrop: env!("CARGO_PKG_VERSION").to_owned(),
            name: one.name,
            backend: spec.backend,
            prompt: one.prompt,
            said: said.collect(),
            skipped: spec.skipped.iter().cloned().chain(Unfit::of(errand).sentences()).collect(),
            session: talk.session.id.to_string(),
            render: render.to_string(),
            project,
        }
    }

    pub(crate) fn save(&self, path: &Path) -> disk::Result<()> {
        let text = serde_json::to_vec_pretty(self).expect("a report has only plain fields and text keys");
        disk::write_whole(path, &text)
    }
}
