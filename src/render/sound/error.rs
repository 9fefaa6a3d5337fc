//! What can be wrong with a sound, in words for the person whose file it is.

use std::io;
use std::path::PathBuf;

/// A sound that cannot be put under the film.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("cannot open the sound `{}`", path.display())]
    Open { path: PathBuf, source: io::Error },
    #[error("`{}` is not a regular file", path.display())]
    NotAFile { path: PathBuf },
    #[error("`{}` is not a sound in a known format", path.display())]
    Unknown { path: PathBuf, source: symphonia::core::errors::Error },
    #[error("`{}` holds no sound track", path.display())]
    NoTrack { path: PathBuf },
    #[error("nothing in the sound `{}` could be decoded", path.display())]
    Undecodable { path: PathBuf },
    #[error("cannot read the sound `{}`", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("the sound `{}` has {channels} channels at {rate} Hz", path.display())]
    Shape { path: PathBuf, channels: usize, rate: u32 },
    #[error("a film of {frames} frames at {fps} a second is too long for a sound track")]
    TooLong { frames: u32, fps: u32 },
    #[error("cannot encode the sound")]
    Encode { source: syom::AacError },
}

impl Error {
    /// What a person can do about it, in one sentence.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Open { .. } => "check that the file is there, is not a link, and can be read by reeldrop",
            Self::NotAFile { .. } => "put the music itself into the folder, not a link, a pipe or a device",
            Self::Unknown { .. } | Self::NoTrack { .. } | Self::Undecodable { .. } => {
                "play the file once to see that it is whole, or save it again as MP3, WAV, M4A (AAC-LC), OGG (Vorbis) or FLAC"
            }
            Self::Shape { .. } => "save it again as stereo at 44100 or 48000 Hz",
            Self::Read { .. } => "copy the file again; the disk or the network it lies on may be failing",
            Self::TooLong { .. } | Self::Encode { .. } => return None,
        };
        Some(hint.to_owned())
    }
}
