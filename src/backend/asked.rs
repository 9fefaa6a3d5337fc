//! The child's side of a question: one line on stdin, answers line by line on stdout, and nothing else is needed.

use std::io::{self, BufRead, Read, Write};
use std::sync::mpsc::{self, Sender};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The whole life of a child that is asked one thing. The question is one line of JSON; stdin is held open by the parent for
/// as long as it lives.
pub(crate) fn answer<Q, A, I>(find_out: impl FnOnce(Q) -> I + Send + 'static) -> io::Result<()>
where
    Q: DeserializeOwned + Send + 'static,
    A: Serialize + Send + 'static,
    I: IntoIterator<Item = A>,
{
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    let question: Q = serde_json::from_str(&line)?;
    let (heard, answers) = mpsc::channel();
    // A thread that hangs in a picture cannot be stopped; it ends with the process, which does not wait for it.
    watch_parent(heard.clone());
    std::thread::spawn(move || {
        find_out(question).into_iter().try_for_each(|answer| heard.send(Some(answer))).and_then(|()| heard.send(None))
    });
    answers.into_iter().map_while(|answer| answer).try_for_each(|answer| say(&answer))
}

/// Reading ends when the parent's end of the pipe is closed, however it died.
fn watch_parent<A: Send + 'static>(heard: Sender<Option<A>>) {
    std::thread::spawn(move || {
        io::stdin().read_to_end(&mut Vec::new()).ok();
        heard.send(None)
    });
}

/// One line on stdout.
pub(crate) fn say(word: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, word)?;
    out.write_all(b"\n")?;
    out.flush()
}
