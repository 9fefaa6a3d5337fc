//! What came out of a prompt.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::brief::{Brief, Filter};
use crate::director::read::relative;

/// One thing understood: the words, and the field of the brief they set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Understood {
    /// As written in the prompt.
    pub text: String,
    pub field: String,
    pub value: Value,
}

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
    /// Where `filter` was taken away, which filters; none are all of them.
    pub taken: Vec<Filter>,
    /// Fields whose words compare with what was before: "quieter", "bigger".
    pub relative: Vec<String>,
    /// The words that asked for a title without saying what it is.
    pub untitled: Option<String>,
    /// Fields that a language model filled, where the rules left them open.
    pub guessed: Vec<String>,
}

impl Reading {
    /// The words laid beside settings that they have not seen: "slow" is never faster than these, "quiet" never louder.
    #[must_use]
    pub fn upon(self, settings: &Brief) -> Self {
        let enough = relative::enough(&self.brief, settings);
        self.beside(settings, |field| !(enough && field == "pace"))
    }

    /// Words that compare, measured by the brief that held before, where `counts` says so of the field that was said.
    fn beside(mut self, before: &Brief, counts: impl Fn(&str) -> bool) -> Self {
        let changed = relative::beside(&self.brief, &self.relative, before);
        for (field, said, value) in changed.into_iter().filter(|(_, said, _)| counts(said)) {
            let of_field = |understood: &&Understood| understood.field == said;
            let text = self.understood.iter().find(of_field).map(|understood| understood.text.clone());
            relative::put(&mut self.brief, field, value);
            self.understood.retain(|understood| understood.field != field);
            let text = text.unwrap_or_default();
            self.understood.push(Understood { text, field: field.to_owned(), value: value.into() });
        }
        self
    }

    /// A title for whoever asked for one and did not say which; nothing changes where there is one, or none was asked for.
    #[must_use]
    pub fn titled(mut self, name: &str) -> Self {
        let Some(text) = self.untitled.take_if(|_| self.brief.title.is_none()) else { return self };
        self.not_understood.retain(|phrase| *phrase != text);
        self.brief.title = Some(name.to_owned());
        self.understood.push(Understood { text, field: "title".to_owned(), value: name.into() });
        self
    }

    /// The brief laid over `lower`, from which everything is gone that the words took away.
    #[must_use]
    pub fn over(&self, mut lower: Brief) -> Brief {
        for field in &self.dropped {
            match field.as_str() {
                "filter" if !self.taken.is_empty() => lower.take_filters(&self.taken),
                "filter" => (lower.filter, lower.more_filters) = (None, None),
                field => lower.open(field),
            }
        }
        self.brief.clone().over(lower)
    }

    fn takes_all_filters(&self) -> bool {
        self.taken.is_empty() && self.dropped.iter().any(|field| field == "filter")
    }

    /// What the lens and the film do is added to the filter that was there before: "add some grain" leaves sepia as it is.
    fn laid_over(mut self, before: &Brief) -> Self {
        let (Some(old), Some(new)) = (before.filter, self.brief.filter) else { return self };
        let mut all = vec![new];
        all.extend(self.brief.more_filters.iter().flatten());
        if old == new || !all.iter().all(|filter| filter.is_of_the_lens()) {
            return self;
        }
        let mut more = before.more_filters.clone().unwrap_or_default();
        all.retain(|filter| *filter != old && !more.contains(filter));
        more.extend(all);
        self.understood.retain(|understood| understood.field != "more_filters");
        for understood in self.understood.iter_mut().filter(|understood| understood.field == "filter") {
            (understood.field, understood.value) = ("more_filters".to_owned(), json!(more));
        }
        (self.brief.filter, self.brief.more_filters) = (Some(old), Some(more));
        self
    }

    /// This reading and a later instruction: what the later one says wins.
    pub(crate) fn then(mut self, later: Self) -> Self {
        let later = later.beside(&self.brief, |_| true).laid_over(&self.brief);
        let taken = if self.takes_all_filters() || later.takes_all_filters() {
            Vec::new()
        } else {
            [self.taken.as_slice(), &later.taken].concat()
        };
        self.brief = later.over(self.brief);
        let stands = serde_json::to_value(&self.brief).unwrap_or_default();
        self.understood.retain(|earlier| stands.get(&earlier.field) == Some(&earlier.value));
        self.understood.retain(|earlier| later.understood.iter().all(|new| new.field != earlier.field));
        self.dropped.retain(|field| later.understood.iter().all(|new| new.field != *field));
        self.relative.retain(|field| later.understood.iter().all(|new| new.field != *field));
        self.untitled = later.untitled.or(self.untitled).filter(|_| self.brief.title.is_none());
        self.understood.extend(later.understood);
        self.not_understood.extend(later.not_understood);
        self.dropped.extend(later.dropped);
        self.taken = taken;
        self.relative.extend(later.relative);
        self
    }
}
