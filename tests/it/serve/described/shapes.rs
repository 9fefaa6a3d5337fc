//! Values of a shape, made up and checked: what of JSON Schema the server's description uses, and nothing more.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::string::string_regex;
use serde_json::{Map, Value, json};

/// Values that a schema of the document allows.
pub fn of_shape(shape: &Value, document: &Value) -> BoxedStrategy<Value> {
    if let Some(place) = shape["$ref"].as_str() {
        return of_shape(document.pointer(place.trim_start_matches('#')).unwrap(), document);
    }
    for choice in ["anyOf", "oneOf"] {
        if let Some(choices) = shape[choice].as_array() {
            return proptest::strategy::Union::new(choices.iter().map(|shape| of_shape(shape, document))).boxed();
        }
    }
    if let Some(only) = shape.get("const") {
        return Just(only.clone()).boxed();
    }
    match &shape["type"] {
        Value::String(kind) => of_type(kind, shape, document),
        Value::Array(kinds) => {
            let kinds = kinds.iter().map(|kind| of_type(kind.as_str().unwrap(), shape, document));
            proptest::strategy::Union::new(kinds).boxed()
        }
        _ => anything(),
    }
}

fn of_type(kind: &str, shape: &Value, document: &Value) -> BoxedStrategy<Value> {
    match kind {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" => any::<u64>().prop_map(Value::from).boxed(),
        "number" => any::<f64>().prop_map(Value::from).boxed(),
        "string" => {
            let pattern = shape["pattern"].as_str().map_or("\\PC{0,16}", |pattern| pattern.trim_matches(['^', '$']));
            string_regex(pattern).unwrap().prop_map(Value::from).boxed()
        }
        "array" => {
            let fewest = shape["minItems"].as_u64().unwrap_or(0) as usize;
            vec(of_shape(&shape["items"], document), fewest..3).prop_map(Value::from).boxed()
        }
        "object" => object(shape, document),
        other => panic!("the description speaks of `{other}`, of which this tester knows nothing"),
    }
}

fn object(shape: &Value, document: &Value) -> BoxedStrategy<Value> {
    let fields = shape["properties"].as_object().cloned().unwrap_or_default();
    let is_required = |name: &str| shape["required"].as_array().is_some_and(|names| names.contains(&json!(name)));
    let start: BoxedStrategy<Map<String, Value>> = Just(Map::new()).boxed();
    let whole = fields.iter().fold(start, |object, (name, field)| {
        let there = if is_required(name) { Just(true).boxed() } else { any::<bool>().boxed() };
        let name = name.clone();
        (object, there, of_shape(field, document))
            .prop_map(move |(mut object, there, value)| {
                if there {
                    object.insert(name.clone(), value);
                }
                object
            })
            .boxed()
    });
    whole.prop_map(Value::from).boxed()
}

/// JSON of no particular shape.
pub fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    let names = "(t|tt|sg|d|m|s|src|parts|text|urls|[a-z]{1,4})";
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((names, inner), 0..4).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
    .boxed()
}

/// Whether a schema of the document allows a value. What it knows nothing of, it does not pass over.
pub fn fits(value: &Value, shape: &Value, document: &Value) -> bool {
    let Some(rules) = shape.as_object() else { return shape == &json!(true) };
    rules.iter().all(|(rule, wanted)| match rule.as_str() {
        "$ref" => {
            let place = wanted.as_str().unwrap().trim_start_matches('#');
            fits(value, document.pointer(place).expect("what is referred to is there"), document)
        }
        "anyOf" => wanted.as_array().unwrap().iter().any(|shape| fits(value, shape, document)),
        "const" => value == wanted,
        "type" => match wanted {
            Value::Array(kinds) => kinds.iter().any(|kind| is_a(value, kind.as_str().unwrap())),
            kind => is_a(value, kind.as_str().unwrap()),
        },
        "required" => value.as_object().is_none_or(|object| {
            wanted.as_array().unwrap().iter().all(|name| object.contains_key(name.as_str().unwrap()))
        }),
        "properties" => value.as_object().is_none_or(|object| {
            let there =
                |(name, shape): (&String, &Value)| object.get(name).is_none_or(|field| fits(field, shape, document));
            wanted.as_object().unwrap().iter().all(there)
        }),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| fits(item, wanted, document))),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap()),
        "minimum" => value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= wanted.as_f64().unwrap()),
        "oneOf" => wanted.as_array().unwrap().iter().filter(|shape| fits(value, shape, document)).count() == 1,
        "pattern" => value.as_str().is_none_or(|text| matches(wanted.as_str().unwrap(), text)),
        "title" | "description" | "format" | "default" => true,
        other => panic!("the description has the rule `{other}`, of which this tester knows nothing"),
    })
}

/// The one pattern of the description; a new one is told here.
fn matches(pattern: &str, text: &str) -> bool {
    assert_eq!(pattern, "^[-._:A-Za-z0-9]{1,128}$", "a pattern of which this tester knows nothing");
    let fits = |c: char| c.is_ascii_alphanumeric() || "-._:".contains(c);
    (1..=128).contains(&text.len()) && text.chars().all(fits)
}

fn is_a(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("the description speaks of `{other}`, of which this tester knows nothing"),
    }
}
