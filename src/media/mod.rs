//! Which files are pictures and which are sounds: one table of extension, type and first bytes.

mod natural;

use std::ffi::OsStr;
use std::path::Path;

pub use natural::natural_order;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Picture,
    Sound,
}

/// One format that reeldrop reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    pub kind: Kind,
    /// Lower case, without the dot; the first is the usual one.
    pub extensions: &'static [&'static str],
    pub mime: &'static str,
    /// The bytes it begins with: offset and value. All must match; none means that the extension decides.
    signature: &'static [(usize, &'static [u8])],
}

/// Signatures: PNG ISO/IEC 15948 §5.2, JPEG ITU-T T.81 B.1.1.3, GIF89a §17, RIFF (WebP, WAV) chunk header,
/// BMP `BITMAPFILEHEADER`, FLAC and Ogg stream markers, ISO/IEC 14496-12 `ftyp`.
pub const FORMATS: &[Format] = &[
    Format {
        kind: Kind::Picture,
        extensions: &["jpg", "jpeg"],
        mime: "image/jpeg",
        signature: &[(0, &[0xff, 0xd8, 0xff])],
    },
    Format { kind: Kind::Picture, extensions: &["png"], mime: "image/png", signature: &[(0, b"\x89PNG\r\n\x1a\n")] },
    Format { kind: Kind::Picture, extensions: &["webp"], mime: "image/webp", signature: &[(0, b"RIFF"), (8, b"WEBP")] },
    Format { kind: Kind::Picture, extensions: &["bmp"], mime: "image/bmp", signature: &[(0, b"BM")] },
    Format { kind: Kind::Picture, extensions: &["gif"], mime: "image/gif", signature: &[(0, b"GIF8")] },
    Format { kind: Kind::Sound, extensions: &["mp3"], mime: "audio/mpeg", signature: &[] },
    Format { kind: Kind::Sound, extensions: &["wav"], mime: "audio/wav", signature: &[(0, b"RIFF"), (8, b"WAVE")] },
    Format { kind: Kind::Sound, extensions: &["m4a"], mime: "audio/mp4", signature: &[(4, b"ftyp")] },
    Format { kind: Kind::Sound, extensions: &["aac"], mime: "audio/aac", signature: &[] },
    Format { kind: Kind::Sound, extensions: &["ogg"], mime: "audio/ogg", signature: &[(0, b"OggS")] },
    Format { kind: Kind::Sound, extensions: &["flac"], mime: "audio/flac", signature: &[(0, b"fLaC")] },
];

impl Format {
    /// The format that the file's name promises.
    #[must_use]
    pub fn by_name(path: &Path) -> Option<&'static Self> {
        let extension = path.extension().and_then(OsStr::to_str)?.to_ascii_lowercase();
        FORMATS.iter().find(|format| format.extensions.contains(&extension.as_str()))
    }

    /// The format that the first bytes of a file show, 12 of them at most; `None` where no signature fits.
    #[must_use]
    pub fn by_content(head: &[u8]) -> Option<&'static Self> {
        FORMATS.iter().find(|format| !format.signature.is_empty() && format.signed(head))
    }

    fn signed(&self, head: &[u8]) -> bool {
        self.signature.iter().all(|(at, bytes)| head.get(*at..at + bytes.len()) == Some(bytes))
    }
}

/// What the file's name says it is for.
#[must_use]
pub fn kind(path: &Path) -> Option<Kind> {
    Format::by_name(path).map(|format| format.kind)
}
