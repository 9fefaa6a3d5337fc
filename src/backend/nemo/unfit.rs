//! Pictures that could not be made fit to go up, kept in the work folder so that every later step goes without them.

use crate::backend::errand::Errand;
use crate::backend::seen::{Seen, Survey};
use crate::disk;

/// Those of one job. A picture that was mended since is fit again.
#[derive(Debug, Default)]
pub(crate) struct Unfit(Survey);

impl Unfit {
    pub(crate) fn of(errand: &Errand<'_>) -> Self {
        Self(Survey::load(&errand.work.survey(), &errand.spec.source))
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        matches!(self.0.of(path), Some(Seen::Bad { .. }))
    }

    pub(crate) fn sentences(self) -> impl Iterator<Item = String> {
        self.0.into_iter().filter_map(|(_, seen)| match seen {
            Seen::Bad { sentence, .. } => Some(sentence),
            _ => None,
        })
    }

    /// Adds one, with the sentence that names it.
    pub(crate) fn add(&mut self, errand: &Errand<'_>, path: &str, sentence: &str) -> disk::Result<()> {
        let sentence = sentence.to_owned();
        self.0.add(path.to_owned(), Seen::Bad { reason: sentence.clone(), sentence });
        self.0.save(&errand.work.survey(), &errand.spec.source)
    }
}
