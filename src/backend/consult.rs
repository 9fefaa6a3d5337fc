//! The owner's language model, asked about words that the rules did not understand. It can add to a reading, and it can be
//! away, slow or wrong; it cannot make anything fail.

use std::time::Duration;

use serde_json::Value;

use crate::brief::Brief;
use crate::clock;
use crate::director::{Question, Reading};
use crate::job::JobSpec;
use crate::llm::{Chat, Error, Model};

/// Has the model read what is open in the words of an order, all its films in the time of one question. What is to be said
/// of it is in the order's notes afterwards.
pub async fn consult(spec: &mut JobSpec, model: &Model) {
    let begun = clock::instant();
    for (film, question) in spec.questions() {
        match ask(model, &question, model.patience().saturating_sub(begun.elapsed())).await {
            Ok(answer) => spec.hear(film, &answer),
            Err(error) => {
                spec.notes.push(alone(&error));
                break;
            }
        }
    }
    spec.consulted = true;
}

/// The same for words without an order: `reading` is what the rules made of `prompt`, `lower` what holds below it, and
/// `pictures` how many there are. Hands back what there is to say of it.
pub async fn consult_about(
    reading: Reading,
    (prompt, lower, pictures): (&str, &Brief, usize),
    model: &Model,
) -> (Reading, Vec<String>) {
    let Some(question) = Question::of(prompt, &reading) else { return (reading, Vec::new()) };
    match ask(model, &question, model.patience()).await {
        Ok(answer) => reading.heard(&answer, (prompt, lower, pictures)),
        Err(error) => (reading, vec![alone(&error)]),
    }
}

async fn ask(model: &Model, question: &Question, within: Duration) -> Result<Value, Error> {
    tracing::info!(
        host = model.host(),
        model = model.name(),
        "the model is asked about words that the rules do not know"
    );
    let chat = Chat { task: &question.task, words: &question.words, schema: &question.schema };
    let answer = model.ask(&chat, within).await;
    if let Err(error) = &answer {
        tracing::debug!(error = error as &dyn std::error::Error, "the model did not answer"); // people are told by a note
    }
    answer
}

fn alone(error: &Error) -> String {
    format!("{error}; the words were read by the rules alone")
}
