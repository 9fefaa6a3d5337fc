//! An order whose words a language model has a say in: what it is asked, and what becomes of the order.

use serde_json::Value;

use crate::brief::Brief;
use crate::director::{self, Question, Reading};
use crate::job::draw_up::title_of;
use crate::job::origin::Origin;
use crate::job::spec::JobSpec;

impl JobSpec {
    /// What the rules left open: one question for each film whose words hold anything that they did not understand, with
    /// the number of the film.
    #[must_use]
    pub fn questions(&self) -> Vec<(usize, Question)> {
        let question = |film| {
            let prompt = self.film(film).prompt;
            Some((film, Question::of(&prompt, &director::read(&prompt))?))
        };
        (0..self.film_count()).filter_map(question).collect()
    }

    /// Takes the answer about one of the films into the order; it says what else there is to say of it.
    pub fn hear(&mut self, film: usize, answer: &Value) {
        let one = self.film(film);
        let about = (one.prompt.as_str(), &self.asked, one.pictures.len());
        let (reading, notes) = director::read(&one.prompt).heard(answer, about);
        let reading = reading.upon(&self.asked).titled(&title_of(&one.name));
        let brief = reading.over(self.asked.clone()).over(director::defaults());
        self.notes.extend(notes);
        let Reading { understood, not_understood, guessed, .. } = reading;
        if let Some(film) = self.films.get_mut(film) {
            (film.brief, film.understood, film.not_understood) = (brief, understood, not_understood);
            return;
        }
        self.trace(&brief, &guessed);
        (self.brief, self.understood, self.not_understood) = (brief, understood, not_understood);
    }

    /// Where each value of the new brief came from.
    fn trace(&mut self, brief: &Brief, guessed: &[String]) {
        let values = serde_json::to_value(brief).unwrap_or_default();
        let fields = values.as_object().into_iter().flatten().map(|(field, _)| field);
        let origin = |field: &String| match self.origins.get(field) {
            _ if guessed.contains(field) => Origin::Model,
            known => known.copied().unwrap_or(Origin::BuiltIn),
        };
        self.origins = fields.map(|field| (field.clone(), origin(field))).collect();
    }
}
