//! What every request leans on: the books, the studio, the limits, and where files lie.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use crate::serve::books::{Books, Session, Upload};
use crate::serve::door::answer::Refusal;
use crate::serve::error::Error;
use crate::serve::files::names;
use crate::serve::files::pen::Ink;
use crate::serve::files::places::Places;
use crate::serve::files::sweep::sweep;
use crate::serve::films::progress::Progress;
use crate::serve::settings::Settings;
use crate::serve::studio::{Media, Studio};

/// One server's state, all of it in one folder.
#[derive(Debug)]
pub struct Desk<S> {
    pub(crate) books: Arc<Books>,
    pub(crate) studio: S,
    pub(crate) settings: Settings,
    pub(crate) ovens: Semaphore,
    pub(crate) places: Places,
    pub(crate) ink: Ink,
    /// The renders at work in this process, by number.
    at_work: Mutex<HashMap<i64, Progress>>,
    /// Held as long as the server lives.
    _alone: File,
}

impl<S: Studio> Desk<S> {
    /// Opens or makes the state in `dir`, which one server at a time may use.
    pub fn open(dir: &Path, studio: S, settings: Settings) -> Result<Arc<Self>, Error> {
        let places = Places::make(dir)?;
        let alone = places.alone()?;
        let books = Arc::new(Books::open(dir)?);
        sweep(&books, &places)?;
        let ovens = Semaphore::new(settings.renders_at_once.clamp(1, Semaphore::MAX_PERMITS));
        let at_work = Mutex::default();
        Ok(Arc::new(Self { books, studio, settings, ovens, places, ink: Ink::default(), at_work, _alone: alone }))
    }
}

impl<S> Desk<S> {
    /// The ledger of all that came, was said, paid and made.
    #[must_use]
    pub fn books(&self) -> &Books {
        &self.books
    }

    #[must_use]
    pub fn studio(&self) -> &S {
        &self.studio
    }

    pub(crate) fn at_work(&self) -> MutexGuard<'_, HashMap<i64, Progress>> {
        self.at_work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session that the caller may use.
    pub(crate) fn session(&self, user: &str, id: &str) -> Result<Session, Refusal> {
        self.books.session(user, id)?.ok_or(Refusal::NoSession)
    }

    pub(crate) fn media(&self, session: &str) -> Result<Vec<Media>, Error> {
        let media = |upload: Upload| Media {
            file: self.upload_file(&upload),
            address: address(&upload.key, &upload.name),
            name: upload.name,
            facts: upload.facts,
            known: upload.known,
        };
        Ok(self.books.uploads_of(session)?.into_iter().map(media).collect())
    }

    pub(crate) fn upload_file(&self, upload: &Upload) -> PathBuf {
        self.places.session(&upload.session).join(&upload.file)
    }
}

/// Where a file is found, below the server's own address.
pub(crate) fn address(key: &str, name: &str) -> String {
    format!("/files/{key}/{}", names::in_address(name))
}
