//! Bodies are objects wherever the description says so; a list of a struct's values in their order is none.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

/// What is read from an object and from nothing else.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
                T::deserialize(MapAccessDeserializer::new(fields))
            }
        }

        deserializer.deserialize_map(Fields(PhantomData)).map(Self)
    }
}

/// For a field of its own.
pub(crate) fn one<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Object::deserialize(deserializer).map(|Object(value)| value)
}

/// For a list of them.
pub(crate) fn many<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Vec::<Object<T>>::deserialize(deserializer).map(|all| all.into_iter().map(|Object(value)| value).collect())
}

#[cfg(test)]
mod tests {
    use super::{Object, many};
    use serde::Deserialize;
    use serde_json::value::RawValue;

    #[derive(Debug, Deserialize)]
    struct Body {
        draft: Box<RawValue>,
        #[serde(deserialize_with = "many", default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, Deserialize)]
    struct Part {
        text: String,
    }

    fn read(text: &str) -> Option<Body> {
        serde_json::from_str::<Object<Body>>(text).ok().map(|Object(body)| body)
    }

    #[test]
    fn objects_are_read_as_they_are_spelled_and_lists_are_not_taken_for_them() {
        let body = read(r#"{"draft":{ "d" : 1.50 },"parts":[{"text":"a"}]}"#).unwrap();
        assert_eq!((body.draft.get(), body.parts[0].text.as_str()), (r#"{ "d" : 1.50 }"#, "a"));
        for list in ["[{},[]]", r#"{"draft":1,"parts":[["a"]]}"#, "null", "7", r#""draft""#] {
            assert!(read(list).is_none(), "{list}");
        }
    }
}
