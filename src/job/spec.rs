//! What is to be made of one folder, fixed when it is claimed: the words read, the files in their order.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::brief::Brief;
use crate::director::{self, Reading, Understood};
use crate::disk;
use crate::job::backend::BackendName;
use crate::job::failure::{Failure, Kind};
use crate::job::file::JobFile;
use crate::job::limits::Limits;

/// What lies in a folder that is to become a film. Paths are relative to it, `/` between the parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// In the order in which they are to be shown.
    pub pictures: Vec<String>,
    pub sounds: Vec<String>,
    /// `prompt.txt` and `job.toml` as they are spelled there.
    pub prompt: Option<String>,
    pub job_file: Option<String>,
    /// Files that cannot be used, each as a sentence.
    pub skipped: Vec<String>,
}

/// What holds for a folder before its own files have spoken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layers {
    /// Settings of the config and of the watch, stacked.
    pub video: Brief,
    /// Used where the folder has no `prompt.txt`.
    pub prompt: String,
    /// Wins over `prompt.txt`: what somebody typed on the command line.
    pub typed: Option<String>,
    pub backend: BackendName,
    pub limits: Limits,
}

/// The whole order, as `spec.json` in the work folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobSpec {
    /// The film is called so, without its ending.
    pub name: String,
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
    #[serde(default)]
    pub skipped: Vec<String>,
    #[serde(default)]
    pub limits: Limits,
}

impl JobSpec {
    /// Reads the words of the folder `source`, whose files are `found`, and lays them over `layers`.
    pub fn draw_up(name: &str, source: &Path, found: Found, layers: &Layers) -> Result<Self, Failure> {
        let file = job_file(source, &found)?;
        let prompt = prompt(source, &found, &file, layers)?;
        let Reading { brief, understood, not_understood } = director::read(&prompt);
        let pictures = pictures(&found, &file, layers.limits)?;
        Ok(Self {
            name: file.name.unwrap_or_else(|| name.to_owned()),
            source: source.to_owned(),
            backend: file.backend.unwrap_or(layers.backend),
            priority: file.priority,
            brief: brief.over(file.video).over(layers.video.clone()).over(director::defaults()),
            pictures,
            sound: found.sounds.into_iter().next(),
            prompt,
            understood,
            not_understood,
            skipped: found.skipped,
            limits: layers.limits,
        })
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
/// Longer words than these are not a prompt.
const MAX_TEXT_BYTES: u64 = 64 << 10;

fn job_file(source: &Path, found: &Found) -> Result<JobFile, Failure> {
    let Some(name) = &found.job_file else { return Ok(JobFile::default()) };
    let text = String::from_utf8(text(source, name)?).map_err(|error| {
        input("cannot read `job.toml`", &error, "save it as UTF-8 and move the folder back into the inbox")
    })?;
    JobFile::read(&text).map_err(|error| {
        let hint = error.hint.clone().unwrap_or_else(|| "mend that line".to_owned());
        input("`job.toml` is not valid", &error, &format!("{hint}; then move the folder back into the inbox"))
    })
}

fn prompt(source: &Path, found: &Found, file: &JobFile, layers: &Layers) -> Result<String, Failure> {
    if let Some(typed) = &layers.typed {
        return Ok(typed.clone());
    }
    let Some(name) = &found.prompt else {
        return Ok(file.prompt.clone().unwrap_or_else(|| layers.prompt.clone()));
    };
    director::decode(&text(source, name)?).map_err(|error| {
        input(
            "cannot read `prompt.txt`",
            &error,
            "save it as plain text in UTF-8 and move the folder back into the inbox",
        )
    })
}

fn text(source: &Path, name: &str) -> Result<Vec<u8>, Failure> {
    let hint = "check that it is an ordinary file that reeldrop may read, and not longer than 64 KiB";
    disk::read(&source.join(name), MAX_TEXT_BYTES).map_err(|error| Failure::of(Kind::Input, &error, Some(hint.into())))
}

fn pictures(found: &Found, file: &JobFile, limits: Limits) -> Result<Vec<String>, Failure> {
    let flat = file.recursive == Some(false);
    let pictures: Vec<String> = found.pictures.iter().filter(|path| !(flat && path.contains('/'))).cloned().collect();
    match pictures.len() {
        0 => Err(no_picture(found)),
        many if many > limits.max_pictures => Err(Failure {
            kind: Kind::Input,
            message: format!("there are {many} pictures in the folder, more than the {} allowed", limits.max_pictures),
            hint: Some("split the folder, or raise `max_pictures` under `[limits]` in the config".to_owned()),
        }),
        _ => Ok(pictures),
    }
}

fn no_picture(found: &Found) -> Failure {
    let message = match found.skipped.as_slice() {
        [] => "there is no picture in the folder".to_owned(),
        skipped => format!("there is no usable picture in the folder: {}", skipped.join("; ")),
    };
    let hint = "put JPG, PNG, WebP, BMP or GIF pictures into it and move it back into the inbox";
    Failure { kind: Kind::Input, message, hint: Some(hint.to_owned()) }
}

fn input(what: &str, error: &dyn std::error::Error, hint: &str) -> Failure {
    Failure { kind: Kind::Input, message: format!("{what}: {error}"), hint: Some(hint.to_owned()) }
}
