//! The files that may be uploaded (§4.5): thirteen extensions and one more spelling.

/// What a file is, in the protocol's word, and its MIME type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Format {
    pub(crate) extension: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) mime: &'static str,
}

const fn format(extension: &'static str, kind: &'static str, mime: &'static str) -> Format {
    Format { extension, kind, mime }
}

const ACCEPTED: [Format; 14] = [
    format("mp4", "video", "video/mp4"),
    format("mov", "video", "video/quicktime"),
    format("avi", "video", "video/x-msvideo"),
    format("webm", "video", "video/webm"),
    format("mkv", "video", "video/x-matroska"),
    format("jpg", "image", "image/jpeg"),
    format("jpeg", "image", "image/jpeg"),
    format("png", "image", "image/png"),
    format("gif", "image", "image/gif"),
    format("webp", "image", "image/webp"),
    format("mp3", "audio", "audio/mpeg"),
    format("wav", "audio", "audio/wav"),
    format("m4a", "audio", "audio/mp4"),
    format("aac", "audio", "audio/aac"),
];

impl Format {
    /// The format that a name promises; `None` if it is not accepted.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        ACCEPTED.into_iter().find(|format| format.extension.eq_ignore_ascii_case(extension))
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn the_documents_list_is_accepted_and_bmp_and_heic_are_not() {
        for name in "mp4 mov avi webm mkv jpg png gif webp mp3 wav m4a aac JPEG".split(' ') {
            assert!(Format::of(&format!("a.{name}")).is_some(), "{name}");
        }
        for name in ["a.bmp", "a.heic", "mp4", "a.", "a.jpg.exe"] {
            assert_eq!(Format::of(name), None, "{name}");
        }
    }
}
