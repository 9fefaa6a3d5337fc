//! What the owner allows the renderer to spend and to use, and what it says while it works.

use std::path::PathBuf;

use crate::render::encoder::Encoder;

/// The limits on pictures, the number of threads, and who encodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// A picture with more pixels is refused before it is decoded, in millions of pixels.
    pub max_megapixels: u32,
    /// A larger file is refused before it is read, in millions of bytes.
    pub max_file_mb: u32,
    /// Threads that compose and encode; 0 is one a core.
    pub threads: usize,
    pub encoder: Encoder,
    /// `reeldrop` itself, which starts another program as `leash` such that it dies with this process. Without it, an
    /// FFmpeg that hangs may outlive a process that was killed.
    pub leash: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_megapixels: 200, max_file_mb: 200, threads: 0, encoder: Encoder::BuiltIn, leash: None }
    }
}

/// What a picture is, as it is seen: turned the way its EXIF data says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// How far a film is: `frame` of `frames` are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub frame: u32,
    pub frames: u32,
}
