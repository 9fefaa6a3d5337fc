//! What somebody asked for, in words or in settings: every field optional, nothing assumed.

use serde::{Deserialize, Serialize};

/// One layer of wishes. Layers are stacked with [`Brief::over`]; the names and values are those of `plan --json`.
///
/// Times are in seconds, sizes in pixels, `music_volume` is linear gain from 0 (silent) to 1 (as loud as a normal film).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Brief {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fps: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_per_image: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
    /// Spelled `transition_secs` in settings files.
    #[serde(alias = "transition_secs", skip_serializing_if = "Option::is_none")]
    pub transition_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motion: Option<Motion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_seconds: Option<f64>,
    /// `false`: no music even if the folder holds some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music_volume: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
}

/// Keeps the upper value where there is one, the lower where not.
macro_rules! stack {
    ($upper:ident, $lower:ident, $($field:ident),+ $(,)?) => {
        Brief { $($field: $upper.$field.or($lower.$field)),+ }
    };
}

impl Brief {
    /// This brief laid over `lower`: what this one says wins, what it leaves open shines through.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        stack!(
            self,
            lower,
            aspect,
            resolution,
            fps,
            seconds_per_image,
            total_seconds,
            transition,
            transition_seconds,
            motion,
            fit,
            title,
            title_seconds,
            music,
            music_volume,
            quality,
        )
    }
}

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

/// How much care, time and disk one frame is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    Draft,
    Standard,
    High,
}
