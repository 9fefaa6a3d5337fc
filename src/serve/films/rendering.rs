//! Films being made: in each session one at a time, over all sessions as many as the settings allow.

use std::path::Path;
use std::sync::Arc;

use crate::clock;
use crate::disk;
use crate::serve::books::{Film, Render};
use crate::serve::desk::Desk;
use crate::serve::error::Error;
use crate::serve::files::receive;
use crate::serve::films::progress::Progress;
use crate::serve::studio::{Failure, Made, Order, Studio};

impl<S: Studio> Desk<S> {
    /// Takes up the exports that a stop of the server interrupted. Called once at the start, inside a runtime.
    pub fn resume(self: &Arc<Self>) -> Result<(), Error> {
        self.books.sessions()?.iter().for_each(|session| begin(self, &session.id));
        Ok(())
    }
}

/// Sees to it that the session's exports get made.
pub(crate) fn begin<S: Studio>(desk: &Arc<Desk<S>>, session: &str) {
    let (desk, session) = (desk.clone(), session.to_owned());
    tokio::spawn(async move {
        if let Err(error) = work(&desk, &session).await {
            tracing::error!(error = &error as &dyn std::error::Error, "an export was left unfinished");
        }
    });
}

async fn work<S: Studio>(desk: &Desk<S>, session: &str) -> Result<(), Error> {
    loop {
        // One film a turn: whoever has ordered many goes to the end of the queue after each.
        let _oven = desk.ovens.acquire().await.expect("nobody closes the semaphore");
        let Some(render) = desk.books.next_render(session)? else { return Ok(()) };
        let progress = Progress::default();
        desk.at_work().insert(render.number, progress.clone());
        let made = make(desk, &render, &progress).await;
        desk.at_work().remove(&render.number);
        let words = made.as_ref().map_err(|failure| failure.message.as_str());
        if !desk.books.finish_render(render.number, words, clock::now())? {
            // It was cancelled in the moment in which the film was done: nobody can ask for that film any more.
            disk::remove_file(&desk.places.film(&render.key))?;
        }
        disk::remove_tree(&desk.places.work_on(&render.key))?;
    }
}

async fn make<S: Studio>(desk: &Desk<S>, render: &Render, progress: &Progress) -> Result<Film, Failure> {
    let order = order(desk, render)?;
    let to = desk.places.film(&render.key);
    let made = desk.studio.render(&order, &to, progress).await?;
    measured(&to, made).await.map_err(Failure::from)
}

/// The order as the studio sees it.
pub(crate) fn order<S>(desk: &Desk<S>, render: &Render) -> Result<Order, Error> {
    Ok(Order {
        id: render.id.clone(),
        session: render.session.clone(),
        draft: render.draft.clone(),
        output: render.output.clone(),
        media: desk.media(&render.session)?,
        work: desk.places.work_on(&render.key),
    })
}

async fn measured(path: &Path, made: Made) -> Result<Film, Error> {
    let received = receive::measure(path).await?;
    disk::sync_dir(disk::parent(path))?;
    Ok(Film { bytes: received.bytes, sha256: received.sha256, seconds: made.seconds, notes: made.notes })
}
