//! Where each value of a brief came from: of several layers, the one that won.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::brief::Brief;

/// A layer of wishes, the lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    #[serde(rename = "built-in")]
    BuiltIn,
    Config,
    Watch,
    #[serde(rename = "job.toml")]
    JobFile,
    /// What a language model made of words that the rules did not understand.
    Model,
    Prompt,
    Refine,
}

/// Fields by their names in `plan --json`.
pub type Origins = BTreeMap<String, Origin>;

/// Names for every value of `brief` the first of `layers`, which stand from the highest down, that says the same.
pub(crate) fn origins(brief: &Brief, layers: &[(Origin, &Brief)]) -> Origins {
    let fields = |brief: &Brief| match serde_json::to_value(brief) {
        Ok(serde_json::Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let layers: Vec<_> = layers.iter().map(|(origin, brief)| (*origin, fields(brief))).collect();
    let of = |field: &String, value: &serde_json::Value| {
        layers
            .iter()
            .find(|(_, fields)| fields.get(field) == Some(value))
            .map_or(Origin::BuiltIn, |(origin, _)| *origin)
    };
    fields(brief).iter().map(|(field, value)| (field.clone(), of(field, value))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Brief, Origin, origins};

    #[test]
    fn the_layer_that_won_is_named() {
        let prompt = Brief { fps: Some(24), ..Brief::default() };
        let config = Brief { fps: Some(60), width: Some(640), ..Brief::default() };
        let brief = prompt.clone().over(config.clone()).over(Brief { height: Some(360), ..Brief::default() });
        let found = origins(&brief, &[(Origin::Prompt, &prompt), (Origin::Config, &config)]);
        let found: Vec<_> = found.iter().map(|(field, origin)| (field.as_str(), *origin)).collect();
        assert_eq!(found, [("fps", Origin::Prompt), ("height", Origin::BuiltIn), ("width", Origin::Config)]);
    }
}
