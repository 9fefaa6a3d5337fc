//! What is to be made of one folder, fixed when it is claimed: the words read, the files in their order.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::brief::Brief;
use crate::director::Understood;
use crate::disk;
use crate::job::backend::BackendName;
use crate::job::failure::{Failure, Kind};
use crate::job::limits::Limits;
use crate::job::nemo::Talk;
use crate::job::origin::Origins;
use crate::job::path;
use crate::render::Encoder;
use crate::timeline::Timeline;

/// What lies in a folder that is to become a film. Paths are relative to it, `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order in which they are to be shown.
    pub pictures: Vec<String>,
    pub sounds: Vec<String>,
    /// `prompt.txt`, `job.toml` and `urls.txt` as they are spelled there.
    pub prompt: Option<String>,
    pub job_file: Option<String>,
    pub urls_file: Option<String>,
    /// Files that cannot be used, each as a sentence.
    pub skipped: Vec<String>,
}

/// What holds for a folder before its own files have spoken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    /// Settings of the config and of the watch, stacked.
    pub video: Brief,
    /// Of these, what the watch itself says.
    pub watch: Brief,
    /// Used where the folder has no `prompt.txt`.
    pub prompt: String,
    /// Wins over `prompt.txt`: what somebody typed on the command line.
    pub typed: Option<String>,
    /// Of these words, the ones that an earlier film was made of.
    pub earlier: Option<String>,
    pub backend: BackendName,
    /// Wins over `job.toml`: what somebody named on the command line.
    pub named: Option<BackendName>,
    pub limits: Limits,
    pub encoder: Encoder,
}

/// The whole order, as `spec.json` in the work folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobSpec {
    /// The film is called so, without its ending.
    pub name: String,
    #[serde(with = "path")]
    pub source: PathBuf,
    pub backend: BackendName,
    #[serde(default)]
    pub priority: i64,
    /// Every layer stacked, the built-in defaults at the bottom.
    pub brief: Brief,
    pub pictures: Vec<String>,
    pub sound: Option<String>,
    /// The words as they were written.
    #[serde(default)]
    pub prompt: String,
    #[serde(default)]
    pub understood: Vec<Understood>,
    #[serde(default)]
    pub not_understood: Vec<String>,
    /// Where each value of the brief came from.
    #[serde(default, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
    #[serde(default)]
    pub skipped: Vec<String>,
    /// What is to be said of how the words were read, each as a sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// A language model was asked about what the rules left open, whatever came of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub consulted: bool,
    #[serde(default)]
    pub limits: Limits,
    /// Who encodes a film that is made here.
    #[serde(default, skip_serializing_if = "Encoder::is_built_in")]
    pub encoder: Encoder,
    /// What settings asked for, without words and without defaults: what a cloud backend has to be told.
    #[serde(default)]
    pub asked: Brief,
    /// Addresses of pictures, videos and sounds, for a cloud backend.
    #[serde(default)]
    pub urls: Vec<String>,
    /// The films of the job, if it has several of its pictures each.
    #[serde(default)]
    pub films: Vec<FilmSpec>,
    /// The conversation that a further instruction goes on with.
    #[serde(default)]
    pub resume: Option<Talk>,
    /// A film that is laid out already: it is made as it stands, and the brief has no say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeline: Option<Timeline>,
}

/// One of several films of a job: some of its pictures, with words of their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilmSpec {
    pub name: String,
    pub pictures: Vec<String>,
    pub prompt: String,
    pub brief: Brief,
    pub understood: Vec<Understood>,
    pub not_understood: Vec<String>,
}

impl JobSpec {
    /// How many films the job is.
    #[must_use]
    pub fn film_count(&self) -> usize {
        self.films.len().max(1)
    }

    /// The order of one of them, as if it were the only one.
    #[must_use]
    pub fn film(&self, number: usize) -> Self {
        let Some(film) = self.films.get(number).cloned() else { return self.clone() };
        Self {
            name: film.name,
            pictures: film.pictures,
            prompt: film.prompt,
            brief: film.brief,
            understood: film.understood,
            not_understood: film.not_understood,
            films: Vec::new(),
            ..self.clone()
        }
    }

    /// Writes it where [`JobSpec::load`] finds it: whole or not at all.
    pub fn save(&self, path: &Path) -> disk::Result<()> {
        let text = serde_json::to_vec_pretty(self).expect("a spec has only plain fields and text keys");
        disk::write_whole(path, &text)
    }

    /// Reads the spec of a claimed job.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let broken = |error: &dyn std::error::Error| Failure::of(Kind::Machine, error, None);
        let bytes = disk::read(path, MAX_SPEC_BYTES).map_err(|error| broken(&error))?;
        serde_json::from_slice(&bytes).map_err(|error| broken(&error))
    }
}

/// 500 pictures with paths of 4 KiB each, and room to spare.
const MAX_SPEC_BYTES: u64 = 4 << 20;
