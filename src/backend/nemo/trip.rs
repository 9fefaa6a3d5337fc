//! One step on its way: the job, the client, the account, and the words for what happens.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::backend::errand::{Errand, Note};
use crate::backend::nemo::account::{Account, Word};
use crate::backend::nemo::judge::judge;
use crate::backend::nemo::settings::Settings;
use crate::backend::way::{Fault, Outcome};
use crate::job::{Failure, Kind, NemoStep, Talk};
use crate::nemovideo::{Client, Code, Error, State, UserId};

/// What a step leads to.
pub(crate) type Step = Result<Outcome<NemoStep>, Fault>;

/// Everything that taking one step needs.
pub(crate) struct Trip<'a> {
    pub errand: &'a Errand<'a>,
    pub settings: &'a Settings,
    pub client: Arc<Client>,
    pub account: &'a Account,
}

impl Trip<'_> {
    pub(crate) fn note(&self, line: &str) {
        (self.errand.note)(Note::Line(line));
    }

    /// A file of the conversation in the work folder.
    pub(crate) fn file(&self, talk: &Talk, name: &str) -> PathBuf {
        self.errand.work.film(talk.film).join(format!("{name}-{}.json", talk.turn + 1))
    }

    /// Whether anything may be sent now; asks for the balance where that decides it.
    pub(crate) async fn may_send(&self) -> Result<(), Fault> {
        match self.account.word() {
            Word::Go => Ok(()),
            Word::Wait(failure, wait) => Err(Fault::Held(failure, Some(wait))),
            Word::Look(failure, before) => match self.client.credits().await {
                Ok(credits) if credits.available.is_some_and(|now| now > before) => {
                    tracing::info!(available = credits.available, "credits are back; NemoVideo jobs go on");
                    self.account.let_go();
                    Ok(())
                }
                Ok(_) => {
                    self.account.hold(failure.clone(), Some(before), self.settings.recovery_poll);
                    Err(Fault::Held(failure, Some(self.settings.recovery_poll)))
                }
                Err(error) => Err(judge(&error, self.settings)),
            },
        }
    }

    /// Judges an error, and tells the other jobs of the account where it concerns them.
    pub(crate) async fn refused(&self, talk: Option<&Talk>, error: &Error) -> Fault {
        if error.code() == Some(Code::NoCredits) {
            return self.out_of_credits(talk, error).await;
        }
        let fault = judge(error, self.settings);
        if let (Fault::Held(failure, Some(wait)), Some(Code::RateLimited | Code::BadToken)) = (&fault, error.code())
            && self.account.hold(failure.clone(), None, *wait)
        {
            tracing::warn!(hint = failure.hint, wait_ms = wait.as_millis() as u64, "{}", failure.message);
        }
        fault
    }

    /// The same of an error that proves that nothing was done: the step that sends may be taken again.
    pub(crate) async fn not_sent(&self, talk: &Talk, error: &Error) -> Fault {
        match self.refused(Some(talk), error).await {
            Fault::Passing(failure) => Fault::NotSent(failure),
            fault => fault,
        }
    }

    /// Holds every job of the account, and says so once, with the link.
    async fn out_of_credits(&self, talk: Option<&Talk>, error: &Error) -> Fault {
        let user = self.user(talk).await;
        let failure = Failure {
            kind: Kind::Refused,
            message: format!("NemoVideo has no credits left for this account ({error})"),
            hint: Some(format!(
                "{}; the job goes on by itself when credits are there",
                self.client.remedy(user.as_ref())
            )),
        };
        let balance = self.client.credits().await.ok().and_then(|credits| credits.available).unwrap_or(0.0);
        if self.account.hold(failure.clone(), Some(balance), self.settings.recovery_poll) {
            tracing::warn!(hint = failure.hint, "{}; all NemoVideo jobs wait", failure.message);
        }
        Fault::Held(failure, Some(self.settings.recovery_poll))
    }

    /// Whose credits they are: what the session or the token came with, else what the session's state says.
    async fn user(&self, talk: Option<&Talk>) -> Option<UserId> {
        let known = talk.and_then(|talk| talk.session.user.clone()).or_else(|| self.client.user());
        match (known, talk) {
            (None, Some(talk)) => State::read(&self.client.state(&talk.session.id).await.ok()?).user,
            (known, _) => known,
        }
    }

    /// The service no longer knows the session. If nothing was asked in it yet, another is opened, and that is said; what
    /// may have been paid for is never asked again without a person's word.
    pub(crate) fn forgotten(&self, talk: &Talk, error: &Error) -> Step {
        const PATIENCE: u32 = 3;
        let resumed = self.errand.spec.resume.as_ref().is_some_and(|resume| resume == talk);
        if !(resumed || (talk.turn == 0 && talk.film == 0)) || talk.lost >= PATIENCE {
            return Err(judge(error, self.settings));
        }
        self.note(if resumed {
            "the session of the earlier film is gone: a new one is opened, and all instructions are given again; the \
             timeline is new"
        } else {
            "the service has forgotten the session: a new one is opened; the timeline is new"
        });
        Ok(Outcome::Next(NemoStep::Open { lost: talk.lost + 1 }))
    }
}

/// Looks again with the step after a while.
#[expect(clippy::unnecessary_wraps, reason = "the end of a step, where the others are refusals")]
pub(crate) const fn wait(step: NemoStep, wait: Duration) -> Step {
    Ok(Outcome::Wait(step, wait))
}
