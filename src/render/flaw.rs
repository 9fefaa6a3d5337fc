//! What can be wrong with one picture file.

use std::io;

/// Why a picture cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Flaw {
    #[error("it cannot be read")]
    Unreadable(#[from] io::Error),
    #[error("it is not an ordinary file")]
    NotAFile,
    #[error("its content is none of JPEG, PNG, WebP, BMP and GIF")]
    Unknown,
    #[error("it is cut off: {0}")]
    CutOff(&'static str),
    #[error("it has {pixels} pixels, and {limit} are allowed")]
    TooManyPixels { pixels: u64, limit: u64 },
    #[error("it has {bytes} bytes, and {limit} are allowed")]
    TooManyBytes { bytes: u64, limit: u64 },
    #[error("it has no pixels")]
    Empty,
    #[error("it is damaged")]
    Damaged(#[source] image::ImageError),
    #[error("it is damaged in a way that its decoder did not expect")]
    Panicked,
}

impl Flaw {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unreadable(_) => "check that the file is there and may be read".to_owned(),
            Self::NotAFile => "put the file itself into the folder, not a link to it".to_owned(),
            Self::Unknown => "save it as JPEG or PNG".to_owned(),
            Self::CutOff(_) => "copy the file again: the end of it is missing".to_owned(),
            Self::TooManyPixels { .. } => "make it smaller, or raise `max_megapixels` under [limits]".to_owned(),
            Self::TooManyBytes { .. } => "make it smaller, or raise `max_file_mb` under [limits]".to_owned(),
            Self::Empty | Self::Damaged(_) | Self::Panicked => {
                "open it in an image program and save it again, or take it out of the folder".to_owned()
            }
        })
    }
}
