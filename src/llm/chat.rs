//! A question to the model, and the forms in which it is put.

use serde_json::{Value, json};

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Chat<'a> {
    /// What the model is to do, and in which words it is to answer.
    pub task: &'a str,
    /// What it is to do it with.
    pub words: &'a str,
    /// JSON Schema of the object that it is to answer with, without `$ref`; its `required` is what an answer must have.
    pub schema: &'a Value,
}

/// How the answer's form is asked for, the strictest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Schema,
    Object,
    /// In words alone.
    Plain,
}

impl Form {
    fn response_format(self, schema: &Value) -> Option<Value> {
        match self {
            Self::Schema => Some(json!({
                "type": "json_schema",
                "json_schema": { "name": "answer", "strict": true, "schema": schema },
            })),
            Self::Object => Some(json!({ "type": "json_object" })),
            Self::Plain => None,
        }
    }
}

/// Room for an answer many times as long as any that makes sense, and for some thoughts before it, in tokens.
const MOST_TOKENS: u32 = 2048;

impl Chat<'_> {
    /// The request's body.
    pub(crate) fn body(&self, model: &str, form: Form) -> Value {
        let only = if form == Form::Plain { "\nAnswer with the JSON object only, without any other word." } else { "" };
        let mut body = json!({
            "model": model,
            "messages": [
                { "role": "system", "content": format!("{}{only}", self.task) },
                { "role": "user", "content": self.words },
            ],
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "stream": false,
        });
        if let Some(format) = form.response_format(self.schema) {
            body["response_format"] = format;
        }
        body
    }

    /// Whether an object has all that the schema requires.
    pub(crate) fn is_answered_by(&self, answer: &Value) -> bool {
        let required = self.schema["required"].as_array().into_iter().flatten();
        required.filter_map(Value::as_str).all(|member| answer.get(member).is_some())
    }
}
