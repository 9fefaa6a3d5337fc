//! The way down: the timeline is exported, the export is asked after, the film is fetched. All of it is free.

use std::time::Duration;

use crate::backend::errand::Progress;
use crate::backend::message::of_disk;
use crate::backend::nemo::judge;
use crate::backend::nemo::report::Report;
use crate::backend::nemo::trip::{Step, Trip, wait};
use crate::backend::way::{Fault, Outcome};
use crate::clock::{self, Timestamp};
use crate::disk;
use crate::job::{Failure, Kind, NemoStep, Talk};
use crate::nemovideo::{Code, Error, Render, RenderId, RenderStatus, State};

/// An export that is being asked after.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub talk: Talk,
    pub render: RenderId,
    /// The second try.
    pub again: bool,
}

impl Export {
    fn watch(self, since: Timestamp) -> NemoStep {
        NemoStep::WatchRender { talk: self.talk, render: self.render, again: self.again, since }
    }

    /// The same under another id: an id whose export failed is used up.
    fn anew(self) -> NemoStep {
        NemoStep::Submit { talk: self.talk, render: RenderId::fresh(clock::now()), again: true }
    }
}

impl Trip<'_> {
    pub(crate) async fn submit(&self, export: Export) -> Step {
        let state = match self.client.state(&export.talk.session.id).await {
            Ok(reply) => State::read(&reply),
            Err(error) => return Err(self.not_sent(&export.talk, &error).await),
        };
        self.shown(&state);
        let Some(draft) = state.draft.as_deref().filter(|_| state.tracks().is_ready()) else {
            return Err(Fault::Lasting(nothing_to_export()));
        };
        (self.errand.progress)(Progress::Percent(75));
        match self.client.submit(&export.talk.session.id, &export.render, draft).await {
            Ok(render) => {
                self.note("⏳ the export has begun, usually half a minute to a minute and a half");
                wait(Export { render, ..export }.watch(clock::now()), self.settings.poll)
            }
            Err(error) => self.not_submitted(export, &error).await,
        }
    }

    async fn not_submitted(&self, export: Export, error: &Error) -> Step {
        let taken = matches!(error, Error::Refused { said, .. } if is_duplicate(said));
        let busy = error.code() == Some(Code::Busy);
        if (taken || busy) && self.knows(&export.render).await {
            return wait(export.watch(clock::now()), self.settings.poll);
        }
        match error.code() {
            Some(Code::BadRequest | Code::Unknown(_)) if !export.again => Ok(Outcome::Next(export.anew())),
            _ if taken && !export.again => Ok(Outcome::Next(export.anew())),
            _ if taken => Err(Fault::Lasting(judge::failure(Kind::Backend, error, RETRY))),
            _ if error.nothing_done() => Err(self.not_sent(&export.talk, error).await),
            // It may have begun all the same.
            _ => wait(export.watch(clock::now()), self.settings.poll),
        }
    }

    /// Whether an id that is taken is taken by an earlier try of ours: only a clear no counts as one.
    async fn knows(&self, render: &RenderId) -> bool {
        let answer = self.client.poll(render).await;
        !matches!(answer, Err(error) if matches!(error.code(), Some(Code::NoSession | Code::BadRequest)))
    }

    pub(crate) async fn watch_render(&self, export: Export, since: Timestamp) -> Step {
        match self.client.poll(&export.render).await {
            Ok(Render { status: RenderStatus::Completed, .. }) => {
                Ok(Outcome::Next(NemoStep::Download { talk: export.talk, render: export.render }))
            }
            Ok(Render { status: RenderStatus::Failed, error, .. }) => self.export_failed(export, error.as_deref()),
            Ok(Render { progress, .. }) => {
                let share = progress.unwrap_or_default().min(100);
                (self.errand.progress)(Progress::Percent(75 + share / 5));
                self.wait_for_it(export, since, None)
            }
            Err(error) => self.not_answered(export, since, &error).await,
        }
    }

    fn export_failed(&self, export: Export, why: Option<&str>) -> Step {
        let why = why.unwrap_or("no reason given");
        if export.again {
            return Err(Fault::Lasting(Failure {
                kind: Kind::Backend,
                message: format!("the export failed twice at the service: {why}"),
                hint: Some(RETRY.to_owned()),
            }));
        }
        self.note(&format!("the export failed at the service ({why}); it is asked for once more"));
        Ok(Outcome::Next(export.anew()))
    }

    /// The next question comes after the usual pause, or after a longer one that the service asked for.
    fn wait_for_it(&self, export: Export, since: Timestamp, told: Option<Duration>) -> Step {
        let age = Duration::try_from(clock::now().since(since).unwrap_or_default()).unwrap_or_default();
        if age <= self.settings.render_timeout {
            return wait(export.watch(since), self.settings.poll.max(told.unwrap_or_default()));
        }
        Err(Fault::Lasting(Failure {
            kind: Kind::Backend,
            message: format!("the export is not there after {} s", age.as_secs()),
            hint: Some("`reeldrop retry` asks after the same export again, without paying again".to_owned()),
        }))
    }

    /// A question that got no answer is asked again; the export is never asked for anew because of it.
    async fn not_answered(&self, export: Export, since: Timestamp, error: &Error) -> Step {
        match error.code() {
            Some(Code::NoSession | Code::BadRequest) if !export.again => {
                // The request never arrived; under the same id a late one can do no harm.
                let Export { talk, render, .. } = export;
                Ok(Outcome::Next(NemoStep::Submit { talk, render, again: true }))
            }
            Some(Code::NoSession | Code::BadRequest) => {
                Err(Fault::Lasting(judge::failure(Kind::Backend, error, RETRY)))
            }
            Some(Code::RateLimited | Code::Trouble) => self.wait_for_it(export, since, error.wait()),
            None if matches!(error, Error::Lost { .. } | Error::Silent { .. } | Error::Nonsense { .. }) => {
                self.wait_for_it(export, since, None)
            }
            _ => Err(self.refused(Some(&export.talk), error).await),
        }
    }

    pub(crate) async fn download(&self, talk: Talk, render: RenderId) -> Step {
        let ready = match self.client.poll(&render).await {
            Ok(render) => render,
            Err(error) => return Err(self.refused(Some(&talk), &error).await),
        };
        let (video, work) = (self.errand.work.video(talk.film), self.errand.work);
        disk::make_dir(&work.film(talk.film)).map_err(|error| of_disk(&error))?;
        // How long the film is shows only at its end, so the last part of the way is told in one.
        let tell = |_: u64| (self.errand.progress)(Progress::Percent(95));
        let bytes = match self.client.download(&render, ready.url.as_deref(), &video, tell).await {
            Ok(bytes) => bytes,
            Err(error) => return Err(self.not_fetched(&talk, &error).await),
        };
        let link = self.client.claim_link(&talk.session).await;
        ready.notes.iter().take(MOST_NOTES).for_each(|note| self.note(&format!("the film does without: {note}")));
        self.note(&format!("✅ the film is here ({:.1} MB); the project: {link}", bytes as f64 / 1e6));
        let report = Report::of(self.errand, &talk, &render, link);
        report.save(&work.report(talk.film)).map_err(|error| of_disk(&error))?;
        let more = talk.film + 1 < self.errand.spec.film_count();
        let then = Talk { film: talk.film + 1, turn: 0, ..talk };
        Ok(Outcome::Made(more.then_some(NemoStep::Turn { talk: then })))
    }

    /// A film that is said to be ready and is not there may be there in a moment; fetching it costs nothing.
    async fn not_fetched(&self, talk: &Talk, error: &Error) -> Fault {
        match self.refused(Some(talk), error).await {
            Fault::Lasting(failure) if error.code() == Some(Code::BadRequest) => Fault::Passing(failure),
            fault => fault,
        }
    }
}

/// Whoever says more about a film talks nonsense.
const MOST_NOTES: usize = 100;
const RETRY: &str = "`reeldrop retry` exports again, without paying again; try it later";

/// The service has this id already: an earlier try arrived after all.
fn is_duplicate(said: &str) -> bool {
    let said = said.to_lowercase();
    ["duplicate", "already exist", "already been", "already used", "exists", "used before"]
        .iter()
        .any(|word| said.contains(word))
}

fn nothing_to_export() -> Failure {
    Failure {
        kind: Kind::Backend,
        message: "there is nothing on the service's timeline to export".to_owned(),
        hint: Some(
            "say in `prompt.txt` what is to be made of the pictures, and move the folder back into the inbox"
                .to_owned(),
        ),
    }
}
