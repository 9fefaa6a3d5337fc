//! The names that an enum goes by in JSON, as serde has them: nobody writes them down a second time.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// All names of `T`; none if it is no enum.
#[must_use]
pub(crate) fn variants<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    T::deserialize(Asked).err().map_or(&[], |told| told.0)
}

/// Hands out no value: whoever wants one of an enum says which names there are, and is refused.
struct Asked;

#[derive(Debug)]
struct Told(&'static [&'static str]);

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {:?}", self.0)
    }
}

impl std::error::Error for Told {}

impl Error for Told {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

impl<'de> Deserializer<'de> for Asked {
    type Error = Told;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Told> {
        Err(Told(&[]))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Told> {
        Err(Told(names))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::variants;
    use crate::brief::{Aspect, Mood, Pace};

    #[test]
    fn an_enum_tells_its_names_and_nothing_else_has_any() {
        assert_eq!(variants::<Pace>(), ["slow", "medium", "fast"]);
        assert!(variants::<Aspect>().contains(&"21:9"));
        assert_eq!(variants::<Mood>().len(), Mood::ALL.len());
        assert!(variants::<f64>().is_empty());
    }
}
