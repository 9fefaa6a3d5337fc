//! One instruction: what is done here is done, what is for the service is said once, and its answer is kept in words.

use std::time::Duration;

use crate::backend::errand::{Note, Progress};
use crate::backend::message::of_disk;
use crate::backend::nemo::before::Before;
use crate::backend::nemo::script::{Act, script};
use crate::backend::nemo::trip::{Step, Trip, wait};
use crate::backend::way::{Fault, Outcome};
use crate::clock;
use crate::disk;
use crate::job::{Failure, Heard, Kind, NemoStep, Talk};
use crate::nemovideo::stream::Told;
use crate::nemovideo::{Code, Longest, RenderId, Sign, State, ask, gui};

impl Trip<'_> {
    /// Looks at the next instruction, and at the timeline before it.
    pub(crate) async fn turn(&self, talk: Talk) -> Step {
        let acts = script(self.errand.spec, talk.film);
        let Some(act) = acts.get(talk.turn) else {
            return Ok(Outcome::Next(NemoStep::Submit { talk, render: RenderId::fresh(clock::now()), again: false }));
        };
        if *act == Act::Nothing {
            return Ok(Outcome::Next(next_turn(talk)));
        }
        if *act == Act::Credits {
            return self.credits(talk).await;
        }
        let state = match self.client.state(&talk.session.id).await {
            Ok(reply) => State::read(&reply),
            Err(error) if error.code() == Some(Code::NoSession) => return self.forgotten(&talk, &error),
            Err(error) => return Err(self.refused(Some(&talk), &error).await),
        };
        if *act == Act::Status {
            self.note(&self.shown(&state).unwrap_or_else(|| "there is no timeline yet".to_owned()));
            return Ok(Outcome::Next(next_turn(talk)));
        }
        Before::of(&state).save(&self.file(&talk, "before")).map_err(|error| of_disk(&error))?;
        Ok(Outcome::Next(NemoStep::Message { talk }))
    }

    async fn credits(&self, talk: Talk) -> Step {
        match self.client.credits().await {
            Ok(credits) => {
                self.note(&credits.to_string());
                Ok(Outcome::Next(next_turn(talk)))
            }
            Err(error) => match self.refused(Some(&talk), &error).await {
                // Nobody's film should wait for a number that was asked for in passing.
                Fault::Lasting(failure) => {
                    self.note(&format!("the balance is not known: {}", failure.message));
                    Ok(Outcome::Next(next_turn(talk)))
                }
                fault => Err(fault),
            },
        }
    }

    /// The timeline in one line, also on the job's card.
    pub(crate) fn shown(&self, state: &State) -> Option<String> {
        state.draft.as_ref()?;
        let line = state.tracks().to_string();
        (self.errand.note)(Note::Timeline(&line));
        Some(line)
    }

    /// Says the instruction. Its twin is on disk: whatever happens from here on, it is not said again.
    pub(crate) async fn message(&self, talk: Talk) -> Step {
        let acts = script(self.errand.spec, talk.film);
        let Some(Act::Say(words)) = acts.get(talk.turn) else { return Ok(Outcome::Next(NemoStep::Turn { talk })) };
        self.note(&format!("asked: {words} (this may take a few minutes)"));
        let since = clock::now();
        let hear = |sign: Sign| self.hear(&sign);
        (self.errand.progress)(Progress::Percent(20));
        match ask(&self.client, &talk.session.id, words, self.patience(), &hear).await {
            Ok(told) => self.told(talk, &told, since),
            Err(error) if error.code() == Some(Code::NoSession) => self.forgotten(&talk, &error),
            Err(error) if error.nothing_done() => Err(self.not_sent(&talk, &error).await),
            Err(error) => {
                let cause = Failure::of(Kind::Backend, &error, None).message;
                self.note(&format!("{cause}; reeldrop looks what came of the message, and does not send it again"));
                self.remember(&talk, &cause);
                wait(watch(talk, since, None), self.settings.recovery_wait)
            }
        }
    }

    /// What the service says while it works.
    fn hear(&self, sign: &Sign) {
        match sign {
            Sign::Text(text) => self.note(&format!("NemoVideo: {}", gui::translate(text).text)),
            Sign::Tool(name) => tracing::debug!(name, "the service uses a tool"),
            Sign::StillWorking => self.note("⏳ still working"),
        }
    }

    fn patience(&self) -> Longest {
        let seconds = |seconds: f64| Duration::try_from_secs_f64(seconds).unwrap_or_default();
        let client = &self.settings.client;
        Longest {
            answer: seconds(client.stream_timeout_secs),
            without_work: seconds(client.heartbeat_only_timeout_secs),
        }
    }

    fn told(&self, talk: Talk, told: &Told, since: clock::Timestamp) -> Step {
        for error in &told.errors {
            self.note(&format!("NemoVideo reports: {}", error.said));
        }
        self.remember(&talk, &last_words(told));
        (self.errand.progress)(Progress::Percent(70));
        if !told.errors.is_empty() {
            // Some of it may have been done all the same, or none.
            return wait(watch(talk, since, None), self.settings.recovery_wait);
        }
        let heard = match (made_a_clip(told), told.texts.is_empty()) {
            (true, _) => Heard::Clip,
            (false, true) => Heard::Nothing,
            (false, false) => Heard::Words,
        };
        Ok(Outcome::Next(watch(talk, since, Some(heard))))
    }

    /// Keeps what was said last or went wrong, for the case that nothing comes of the message. It is out: a disk that has
    /// no room for this must not have it sent again.
    fn remember(&self, talk: &Talk, said: &str) {
        if let Err(error) = disk::write_whole(&self.file(talk, "answer"), said.as_bytes()) {
            tracing::warn!(error = &error as &dyn std::error::Error, "the answer is not kept");
        }
    }
}

/// The last words and every error, in one line.
fn last_words(told: &Told) -> String {
    let answer = told.answer().map(|last| gui::translate(last).text);
    let said: Vec<&str> = answer.iter().map(String::as_str).chain(told.errors.iter().map(|no| &*no.said)).collect();
    said.join("; ")
}

/// Whether a tool made a clip, to which the service adds music and titles by itself (§5.10; the names of §5.11).
fn made_a_clip(told: &Told) -> bool {
    told.tools.iter().any(|name| name.contains("generate") || name.contains("seedance"))
}

const fn watch(talk: Talk, since: clock::Timestamp, heard: Option<Heard>) -> NemoStep {
    NemoStep::WatchDraft { talk, since, looks: 0, heard, seen: None }
}

pub(crate) fn next_turn(talk: Talk) -> NemoStep {
    NemoStep::Turn { talk: Talk { turn: talk.turn + 1, ..talk } }
}
