//! The way up: a session, then every file, one after the other, each looked for before it is sent again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::timeout;

use crate::backend::errand::Progress;
use crate::backend::message::of_disk;
use crate::backend::nemo::cargo::{Item, cargo, check, nothing_left};
use crate::backend::nemo::converted::{Freight, freight};
use crate::backend::nemo::trip::{Step, Trip};
use crate::backend::nemo::unfit::Unfit;
use crate::backend::way::{Fault, Outcome};
use crate::director;
use crate::job::{Failure, Kind, NemoStep, Talk};
use crate::nemovideo::{Code, Error, State};

/// A file that is sent and does not arrive is sent so often at most.
const TRIES: u32 = 5;
/// How often whoever waits is told how much has gone up.
const TOLD_EVERY: Duration = Duration::from_secs(1);
/// A broken upload is looked for soon: it cost nothing.
const LOOK: Duration = Duration::from_secs(5);

impl Trip<'_> {
    /// Opens a session, if all that is to go up may go up.
    pub(crate) async fn open(&self, lost: u32) -> Step {
        let spec = self.errand.spec;
        let (items, left) = cargo(spec, &Unfit::of(self.errand));
        check(spec, &items, self.settings).map_err(Fault::Lasting)?;
        let language = self.settings.language.clone().unwrap_or_else(|| director::language(&spec.prompt).to_owned());
        let session = match self.client.open(&spec.name, &language).await {
            Ok(session) => session,
            Err(error) => return Err(self.refused(None, &error).await),
        };
        for sentence in &left {
            self.note(sentence);
        }
        self.note(&format!(
            "session {} opened; {} go up to {}",
            session.id,
            files(items.len()),
            self.settings.client.api_url
        ));
        let talk = Talk { session, film: 0, turn: 0, lost };
        Ok(Outcome::Next(NemoStep::Upload { talk, sent: 0, tries: 0 }))
    }

    /// Sends the next file.
    pub(crate) async fn upload(&self, talk: Talk, sent: usize, tries: u32) -> Step {
        let (items, _) = cargo(self.errand.spec, &Unfit::of(self.errand));
        let Some(item) = items.get(sent) else { return Ok(Outcome::Next(NemoStep::Turn { talk })) };
        if tries >= TRIES {
            return Err(Fault::Lasting(never_arrives(item)));
        }
        let sending = match item {
            Item::Url(url) => self.client.upload_url(&talk.session.id, url).await.map(drop),
            Item::File { path, name, format } => match freight(self.errand, path, format, self.settings).await? {
                Ok(freight) => self.send(&talk, (name, freight), (sent, items.len())).await,
                Err(why) => return self.go_without(talk, sent, (path, &why)),
            },
        };
        match sending {
            Ok(()) => {
                tracing::debug!(file = item.name(), "uploaded");
                Ok(Outcome::Next(after(talk, sent, items.len())))
            }
            Err(error) if error.code() == Some(Code::NoSession) => self.forgotten(&talk, &error),
            Err(error) if error.nothing_done() => Err(self.of_file(&talk, item, &error).await),
            Err(error) => {
                tracing::info!(file = item.name(), error = &error as &dyn std::error::Error, "the upload broke off");
                Ok(Outcome::Wait(NemoStep::CountUploads { talk, sent, tries }, self.settings.recovery_wait.min(LOOK)))
            }
        }
    }

    /// Leaves out a picture that cannot be made fit to go up; the next one takes its place.
    fn go_without(&self, talk: Talk, sent: usize, (path, why): (&str, &str)) -> Step {
        let mut unfit = Unfit::of(self.errand);
        unfit.add(self.errand, path, why).map_err(|error| of_disk(&error))?;
        self.note(&format!("left out: {why}"));
        if cargo(self.errand.spec, &unfit).0.is_empty() {
            return Err(Fault::Lasting(nothing_left(why)));
        }
        Ok(Outcome::Next(NemoStep::Upload { talk, sent, tries: 0 }))
    }

    async fn send(
        &self,
        talk: &Talk,
        (name, freight): (&str, Freight),
        (sent, all): (usize, usize),
    ) -> Result<(), Error> {
        let bytes = freight.file.metadata().map_or(0, |about| about.len()).max(1);
        let done = Arc::new(AtomicU64::new(0));
        let hear = Arc::clone(&done);
        let tell = move |bytes: u64| hear.store(bytes, Ordering::Relaxed);
        let upload = self.client.upload_file(&talk.session.id, freight.file, (name, freight.mime), tell);
        tokio::pin!(upload);
        loop {
            // The way up is the first fifth of the job, one file a part of it.
            let share = (sent as f64 + done.load(Ordering::Relaxed) as f64 / bytes as f64) / all as f64;
            (self.errand.progress)(Progress::Percent((share * 20.0) as u8));
            if let Ok(uploaded) = timeout(TOLD_EVERY, &mut upload).await {
                return uploaded.map(drop);
            }
        }
    }

    /// A refused file is named.
    async fn of_file(&self, talk: &Talk, item: &Item, error: &Error) -> Fault {
        match self.refused(Some(talk), error).await {
            Fault::Lasting(failure) => {
                Fault::Lasting(Failure { message: format!("`{}`: {}", item.name(), failure.message), ..failure })
            }
            fault => fault,
        }
    }

    /// Looks whether a file that was sent is there.
    pub(crate) async fn count_uploads(&self, talk: Talk, sent: usize, tries: u32) -> Step {
        let (items, _) = cargo(self.errand.spec, &Unfit::of(self.errand));
        let Some(item) = items.get(sent) else { return Ok(Outcome::Next(NemoStep::Turn { talk })) };
        match self.client.state(&talk.session.id).await {
            Ok(reply) => {
                let media = State::read(&reply).media;
                if media.count > sent || media.names.contains(item.name()) {
                    return Ok(Outcome::Next(after(talk, sent, items.len())));
                }
                Ok(Outcome::Next(NemoStep::Upload { talk, sent, tries: tries + 1 }))
            }
            Err(error) if error.code() == Some(Code::NoSession) => self.forgotten(&talk, &error),
            Err(error) => Err(self.refused(Some(&talk), &error).await),
        }
    }
}

fn after(talk: Talk, sent: usize, all: usize) -> NemoStep {
    if sent + 1 < all { NemoStep::Upload { talk, sent: sent + 1, tries: 0 } } else { NemoStep::Turn { talk } }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

fn never_arrives(item: &Item) -> Failure {
    Failure {
        kind: Kind::Backend,
        message: format!("`{}` was sent {TRIES} times and never arrived", item.name()),
        hint: Some("nothing was paid; `reeldrop retry` tries it again".to_owned()),
    }
}
