//! Wishes about the shape of the film and where things stand on it.

use serde::{Deserialize, Serialize};

/// The shape of the picture, width to height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Aspect {
    /// Follows the pictures.
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "16:9")]
    Wide,
    #[serde(rename = "9:16")]
    Tall,
    #[serde(rename = "1:1")]
    Square,
    #[serde(rename = "4:5")]
    Portrait45,
    #[serde(rename = "4:3")]
    Classic,
    #[serde(rename = "3:4")]
    Portrait34,
    #[serde(rename = "2:3")]
    Portrait23,
    #[serde(rename = "21:9")]
    Cinema,
}

impl Aspect {
    /// Width and height in the smallest whole numbers; `None` for [`Aspect::Auto`].
    #[must_use]
    pub const fn ratio(self) -> Option<(u32, u32)> {
        match self {
            Self::Auto => None,
            Self::Wide => Some((16, 9)),
            Self::Tall => Some((9, 16)),
            Self::Square => Some((1, 1)),
            Self::Portrait45 => Some((4, 5)),
            Self::Classic => Some((4, 3)),
            Self::Portrait34 => Some((3, 4)),
            Self::Portrait23 => Some((2, 3)),
            Self::Cinema => Some((21, 9)),
        }
    }
}

/// How fine the picture is; the number is its short side in pixels (the height of a landscape film).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resolution {
    #[serde(rename = "480p")]
    P480,
    #[serde(rename = "720p")]
    P720,
    #[serde(rename = "1080p")]
    P1080,
    #[serde(rename = "1440p")]
    P1440,
    #[serde(rename = "4k")]
    Uhd,
}

impl Resolution {
    /// The short side of the canvas in pixels.
    #[must_use]
    pub const fn short_side(self) -> u32 {
        match self {
            Self::P480 => 480,
            Self::P720 => 720,
            Self::P1080 => 1080,
            Self::P1440 => 1440,
            Self::Uhd => 2160,
        }
    }
}

/// What becomes of a picture whose shape is not the canvas's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Cover where little is lost, blur where much would be.
    Auto,
    /// Fills the canvas; the edges are cut.
    Cover,
    /// Whole, on black.
    Contain,
    /// Whole, on a blurred copy of itself.
    Blur,
}

/// What stands beside a picture that does not fill the canvas, where that is not a blurred copy of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Background {
    Black,
    White,
}

/// Where something moves to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Top,
    Center,
    Bottom,
    /// Over the lower third of the canvas.
    LowerThird,
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}
