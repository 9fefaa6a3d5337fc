//! The question: the phrases that nobody understood, and the fields that are still open.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::director::model::fields::{FIELDS, Field, settled};
use crate::director::read::Reading;

/// What a language model is asked. Nothing goes into it but the words of the prompt and what the rules made of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// What it is to do, and how it is to answer.
    pub task: String,
    /// The prompt and the phrases, as JSON.
    pub words: String,
    /// JSON Schema of the answer, without `$ref`.
    pub schema: Value,
}

/// Small models have short memories: as many characters of the prompt as they get to see, and as many phrases.
const LONGEST_PROMPT: usize = 4000;
const MOST_PHRASES: usize = 12;

impl Question {
    /// `None` if the rules left nothing open: then nobody need be asked.
    #[must_use]
    pub fn of(prompt: &str, reading: &Reading) -> Option<Self> {
        let phrases = phrases(reading);
        let closed = settled(said(reading));
        let fields: Vec<&Field> = FIELDS.iter().filter(|field| !closed.contains(&field.name)).collect();
        if phrases.is_empty() || fields.is_empty() {
            return None;
        }
        let understood: BTreeMap<&str, &Value> =
            reading.understood.iter().map(|one| (one.field.as_str(), &one.value)).collect();
        let text: String = prompt.chars().take(LONGEST_PROMPT).collect();
        let words = json!({ "text": text, "understood": understood, "phrases": phrases }).to_string();
        Some(Self { task: task(&fields), words, schema: schema(&fields, &phrases) })
    }
}

/// The phrases that the model is asked about. Words that only miss a title are answered by the folder's name.
pub(crate) fn phrases(reading: &Reading) -> Vec<&str> {
    let open = reading.not_understood.iter().filter(|phrase| Some(*phrase) != reading.untitled.as_ref());
    open.map(String::as_str).take(MOST_PHRASES).collect()
}

/// The fields that the words speak of.
pub(crate) fn said(reading: &Reading) -> impl Iterator<Item = &str> {
    let understood = reading.understood.iter().map(|understood| understood.field.as_str());
    understood.chain(reading.dropped.iter().map(String::as_str))
}

fn task(fields: &[&Field]) -> String {
    let line = |field: &&Field| format!("- {}: {} ({})\n", field.name, field.kind.words(), field.meaning);
    let lines: String = fields.iter().map(line).collect();
    format!(
        "Somebody wrote in `text` what a film made of their photographs should be like, in any language. A program has \
         understood some of it (`understood`); the phrases in `phrases` it has not. Say which settings each of these \
         phrases asks for.\nAnswer with one JSON object: {{\"wishes\": [{{\"asked\": PHRASE, \"field\": FIELD, \
         \"value\": VALUE}}]}}. PHRASE is one of `phrases`, letter for letter. FIELD and VALUE are from this list:\n\
         {lines}A phrase can ask for several settings, or for none that is in the list: then leave it out. Never guess \
         and never add what was not asked for; {{\"wishes\": []}} is a good answer."
    )
}

/// One branch for all fields that take the same values.
fn schema(fields: &[&Field], phrases: &[&str]) -> Value {
    let mut alike: BTreeMap<String, (Value, Vec<&str>)> = BTreeMap::new();
    for field in fields {
        let value = field.kind.schema();
        alike.entry(format!("{:?}", field.kind)).or_insert_with(|| (value, Vec::new())).1.push(field.name);
    }
    let object = |properties: Value, required: &[&str]| json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    let branch = |(value, names): &(Value, Vec<&str>)| {
        let properties = json!({
            "asked": { "type": "string", "enum": phrases },
            "field": { "type": "string", "enum": names },
            "value": value,
        });
        object(properties, &["asked", "field", "value"])
    };
    let branches: Vec<Value> = alike.values().map(branch).collect();
    object(json!({ "wishes": { "type": "array", "items": { "anyOf": branches } } }), &["wishes"])
}
