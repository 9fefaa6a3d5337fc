//! The child that looks: reads a question from stdin, says on stdout what it sees, and needs nothing else.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{self, Sender};

use crate::backend::local::looking::{Word, look};
use crate::backend::local::question::Question;

/// The whole life of the child. The question is one line; stdin is held open by the parent for as long as it lives.
pub fn look_at() -> io::Result<()> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let question: Question = serde_json::from_str(&line)?;
    let (heard, words) = mpsc::channel();
    // A thread that hangs in a picture cannot be stopped; it ends with the process, which does not wait for it.
    watch_parent(heard.clone());
    std::thread::spawn(move || {
        look(question).into_iter().try_for_each(|word| heard.send(Some(word))).and_then(|()| heard.send(None))
    });
    words.into_iter().map_while(|word| word).try_for_each(|word| tell(&word))
}

/// Reading ends when the parent's end of the pipe is closed, however it died.
fn watch_parent(heard: Sender<Option<Word>>) {
    std::thread::spawn(move || {
        io::stdin().read_to_end(&mut Vec::new()).ok();
        heard.send(None)
    });
}

fn tell(word: &Word) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, word)?;
    out.write_all(b"\n")?;
    out.flush()
}
