//! Everything that can keep a film from being made.

use std::path::{Path, PathBuf};

use crate::disk;
use crate::render::flaw::Flaw;
use crate::render::{sound, text};

/// Why there is no film.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Disk(#[from] disk::Error),
    /// `picture` is the name that the timeline calls it by; none where a file was only looked at.
    #[error("cannot use the picture `{}`", path.display())]
    Picture { picture: Option<String>, path: PathBuf, source: Flaw },
    #[error("the video encoder refuses to {act} (code {code}) for `{}`", path.display())]
    Encoder { act: &'static str, code: i32, path: PathBuf },
    /// What it said, or what it did.
    #[error("FFmpeg did not encode with `{encoder}`: {said}")]
    Ffmpeg { encoder: String, said: String },
    #[error("the encoder described two parts of `{}` differently", path.display())]
    Parameters { path: PathBuf },
    #[error("cannot describe the film in `{}`", path.display())]
    Boxes { path: PathBuf, source: shiguredo_mp4::Error },
    #[error("the timeline for `{}` is not one that can be filmed: {reason}", path.display())]
    Timeline { reason: &'static str, path: PathBuf },
    #[error("cannot set a title of `{}`", path.display())]
    Title { path: PathBuf, source: text::Error },
    #[error(transparent)]
    Sound(#[from] sound::Error),
    #[error("stopped while making `{}`", path.display())]
    Stopped { path: PathBuf },
}

impl Error {
    /// A picture that cannot be used.
    pub(crate) fn flaw(path: &Path) -> impl FnOnce(Flaw) -> Self + '_ {
        move |source| Self::Picture { picture: None, path: path.to_owned(), source }
    }

    /// The same error, knowing what the timeline calls the picture.
    pub(crate) fn named(self, name: &str) -> Self {
        match self {
            Self::Picture { path, source, .. } => Self::Picture { picture: Some(name.to_owned()), path, source },
            other => other,
        }
    }

    /// Which shot's picture is at fault: without it the film can be composed anew.
    #[must_use]
    pub fn picture(&self) -> Option<&str> {
        match self {
            Self::Picture { picture, .. } => picture.as_deref(),
            _ => None,
        }
    }

    /// Whether the disk is full: nothing is wrong with the film, it can be made later.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Disk(error) if error.is_full())
    }

    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Picture { source, .. } => source.hint(),
            Self::Disk(error) if error.is_full() => Some("free some space on this disk and try again".to_owned()),
            Self::Disk(error) if error.is_absent() => Some("check that the work folder is there".to_owned()),
            Self::Title { source, .. } => source.hint(),
            Self::Sound(source) => source.hint(),
            Self::Encoder { .. } => Some("try a smaller resolution".to_owned()),
            _ => None,
        }
    }
}
