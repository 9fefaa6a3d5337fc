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
    /// Empty: none, even if a layer below has one; it is then left out of the written form.
    #[serde(skip_serializing_if = "blank")]
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

/// Names every field once: for the stacking of layers, and for readers of settings written in words.
macro_rules! fields {
    ($($field:ident),+ $(,)?) => {
        impl Brief {
            /// The names of all fields, in the order of `plan --json`.
            pub const FIELDS: &[&str] = &[$(stringify!($field)),+];

            fn stacked(self, lower: Self) -> Self {
                Self { $($field: self.$field.or(lower.$field)),+ }
            }

            /// What this brief says and `other` does not.
            #[must_use]
            pub fn without(&self, other: &Self) -> Self {
                Self { $($field: self.$field.clone().filter(|_| other.$field.is_none())),+ }
            }
        }
    };
}

fields!(
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
);

impl Brief {
    /// This brief laid over `lower`: what this one says wins, what it leaves open shines through.
    ///
    /// Time per picture and length of the film are two spellings of one wish, so naming either here hides both below.
    #[must_use]
    pub fn over(self, mut lower: Self) -> Self {
        if self.seconds_per_image.is_some() || self.total_seconds.is_some() {
            (lower.seconds_per_image, lower.total_seconds) = (None, None);
        }
        self.stacked(lower)
    }
}

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn blank(title: &Option<String>) -> bool {
    title.as_ref().is_none_or(String::is_empty)
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

#[cfg(test)]
mod tests {
    use super::{Aspect, Brief};

    fn written(brief: &Brief) -> serde_json::Value {
        serde_json::to_value(brief).unwrap()
    }

    #[test]
    fn what_is_said_above_wins_and_the_rest_shines_through() {
        let upper = Brief { aspect: Some(Aspect::Square), ..Brief::default() };
        let lower = Brief { aspect: Some(Aspect::Wide), fps: Some(24), ..Brief::default() };
        assert_eq!(written(&upper.over(lower)), serde_json::json!({ "aspect": "1:1", "fps": 24 }));
    }

    #[test]
    fn naming_the_time_of_a_picture_hides_the_length_below_and_the_other_way_round() {
        let each = Brief { seconds_per_image: Some(2.0), ..Brief::default() };
        let total = Brief { total_seconds: Some(30.0), ..Brief::default() };
        assert_eq!(each.clone().over(total.clone()), each);
        assert_eq!(total.clone().over(each), total);
    }

    #[test]
    fn every_field_has_its_name_in_the_list() {
        for field in Brief::FIELDS {
            let none = serde_json::json!({ *field: null });
            assert_eq!(serde_json::from_value::<Brief>(none).unwrap(), Brief::default());
            assert!(serde_json::from_value::<Brief>(serde_json::json!({ *field: [] })).is_err(), "{field} is no field");
        }
    }

    #[test]
    fn settings_may_spell_the_transition_as_the_config_does() {
        assert_eq!(toml::from_str::<Brief>("transition_secs = 0.6").unwrap().transition_seconds, Some(0.6));
    }
}
