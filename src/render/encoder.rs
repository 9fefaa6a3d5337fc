//! Who encodes the pictures of a film: the encoder that is built in, or one of FFmpeg's by its name.

use std::fmt;

use serde::{Deserialize, Serialize};

/// As it is spelled in settings: `builtin`, or `ffmpeg:` and the name of an encoder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Encoder {
    #[default]
    BuiltIn,
    Ffmpeg(Name),
}

/// The name of an encoder of FFmpeg's: letters, digits, `_` and `-`, and no `-` at its head, since it stands on a command
/// line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

/// No encoder of FFmpeg's has a name half as long.
const LONGEST: usize = 64;

/// What is wrong with a word that names no encoder.
const USAGE: &str = "`encoder` must be \"builtin\", or \"ffmpeg:\" and a name that `ffmpeg -encoders` lists, such as \"ffmpeg:h264_nvenc\"";

impl Name {
    fn new(name: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
        let sound = (1..=LONGEST).contains(&name.len()) && !name.starts_with('-') && name.chars().all(plain);
        sound.then(|| Self(name.to_owned()))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Encoder {
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        *self == Self::BuiltIn
    }

    /// Whether what it makes is H.264: FFmpeg's encoders carry it in their names.
    #[must_use]
    pub fn makes_h264(&self) -> bool {
        match self {
            Self::BuiltIn => true,
            Self::Ffmpeg(name) => name.as_str().contains("264"),
        }
    }
}

impl fmt::Display for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("builtin"),
            Self::Ffmpeg(name) => write!(f, "ffmpeg:{}", name.as_str()),
        }
    }
}

impl TryFrom<String> for Encoder {
    type Error = &'static str;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        match word.strip_prefix("ffmpeg:") {
            None if word == "builtin" => Ok(Self::BuiltIn),
            None => Err(USAGE),
            Some(name) => Name::new(name).map(Self::Ffmpeg).ok_or(USAGE),
        }
    }
}

impl From<Encoder> for String {
    fn from(encoder: Encoder) -> Self {
        encoder.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Encoder;

    #[test]
    fn what_makes_h264_is_known_by_its_name() {
        let makes = |word: &str| Encoder::try_from(word.to_owned()).unwrap().makes_h264();
        assert!(["builtin", "ffmpeg:h264_nvenc", "ffmpeg:libx264"].into_iter().all(makes));
        assert!(!["ffmpeg:libx265", "ffmpeg:hevc_vaapi", "ffmpeg:libsvtav1"].into_iter().any(makes));
    }

    #[test]
    fn only_names_that_are_safe_on_a_command_line_are_taken() {
        for word in ["builtin", "ffmpeg:h264_nvenc", "ffmpeg:libvpx-vp9", "ffmpeg:libx264"] {
            assert_eq!(Encoder::try_from(word.to_owned()).unwrap().to_string(), word);
        }
        let long = format!("ffmpeg:{}", "a".repeat(65));
        for word in ["", "libx264", "ffmpeg", "ffmpeg:", "ffmpeg:-y", "ffmpeg:a b", "ffmpeg:a;b", "ffmpeg:ä", &long] {
            assert!(Encoder::try_from(word.to_owned()).is_err(), "{word}");
        }
    }
}
