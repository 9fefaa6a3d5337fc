//! What a model may fill: fields whose values name no file, are no longer than a line, and cannot make a film impossible
//! that was possible without them, as a size in bytes or a length taken from the music could.

use std::sync::LazyLock;

use serde_json::{Value, json};

use crate::brief::{
    Aspect, Background, CaptionsFrom, Direction, Filter, Fit, Mood, Motion, Order, Pace, Place, Quality, Resolution,
    Transition,
};
use crate::director::model::variants::variants;

/// The values of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    One(&'static [&'static str]),
    Switch,
    Number,
    Whole,
    /// A switch, or seconds.
    Fade,
    /// Words of the prompt.
    Text,
}

/// A field of the brief.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it is, in a few words for the model.
    pub(crate) meaning: &'static str,
}

/// A longer text fills no screen.
pub(crate) const LONGEST_TEXT: usize = 120;
/// Half a day in seconds, and more than any other number that a field takes.
const MOST: f64 = 43_200.0;

/// Fields that settle others: where words speak of one on the left, those on the right are no longer open.
const SETTLES: [(&[&str], &[&str]); 2] = [(&LENGTHS, &LENGTHS), (&["width", "height"], &["aspect", "resolution"])];
const LENGTHS: [&str; 5] = ["seconds_per_image", "total_seconds", "pace", "beat_sync", "match_music"];

impl Kind {
    /// JSON Schema of the values, without `$ref`.
    pub(crate) fn schema(self) -> Value {
        match self {
            Self::One(names) => json!({ "type": "string", "enum": names }),
            Self::Switch => json!({ "type": "boolean" }),
            Self::Number => json!({ "type": "number" }),
            Self::Whole => json!({ "type": "integer" }),
            Self::Fade => json!({ "anyOf": [{ "type": "boolean" }, { "type": "number" }] }),
            Self::Text => json!({ "type": "string" }),
        }
    }

    /// The same in words.
    pub(crate) fn words(self) -> String {
        match self {
            Self::One(names) => names.join(" | "),
            Self::Switch => "true | false".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Whole => "a whole number".to_owned(),
            Self::Fade => "true | false | seconds".to_owned(),
            Self::Text => "words copied from the text".to_owned(),
        }
    }

    /// The value as a field of this kind holds it; `None` if it is of another kind. `written` says whether words stand
    /// in the prompt.
    pub(crate) fn take(self, value: &Value, written: impl Fn(&str) -> bool) -> Option<Value> {
        let text = || value.as_str().map(str::trim);
        let number = || value.as_f64().filter(|number| (0.0..=MOST).contains(number));
        match self {
            Self::One(names) => text().filter(|name| names.contains(name)).map(Value::from),
            Self::Switch => value.as_bool().map(Value::from),
            Self::Number => number().map(Value::from),
            Self::Whole => number().filter(|number| number.fract() == 0.0).map(|number| json!(number as u32)),
            Self::Fade => value.as_bool().map(Value::from).or_else(|| number().map(Value::from)),
            Self::Text => text().filter(|text| text.chars().count() <= LONGEST_TEXT && written(text)).map(Value::from),
        }
    }
}

