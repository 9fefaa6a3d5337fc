//! What is to be found out, of which files.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::backend::bounds::settings;
use crate::backend::seen::{Seen, Survey};
use crate::brief::{Brief, Fit};
use crate::job::{JobSpec, Limits};
use crate::render;

/// Asked of a process of its own, as one line of JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The folder that the names are found in.
    pub source: PathBuf,
    pub pictures: Vec<String>,
    pub sounds: Vec<String>,
    /// Whether to look for faces, for which every picture is decoded.
    pub faces: bool,
    /// Whether to tell what is blurred or there twice, for which every picture is decoded once more.
    pub proofs: bool,
    /// Whether to listen for beats, for which a sound is decoded.
    pub beats: bool,
    pub limits: Limits,
}

impl Question {
    /// All that composing this film will ask. Faces matter only where a picture may be cut; one that stands whole loses
    /// nobody. Proofs matter only where pictures may be left out, beats only where pictures are to follow them.
    #[must_use]
    pub fn of(spec: &JobSpec) -> Self {
        let Brief { fit, beat_sync, music, skip_duplicates, skip_blurred, .. } = spec.brief;
        Self {
            source: spec.source.clone(),
            pictures: spec.pictures.clone(),
            sounds: spec.sound.iter().cloned().collect(),
            faces: !matches!(fit, Some(Fit::Contain | Fit::Blur)),
            proofs: [skip_duplicates, skip_blurred].contains(&Some(true)),
            beats: beat_sync == Some(true) && music != Some(false),
            limits: spec.limits,
        }
    }

    /// What of it a survey leaves open.
    #[must_use]
    pub fn open(&self, survey: &Survey) -> Self {
        let is_open = |file: &&String| match survey.of(file) {
            None => true,
            Some(Seen::Picture { faces, proof, .. }) => self.faces && faces.is_none() || self.proofs && proof.is_none(),
            Some(Seen::Sound { beats, .. }) => self.beats && beats.is_none(),
            Some(Seen::Bad { .. }) => false,
        };
        let open = |files: &[String]| files.iter().filter(is_open).cloned().collect();
        Self { pictures: open(&self.pictures), sounds: open(&self.sounds), ..self.clone() }
    }

    /// The same of one file alone.
    pub(crate) fn only(&self, file: &str) -> Self {
        let only = |files: &[String]| files.iter().filter(|other| *other == file).cloned().collect();
        Self { pictures: only(&self.pictures), sounds: only(&self.sounds), ..self.clone() }
    }

    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.pictures.is_empty() && self.sounds.is_empty()
    }

    /// What the renderer may take from one file.
    pub(crate) fn settings(&self) -> render::Settings {
        settings(self.limits)
    }
}
