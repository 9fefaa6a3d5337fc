//! Where a studio puts what it says: state into the books first, then everything to whoever still listens.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::mpsc;

use crate::serve::books::{Books, State};
use crate::serve::error::Error;
use crate::serve::talk::event::Event;

/// How many events may wait for a listener that does not read; after that it is no listener.
pub(crate) const PATIENCE: usize = 1024;

/// One message's way out. That nobody listens any more is no reason to stop.
#[derive(Debug)]
pub struct Sink {
    books: Arc<Books>,
    session: String,
    listener: Option<mpsc::Sender<Event>>,
}

impl Sink {
    pub(crate) fn new(books: Arc<Books>, session: &str, listener: mpsc::Sender<Event>) -> Self {
        Self { books, session: session.to_owned(), listener: Some(listener) }
    }

    /// Changes the session's state in one go: what is shown is also said, what is kept is not.
    pub fn change(&mut self, shown: State, kept: State) -> Result<(), Error> {
        let mut whole = shown.clone();
        whole.extend(kept);
        self.books.keep(&self.session, &whole)?;
        if !shown.is_empty() {
            self.send(Event::State(shown));
        }
        Ok(())
    }

    /// Keeps what was learnt of files of the session, each by its name in the session's folder, for the next message.
    pub fn learn(&self, learnt: &[(String, Value)]) -> Result<(), Error> {
        self.books.learn(&self.session, learnt)
    }

    /// Says one thing. A state is on disk when this returns.
    pub fn say(&mut self, event: Event) -> Result<(), Error> {
        if let Event::State(delta) = &event {
            self.books.keep(&self.session, delta)?;
        }
        self.send(event);
        Ok(())
    }

    fn send(&mut self, event: Event) {
        if self.listener.as_ref().is_some_and(|listener| listener.try_send(event).is_err()) {
            self.listener = None;
        }
    }
}
