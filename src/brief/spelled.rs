//! Settings whose transition is spelled as FFmpeg does: `slideleft` is a slide, and a direction as well.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, Visitor};
use serde_json::json;

use crate::brief::film::Transition;
use crate::brief::shape::Direction;

/// Hands a table on with our own name for its transition, and with the direction that the other name held, unless the
/// table names one itself. A name that nobody knows goes on as it is, so that the error stands at its place.
pub(crate) struct Spelled<D>(pub(crate) D);

const TRANSITION: &str = "transition";
const DIRECTION: &str = "transition_direction";

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Spelled<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Table(visitor))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Table(visitor))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Table<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Table<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Entries { map, at: At::Other, direction: None, named: false })
    }
}

/// Whose value comes next.
#[derive(Clone, Copy)]
enum At {
    Transition,
    /// The one that stood in the name, when all that was written is done.
    Direction(Direction),
    Other,
}

struct Entries<A> {
    map: A,
    at: At,
    direction: Option<Direction>,
    /// Whether the table says itself where the picture moves to.
    named: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let mut at = At::Other;
        let key = match self.map.next_key::<String>()? {
            Some(key) => {
                self.named |= key == DIRECTION;
                at = if key == TRANSITION { At::Transition } else { At::Other };
                Some(key)
            }
            None => self.direction.take().filter(|_| !self.named).map(|direction| {
                at = At::Direction(direction);
                DIRECTION.to_owned()
            }),
        };
        self.at = at;
        key.map(|key| seed.deserialize(key.into_deserializer())).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.at {
            At::Transition => self.map.next_value_seed(Named { seed, direction: &mut self.direction }),
            At::Direction(direction) => seed.deserialize(json!(direction)).map_err(A::Error::custom),
            At::Other => self.map.next_value_seed(seed),
        }
    }
}

/// A transition under any of its names.
struct Named<'a, S> {
    seed: S,
    direction: &'a mut Option<Direction>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Named<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let written = Option::<String>::deserialize(deserializer)?;
        let known = written.as_deref().and_then(Transition::named);
        *self.direction = known.and_then(|(_, direction)| direction);
        let ours = known.map_or(json!(written), |(transition, _)| json!(transition));
        self.seed.deserialize(ours).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use crate::brief::{Brief, Direction, Transition};

    fn read(text: &str) -> (Option<Transition>, Option<Direction>) {
        let brief: Brief = toml::from_str(text).unwrap();
        (brief.transition, brief.transition_direction)
    }

    #[test]
    fn a_transition_may_be_spelled_as_xfade_does() {
        assert_eq!(read("transition = 'slideleft'"), (Some(Transition::Slide), Some(Direction::Left)));
        assert_eq!(read("transition = 'fadeblack'\nfps = 24"), (Some(Transition::FadeBlack), None));
        assert_eq!(read("transition = 'fade_black'"), (Some(Transition::FadeBlack), None));
        assert_eq!(read("fps = 24"), (None, None));
    }

    #[test]
    fn a_direction_that_is_said_wins_over_the_one_in_the_name() {
        for text in [
            "transition = 'wipeup'\ntransition_direction = 'down'",
            "transition_direction = 'down'\ntransition = 'wipeup'",
        ] {
            assert_eq!(read(text), (Some(Transition::Wipe), Some(Direction::Down)));
        }
    }

    #[test]
    fn a_name_that_nobody_knows_is_refused_at_its_place_with_those_that_are() {
        let text = "fps = 24\ntransition = 'whirl'";
        let error = toml::from_str::<Brief>(text).unwrap_err();
        assert!(error.message().contains("`whirl`") && error.message().contains("`fade_black`"), "{error}");
        assert_eq!(&text[error.span().unwrap()], "'whirl'");
    }

    #[test]
    fn what_is_written_is_our_own_name() {
        let brief: Brief = serde_json::from_str(r#"{ "transition": "slideup", "loop": true }"#).unwrap();
        let written = serde_json::json!({ "transition": "slide", "transition_direction": "up", "loop": true });
        assert_eq!(serde_json::to_value(&brief).unwrap(), written);
        assert_eq!(serde_json::from_value::<Brief>(written).unwrap(), brief);
    }
}
