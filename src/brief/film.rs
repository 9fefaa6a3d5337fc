//! Wishes about what is seen, how fast, and in which file.

use serde::{Deserialize, Serialize};

/// What happens between two pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    Cut,
    Crossfade,
    FadeBlack,
    FadeWhite,
    Slide,
    Wipe,
    /// The camera rushes into the old picture; the new one grows out of its middle.
    Zoom,
    Blur,
    Circle,
    Pixelize,
    /// A short burst of light.
    Flash,
    Spin,
    /// Another one each time; the timeline names which.
    Random,
}

/// How the camera moves over a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motion {
    /// Slowly in on one picture, slowly out on the next.
    KenBurns,
    ZoomIn,
    ZoomOut,
    Pan,
    Static,
}

/// How much care, time and disk one frame is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    Draft,
    Standard,
    High,
}

/// What is done to the colours of the whole film.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filter {
    /// Black and white.
    Bw,
    Sepia,
    Vintage,
    Warm,
    Cool,
    Cinematic,
    Vivid,
    Vignette,
    FilmGrain,
}

impl Filter {
    /// Whether it leaves the colours alone, so that it can be laid over any other.
    #[must_use]
    pub const fn is_of_the_lens(self) -> bool {
        matches!(self, Self::Vignette | Self::FilmGrain)
    }

    /// Whether both can be seen at once. Black and white takes away every colour that another brings, sepia puts its own in
    /// their place; warm and cool are opposites.
    #[must_use]
    pub const fn goes_with(self, other: Self) -> bool {
        !matches!(
            (self, other),
            (Self::Bw, Self::Sepia | Self::Warm | Self::Cool | Self::Vivid)
                | (Self::Sepia | Self::Warm | Self::Cool | Self::Vivid, Self::Bw)
                | (Self::Sepia, Self::Cool | Self::Vivid)
                | (Self::Cool | Self::Vivid, Self::Sepia)
                | (Self::Warm, Self::Cool)
                | (Self::Cool, Self::Warm)
        )
    }
}

/// How fast pictures follow each other, where no number says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    Slow,
    Medium,
    Fast,
}

/// The order in which pictures are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As they came, which is by name.
    Given,
    Name,
    /// The oldest first, by the camera's clock.
    Date,
    DateDesc,
    Shuffle,
    Reverse,
}

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Mp4,
    Webm,
    Gif,
    Mov,
}

/// How the pictures are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Codec {
    H264,
    H265,
    Av1,
}
