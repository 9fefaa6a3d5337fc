//! What came out of a prompt.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::brief::{Brief, Pace};

/// One thing understood: the words, and the field of the brief they set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// As written in the prompt.
    pub text: String,
    pub field: String,
    pub value: Value,
}

/// How much longer a picture stands once "slower" was said.
const SLOWER: f64 = 1.5;

/// A prompt as understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reading {
    /// Only what the words asked for.
    pub brief: Brief,
    /// What made the brief, in the order of the text; one entry a field.
    pub understood: Vec<Understood>,
    /// Phrases, as written, that asked for something and set nothing.
    pub not_understood: Vec<String>,
    /// Fields that were taken away, whatever a layer below says: "no filter".
    pub dropped: Vec<String>,
}

impl Reading {
    /// Words like "slower" change the number that stood before, if there was one.
    fn relative_to(mut self, earlier: &Brief) -> Self {
        let factor = match self.brief.pace {
            Some(Pace::Slow) => SLOWER,
            Some(Pace::Fast) => 1.0 / SLOWER,
            _ => return self,
        };
        if self.brief.seconds_per_image.is_some() || self.brief.total_seconds.is_some() {
            return self;
        }
        let scaled = |seconds: f64| (seconds * factor * 100.0).round() / 100.0;
        let (field, seconds) = match (earlier.total_seconds, earlier.seconds_per_image) {
            (Some(total), _) => ("total_seconds", scaled(total)),
            (None, Some(each)) => ("seconds_per_image", scaled(each)),
            (None, None) => return self,
        };
        match field {
            "total_seconds" => self.brief.total_seconds = Some(seconds),
            _ => self.brief.seconds_per_image = Some(seconds),
        }
        let said = self.understood.iter().find(|understood| understood.field == "pace").map(|pace| pace.text.clone());
        let text = said.unwrap_or_default();
        self.understood.push(Understood { text, field: field.to_owned(), value: json!(seconds) });
        self
    }

    /// The brief laid over `lower`, from which everything is gone that the words took away.
    #[must_use]
    pub fn over(&self, mut lower: Brief) -> Brief {
        for field in &self.dropped {
            lower.open(field);
        }
        self.brief.clone().over(lower)
    }

    /// This reading and a later instruction: what the later one says wins.
    pub(crate) fn then(mut self, later: Self) -> Self {
        let later = later.relative_to(&self.brief);
        self.brief = later.over(self.brief);
        let stands = serde_json::to_value(&self.brief).unwrap_or_default();
        self.understood.retain(|earlier| stands.get(&earlier.field) == Some(&earlier.value));
        self.understood.retain(|earlier| later.understood.iter().all(|new| new.field != earlier.field));
        self.dropped.retain(|field| later.understood.iter().all(|new| new.field != *field));
        self.understood.extend(later.understood);
        self.not_understood.extend(later.not_understood);
        self.dropped.extend(later.dropped);
        self
    }
}
