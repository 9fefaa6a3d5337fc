//! One spelling for all ways to write the same JSON, without reading a number or a string on the way.

use serde_json::value::RawValue;

use crate::nemovideo::raw::{items, members};

/// Known drafts are about six deep. What lies deeper than this counts as it is spelled, so that no depth of nesting
/// can use up the stack or the time.
const DEEPEST: usize = 32;

/// The value with the members of its objects in order of their names and no blanks between; numbers and strings as
/// they were spelled, members of the same name in the order they had.
#[must_use]
pub(crate) fn canonical(raw: &RawValue) -> String {
    let mut out = String::with_capacity(raw.get().len());
    write(raw, 0, &mut out);
    out
}

fn write(raw: &RawValue, depth: usize, out: &mut String) {
    // Only what begins like one is read as one: most values are neither list nor map, and there may be millions.
    let plain = !raw.get().starts_with(['{', '[']);
    if plain || depth == DEEPEST {
        out.push_str(raw.get());
    } else if let Some(mut members) = members(raw) {
        members.sort_by_key(|(name, _)| name.get());
        list(out, '{', '}', &members, |out, (name, value)| {
            out.push_str(name.get());
            out.push(':');
            write(value, depth + 1, out);
        });
    } else {
        list(out, '[', ']', &items(raw), |out, item| write(item, depth + 1, out));
    }
}

fn list<T>(out: &mut String, open: char, close: char, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    out.push(open);
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::canonical;
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    fn form(text: &str) -> String {
        canonical(serde_json::from_str(text).unwrap())
    }

    #[test]
    fn names_are_sorted_and_blanks_go_but_only_between_the_words() {
        assert_eq!(form(" { \"b\" : [ 1 , { } ] ,\n\"a\":\" x  y \" } "), r#"{"a":" x  y ","b":[1,{}]}"#);
    }

    #[test]
    fn numbers_and_strings_stay_as_they_were_spelled() {
        let text = r#"{"a":1.50,"b":12345678901234567890123,"c":1E+2,"d":"\u0041\/","e":"\ud800","f":-0}"#;
        assert_eq!(form(text), text);
    }

    #[test]
    fn no_depth_of_nesting_harms() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let deep = format!("{}1{}", open.repeat(200_000), close.repeat(200_000));
            assert_eq!(form(&deep), deep);
        }
    }

    /// JSON as a tree, to be written in many ways.
    #[derive(Clone, Debug)]
    enum Json {
        Plain(String),
        List(Vec<Json>),
        Map(Vec<(String, Json)>),
    }

    fn json() -> impl Strategy<Value = Json> {
        let plain = prop_oneof![
            Just("null"),
            Just("true"),
            Just("1"),
            Just("1.0"),
            Just("1e0"),
            Just("\"a b\""),
            Just(r#""\"{,""#),
            Just("\"\""),
        ];
        plain.prop_map(|plain| Json::Plain(plain.to_owned())).prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::List),
                prop::collection::btree_map("[a-c\\[,]{1,2}", inner, 0..4)
                    .prop_map(|map| Json::Map(map.into_iter().collect())),
            ]
        })
    }

    fn spell(json: &Json, blank: &str, backwards: bool) -> String {
        let join = |parts: Vec<String>| parts.join(&format!("{blank},{blank}"));
        match json {
            Json::Plain(text) => text.clone(),
            Json::List(items) => {
                let items = items.iter().map(|item| spell(item, blank, backwards)).collect();
                format!("[{blank}{}{blank}]", join(items))
            }
            Json::Map(members) => {
                let member = |(name, value): &(String, Json)| {
                    format!("\"{name}\"{blank}:{blank}{}", spell(value, blank, backwards))
                };
                let mut members: Vec<String> = members.iter().map(member).collect();
                if backwards {
                    members.reverse();
                }
                format!("{{{blank}{}{blank}}}", join(members))
            }
        }
    }

    proptest! {
        #[test]
        fn order_of_names_and_blanks_make_no_difference(json in json(), blank in "[ \n\t\r]{0,3}") {
            prop_assert_eq!(form(&spell(&json, "", false)), form(&spell(&json, &blank, true)));
        }

        #[test]
        fn everything_else_does(one in json(), other in json()) {
            let (one, other) = (spell(&one, "", false), spell(&other, "", false));
            prop_assert_eq!(form(&one) == form(&other), one == other);
        }

        #[test]
        fn whatever_is_json_has_a_form_that_is_its_own(text in "[\\[\\]{}:,\"a1 ]{0,12}") {
            if let Ok(raw) = serde_json::from_str::<&RawValue>(&text) {
                let form = canonical(raw);
                prop_assert_eq!(&canonical(serde_json::from_str(&form).unwrap()), &form);
            }
        }
    }
}
