//! What somebody asked for, in words or in settings: every field optional, nothing assumed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::brief::film::{Codec, Filter, Format, Motion, Order, Pace, Quality, Transition};
use crate::brief::shape::{Aspect, Background, Direction, Fit, Place, Resolution};
use crate::brief::sound::{Fade, Mood};
use crate::brief::spelled::Spelled;
use crate::brief::text::CaptionsFrom;

/// One layer of wishes. Layers are stacked with [`Brief::over`]; the names and values are those of `plan --json`.
///
/// Times are in seconds, sizes in pixels, `music_volume` is linear gain from 0 (silent) to 1 (as loud as a normal film).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, remote = "Self")]
pub struct Brief {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aspect: Option<Aspect>,
    /// Together with `height`; alone, the other side follows from the aspect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fps: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_per_image: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_image_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_image_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition: Option<Transition>,
    /// Spelled `transition_secs` in settings files.
    #[serde(alias = "transition_secs", skip_serializing_if = "Option::is_none")]
    pub transition_seconds: Option<f64>,
    /// Where the new picture moves to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transition_direction: Option<Direction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motion: Option<Motion>,
    /// Where the camera moves to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub motion_direction: Option<Direction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    /// What stands beside a picture that does not fill the canvas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background: Option<Background>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Laid over `filter`: grain over sepia.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_filters: Option<Vec<Filter>>,
    /// Texts: empty is none, even if a layer below has one; it is then left out of the written form.
    #[serde(skip_serializing_if = "blank")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "blank")]
    pub subtitle: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_position: Option<Place>,
    /// Of title and subtitle, 1 being the usual size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_size: Option<f64>,
    #[serde(skip_serializing_if = "blank")]
    pub end_text: Option<String>,
    /// One a picture, in the order in which they are shown; empty strings and pictures beyond them have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captions: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captions_from: Option<CaptionsFrom>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption_position: Option<Place>,
    /// 1 is the usual size.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption_size: Option<f64>,
    #[serde(skip_serializing_if = "blank")]
    pub watermark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub watermark_position: Option<Place>,
    /// `false`: no music even if the folder holds some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music_mood: Option<Mood>,
    /// Which of the folder's sounds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music_file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music_volume: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music_fade_in: Option<Fade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music_fade_out: Option<Fade>,
    /// Pictures change with the beat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beat_sync: Option<bool>,
    /// The film is as long as the music.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_music: Option<bool>,
    /// The whole film from black, and to black.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fade_in: Option<Fade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fade_out: Option<Fade>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_images: Option<u32>,
    /// Of pictures that show nearly the same, one is enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_duplicates: Option<bool>,
    /// Pictures without a sharp spot are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_blurred: Option<bool>,
    /// The end leads back into the beginning.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub looped: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codec: Option<Codec>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// Millions of bytes that the film may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_size_mb: Option<f64>,
}

impl<'de> Deserialize<'de> for Brief {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(Spelled(deserializer))
    }
}

impl Serialize for Brief {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// The written name of a field; one of them is a word of the language.
macro_rules! name {
    (looped) => {
        "loop"
    };
    ($field:ident) => {
        stringify!($field)
    };
}

/// Names every field once: for the stacking of layers, and for readers of settings written in words.
macro_rules! fields {
    ($($field:ident),+ $(,)?) => {
        impl Brief {
            /// The names of all fields, in the order of `plan --json`.
            pub const FIELDS: &[&str] = &[$(name!($field)),+];

            fn stacked(self, lower: Self) -> Self {
                Self { $($field: self.$field.or(lower.$field)),+ }
            }

            /// Opens a field again; a name that is none opens nothing.
            pub fn open(&mut self, field: &str) {
                match field {
                    $(name!($field) => self.$field = None,)+
                    _ => {}
                }
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
    width,
    height,
    resolution,
    fps,
    seconds_per_image,
    total_seconds,
    first_image_seconds,
    last_image_seconds,
    pace,
    transition,
    transition_seconds,
    transition_direction,
    motion,
    motion_direction,
    fit,
    background,
    filter,
    more_filters,
    title,
    subtitle,
    title_seconds,
    title_position,
    title_size,
    end_text,
    captions,
    captions_from,
    caption_position,
    caption_size,
    watermark,
    watermark_position,
    music,
    music_mood,
    music_file,
    music_volume,
    music_fade_in,
    music_fade_out,
    beat_sync,
    match_music,
    fade_in,
    fade_out,
    order,
    first_image,
    last_image,
    max_images,
    skip_duplicates,
    skip_blurred,
    looped,
    format,
    codec,
    quality,
    max_size_mb,
);

impl Brief {
    /// Takes some filters away; of those that stay the first is `filter`.
    pub(crate) fn take_filters(&mut self, taken: &[Filter]) {
        let all = self.filter.into_iter().chain(self.more_filters.take().into_iter().flatten());
        let mut left = all.filter(|filter| !taken.contains(filter));
        self.filter = left.next();
        self.more_filters = Some(left.collect()).filter(|more: &Vec<Filter>| !more.is_empty());
    }

    /// This brief laid over `lower`: what this one says wins, what it leaves open shines through.
    ///
    /// Time per picture and length of the film are two spellings of one wish, so naming either here hides both below; so
    /// do words about the pace, the beat and the length of the music, which numbers hide in turn. A filter hides what was
    /// laid over the one below.
    #[must_use]
    pub fn over(self, mut lower: Self) -> Self {
        let numbers = self.seconds_per_image.is_some() || self.total_seconds.is_some();
        let beat = self.beat_sync == Some(true) || self.match_music == Some(true);
        if numbers || beat || self.pace.is_some() {
            (lower.seconds_per_image, lower.total_seconds) = (None, None);
        }
        if numbers {
            lower.pace = None;
        }
        if self.filter.is_some() {
            lower.more_filters = None;
        }
        self.stacked(lower)
    }
}

#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn blank(title: &Option<String>) -> bool {
    title.as_ref().is_none_or(String::is_empty)
}

#[cfg(test)]
mod tests {
    use crate::brief::{Aspect, Brief, Filter};

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
    fn another_filter_comes_without_what_was_laid_over_the_one_before() {
        let grainy =
            Brief { filter: Some(Filter::Sepia), more_filters: Some(vec![Filter::FilmGrain]), ..Brief::default() };
        let cool = Brief { filter: Some(Filter::Cool), ..Brief::default() };
        assert_eq!(cool.clone().over(grainy.clone()), cool);
        assert_eq!(Brief::default().over(grainy.clone()), grainy);
    }

    #[test]
    fn every_field_has_its_name_in_the_list() {
        for field in Brief::FIELDS {
            let none = serde_json::json!({ *field: null });
            assert_eq!(serde_json::from_value::<Brief>(none).unwrap(), Brief::default());
            assert!(serde_json::from_value::<Brief>(serde_json::json!({ *field: {} })).is_err(), "{field} is no field");
        }
    }

    #[test]
    fn settings_may_spell_the_transition_as_the_config_does() {
        assert_eq!(toml::from_str::<Brief>("transition_secs = 0.6").unwrap().transition_seconds, Some(0.6));
    }
}
