//! Why no film can be made of a brief, or no words of a file.

/// What the director refuses.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    #[error("there is no picture to show")]
    NoPictures,
    #[error("`{field}` is {value}, but must lie between {least} and {most}")]
    OutOfRange { field: &'static str, value: f64, least: f64, most: f64 },
    /// `least` is the shortest film these pictures can make, in seconds.
    #[error("{pictures} pictures do not fit into {seconds} s")]
    TooShort { pictures: usize, seconds: f64, least: f64 },
    /// Both in seconds.
    #[error("{pictures} pictures would make a film of {seconds} s, and the most is {most} s")]
    TooLong { pictures: usize, seconds: f64, most: f64 },
    /// In bytes.
    #[error("the prompt has {size} bytes, and the most is {most}")]
    PromptTooLarge { size: usize, most: usize },
    #[error("the prompt is not text")]
    NotText,
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoPictures => "put at least one JPG, PNG, WebP, BMP or GIF into the folder".to_owned(),
            Self::OutOfRange { field, least, most, .. } => format!("set `{field}` to a value from {least} to {most}"),
            Self::TooShort { least, .. } => format!("ask for at least {least:.1} s, or use fewer pictures"),
            Self::TooLong { .. } => "show each picture for a shorter time, or use fewer pictures".to_owned(),
            Self::PromptTooLarge { .. } => "say it in fewer words: a sentence or two is enough".to_owned(),
            Self::NotText => "save prompt.txt as plain text, best as UTF-8".to_owned(),
        })
    }
}
