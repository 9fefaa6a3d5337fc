//! What really happened, by the server's own books.

use std::collections::HashMap;

use reeldrop::serve::{Books, Render, Standing, Status};

#[derive(Clone, Debug)]
pub struct Ledger {
    pub tokens: usize,
    pub sessions: usize,
    /// Hash and name, in order.
    pub uploads: Vec<(String, String)>,
    /// The messages that were begun, in order.
    pub messages: Vec<String>,
    /// The messages that were not.
    pub refused: Vec<String>,
    /// Credits taken or held.
    pub charged: u32,
    pub renders: Vec<Render>,
    /// Messages that came again while the same words were at work in the same session: must be 0.
    pub repeated_while_active: usize,
    /// Messages that were begun again with the same words in the same session: paid twice.
    pub repeated: usize,
    /// Exports of a session's draft for which there already was one that had not failed.
    pub rendered_again: usize,
}

impl Ledger {
    pub fn read(books: &Books) -> Self {
        let (begun, refused): (Vec<_>, Vec<_>) =
            books.messages().unwrap().into_iter().partition(|message| message.standing != Standing::Refused);
        let words = |session: &str, text: &str| (session.to_owned(), text.to_owned());
        let said: HashMap<_, usize> = begun.iter().fold(HashMap::new(), |mut said, message| {
            *said.entry(words(&message.session, &message.text)).or_default() += 1;
            said
        });
        let again = refused.iter().filter(|message| message.while_running);
        let renders = books.renders().unwrap();
        Self {
            tokens: books.tokens().unwrap().len(),
            sessions: books.sessions().unwrap().len(),
            uploads: books.uploads().unwrap().into_iter().map(|upload| (upload.sha256, upload.name)).collect(),
            repeated_while_active: again.filter(|m| said.contains_key(&words(&m.session, &m.text))).count(),
            repeated: said.values().map(|count| count - 1).sum(),
            messages: begun.into_iter().map(|message| message.text).collect(),
            refused: refused.into_iter().map(|message| message.text).collect(),
            charged: books.charges().unwrap().iter().map(|charge| charge.credits).sum(),
            rendered_again: rendered_again(&renders),
            renders,
        }
    }
}

fn rendered_again(renders: &[Render]) -> usize {
    let mut films: HashMap<(&str, &str), usize> = HashMap::new();
    for render in renders.iter().filter(|render| render.status != Status::Failed) {
        *films.entry((&render.session, &render.draft_sha256)).or_default() += 1;
    }
    films.values().map(|count| count - 1).sum()
}
