//! What the owner allows the renderer to spend, and what it says while it works.

use serde::{Deserialize, Serialize};

/// The limits on pictures and the number of threads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// A picture with more pixels is refused before it is decoded, in millions of pixels.
    pub max_megapixels: u32,
    /// A larger file is refused before it is read, in millions of bytes.
    pub max_file_mb: u32,
    /// Threads that compose and encode; 0 is one a core.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_megapixels: 200, max_file_mb: 200, threads: 0 }
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