pub(crate) static FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let field = |name, kind, meaning| Field { name, kind, meaning };
    let places = Kind::One(variants::<Place>());
    let directions = Kind::One(variants::<Direction>());
    vec![
        field("aspect", Kind::One(variants::<Aspect>()), "shape of the film"),
        field("resolution", Kind::One(variants::<Resolution>()), "sharpness of the film"),
        field("fps", Kind::Whole, "frames a second"),
        field("quality", Kind::One(variants::<Quality>()), "care taken in coding"),
        field("seconds_per_image", Kind::Number, "how long each picture is seen"),
        field("total_seconds", Kind::Number, "length of the film"),
        field("pace", Kind::One(variants::<Pace>()), "how fast pictures follow, where no number is said"),
        field("beat_sync", Kind::Switch, "pictures change on the beat of the music"),
        field("first_image_seconds", Kind::Number, "how long the first picture is seen"),
        field("last_image_seconds", Kind::Number, "how long the last picture is seen"),
        field("transition", Kind::One(variants::<Transition>()), "how one picture becomes the next"),
        field("transition_seconds", Kind::Number, "how long that takes"),
        field("transition_direction", directions, "where the new picture moves to"),
        field("motion", Kind::One(variants::<Motion>()), "movement of the camera within a picture"),
        field("motion_direction", directions, "where the camera moves to"),
        field("fit", Kind::One(variants::<Fit>()), "pictures of another shape: edges cut, or whole on bars or on blur"),
        field("background", Kind::One(variants::<Background>()), "colour of the bars"),
        field("filter", Kind::One(variants::<Filter>()), "look of the colours"),
        field("title", Kind::Text, "words over the beginning"),
        field("subtitle", Kind::Text, "smaller words below the title"),
        field("end_text", Kind::Text, "words over the end"),
        field("watermark", Kind::Text, "words in a corner throughout"),
        field("title_seconds", Kind::Number, "how long the title stands"),
        field("title_size", Kind::Number, "1 is usual, 1.5 larger, 0.7 smaller"),
        field("caption_size", Kind::Number, "1 is usual, 1.5 larger, 0.7 smaller"),
        field("title_position", places, "where the title stands"),
        field("caption_position", places, "where captions stand"),
        field("watermark_position", places, "where the watermark stands"),
        field("captions_from", Kind::One(variants::<CaptionsFrom>()), "what is written on each picture"),
        field("music", Kind::Switch, "whether there is music"),
        field("music_mood", Kind::One(variants::<Mood>()), "kind of music"),
        field("music_volume", Kind::Number, "loudness of the music, 0 to 1"),
        field("music_fade_in", Kind::Fade, "the music begins softly"),
        field("music_fade_out", Kind::Fade, "the music ends softly"),
        field("fade_in", Kind::Fade, "the film comes out of black"),
        field("fade_out", Kind::Fade, "the film goes into black"),
        field("order", Kind::One(variants::<Order>()), "order of the pictures"),
        field("max_images", Kind::Whole, "how many pictures at most"),
        field("skip_duplicates", Kind::Switch, "leave out pictures that are there twice"),
        field("skip_blurred", Kind::Switch, "leave out blurred pictures"),
        field("loop", Kind::Switch, "the end leads back into the beginning"),
    ]
});

/// The fields that are no longer open once these are said.
pub(crate) fn settled<'a>(said: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut settled: Vec<&str> = said.collect();
    let rows = SETTLES.iter().filter(|(by, _)| by.iter().any(|field| settled.contains(field)));
    let others: Vec<&str> = rows.flat_map(|(_, others)| others.iter().copied()).collect();
    settled.extend(others);
    settled
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, Kind, settled};
    use crate::brief::Brief;
    use serde_json::json;

    #[test]
    fn every_field_is_one_of_the_brief_and_takes_what_it_is_said_to_take() {
        for field in FIELDS.iter() {
            assert!(Brief::FIELDS.contains(&field.name), "{}", field.name);
            let values = match field.kind {
                Kind::One(names) => names.iter().map(|name| json!(name)).collect(),
                Kind::Switch => vec![json!(true)],
                Kind::Number => vec![json!(0.5), json!(2)],
                Kind::Whole => vec![json!(2), json!(24.0)],
                Kind::Fade => vec![json!(false), json!(1.5)],
                Kind::Text => vec![json!(" Sea ")],
            };
            assert!(!values.is_empty(), "{} has no names", field.name);
            for value in values {
                let taken = field.kind.take(&value, |_| true).unwrap();
                assert!(
                    serde_json::from_value::<Brief>(json!({ field.name: taken })).is_ok(),
                    "{}: {value}",
                    field.name
                );
            }
        }
    }

    #[test]
    fn a_value_of_another_kind_is_not_taken() {
        for (kind, value) in [
            (Kind::One(&["cut"]), json!("slideleft")),
            (Kind::One(&["cut"]), json!(["cut"])),
            (Kind::Switch, json!("true")),
            (Kind::Number, json!(-1)),
            (Kind::Number, json!(1e300)),
            (Kind::Whole, json!(2.5)),
            (Kind::Fade, json!("long")),
            (Kind::Text, json!("x".repeat(121))),
            (Kind::Text, json!({ "text": "x" })),
        ] {
            assert_eq!(kind.take(&value, |_| true), None, "{kind:?}: {value}");
        }
        assert_eq!(Kind::Text.take(&json!("invented"), |_| false), None);
    }

    #[test]
    fn one_wish_can_settle_others() {
        assert!(settled(["pace"].into_iter()).contains(&"seconds_per_image"));
        assert!(settled(["width"].into_iter()).contains(&"aspect"));
        assert_eq!(settled(["aspect", "filter"].into_iter()), ["aspect", "filter"]);
    }
}
