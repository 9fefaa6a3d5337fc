//! JSON read one layer at a time: what lies deeper stays the text it was, however deep that is.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object as they were spelled, in their order; `None` for anything else.
#[must_use]
pub(crate) fn members(raw: &RawValue) -> Option<Vec<(&RawValue, &RawValue)>> {
    serde_json::from_str(raw.get()).ok().map(|Members(members)| members)
}

/// What a list holds, or a map under its names.
#[must_use]
pub(crate) fn items(raw: &RawValue) -> Vec<&RawValue> {
    let listed = || members(raw).map(|members| members.into_iter().map(|(_, item)| item).collect());
    serde_json::from_str(raw.get()).ok().or_else(listed).unwrap_or_default()
}

/// Null, or an empty text, list or map: all of them mean that there is nothing yet.
#[must_use]
pub(crate) fn is_nothing(raw: &RawValue) -> bool {
    let text = raw.get().as_bytes();
    let inside = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    text == b"null" || (b"{[\"".contains(&text[0]) && inside.trim_ascii().is_empty())
}

/// A map would lose the order, and one of two members of the same name.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Each)
    }
}

struct Each;

impl<'de> Visitor<'de> for Each {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::{is_nothing, items, members};
    use serde_json::value::RawValue;

    fn raw(text: &str) -> &RawValue {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn members_keep_their_order_and_their_spelling() {
        let object = raw(r#"{"b":1.50, "a\u0062" : "x", "b": [ ]}"#);
        let members: Vec<_> =
            members(object).unwrap().into_iter().map(|(key, value)| (key.get(), value.get())).collect();
        assert_eq!(members, [("\"b\"", "1.50"), (r#""a\u0062""#, "\"x\""), ("\"b\"", "[ ]")]);
    }

    #[test]
    fn lists_and_maps_hold_items_and_nothing_else_does() {
        for (text, count) in [("[1,2]", 2), (r#"{"a":1}"#, 1), ("null", 0), ("7", 0), ("\"ab\"", 0), ("[]", 0)] {
            assert_eq!(items(raw(text)).len(), count, "{text}");
        }
    }

    #[test]
    fn nothing_has_many_spellings() {
        for text in ["null", "{}", "[ ]", "{\n}", "\"\""] {
            assert!(is_nothing(raw(text)), "{text}");
        }
        for text in ["0", "[0]", "false", "\"a\"", r#"{"a":null}"#] {
            assert!(!is_nothing(raw(text)), "{text}");
        }
    }
}
