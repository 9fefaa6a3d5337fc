//! What came of a message: the timeline is looked at until it has changed and come to rest. Nothing is ever said again.

use std::time::Duration;

use crate::backend::nemo::before::Before;
use crate::backend::nemo::talking::next_turn;
use crate::backend::nemo::trip::{Step, Trip, wait};
use crate::backend::way::{Fault, Outcome};
use crate::clock::{self, Timestamp};
use crate::disk;
use crate::job::{Failure, Heard, Kind, NemoStep, Talk};
use crate::nemovideo::{State, changes};

/// Looks that may find nothing new before the message counts as lost (§5.9 of the protocol).
const LOOKS: u32 = 5;
/// No answer of an agent is worth remembering beyond this.
const MAX_ANSWER: u64 = 1 << 20;

/// What is known of the message that is being watched.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub talk: Talk,
    pub since: Timestamp,
    pub looks: u32,
    pub heard: Option<Heard>,
    pub seen: Option<String>,
}

impl Watched {
    fn step(self) -> NemoStep {
        let Self { talk, since, looks, heard, seen } = self;
        NemoStep::WatchDraft { talk, since, looks, heard, seen }
    }

    /// How long ago the message went out, by the wall clock; nothing if that was set back since.
    fn age(&self) -> Duration {
        Duration::try_from(clock::now().since(self.since).unwrap_or_default()).unwrap_or_default()
    }

    /// The answer did not end in good order, so the first look waits: work goes on at the other side.
    fn too_early(&self, first: Duration) -> Option<Duration> {
        let fresh = self.heard.is_none() && self.looks == 0 && self.seen.is_none();
        first.checked_sub(self.age()).filter(|left| fresh && !left.is_zero())
    }
}

impl Trip<'_> {
    pub(crate) async fn watch_draft(&self, watched: Watched) -> Step {
        if let Some(left) = watched.too_early(self.settings.recovery_wait) {
            return wait(watched.step(), left);
        }
        let before = Before::load(&self.file(&watched.talk, "before"))
            .map_err(|error| Fault::Lasting(Failure::of(Kind::Machine, &error, None)))?;
        let state = match self.client.state(&watched.talk.session.id).await {
            Ok(reply) => State::read(&reply),
            Err(error) => return Err(self.refused(Some(&watched.talk), &error).await),
        };
        self.shown(&state);
        let ready = state.tracks().is_ready();
        let changed = before.digest.made_changed(&state.digest());
        match (changed, ready) {
            (true, true) => self.changed(watched, &before, &state),
            (false, true) if watched.heard == Some(Heard::Words) => {
                self.note("nothing on the timeline changed");
                Ok(Outcome::Next(next_turn(watched.talk)))
            }
            _ => self.nothing_yet(watched),
        }
    }

    /// A clip, or a timeline met in the middle of the work, is taken only when two looks see the same: the service adds
    /// music and titles by itself.
    fn changed(&self, watched: Watched, before: &Before, state: &State) -> Step {
        let now = serde_json::to_string(&state.digest()).expect("digests are text");
        let ended = matches!(watched.heard, Some(Heard::Words | Heard::Nothing));
        let at_rest = ended || watched.seen.as_ref() == Some(&now);
        if !at_rest && watched.age() < self.longest() {
            let pause = if watched.heard.is_some() { self.settings.recovery_wait } else { self.settings.recovery_poll };
            return wait(Watched { seen: Some(now), ..watched }.step(), pause);
        }
        let new = state.tracks();
        for change in &changes(&before.tracks(), &new) {
            self.note(change);
        }
        self.note(&new.to_string());
        Ok(Outcome::Next(next_turn(watched.talk)))
    }

    /// All that one answer may take, and the looks after it.
    fn longest(&self) -> Duration {
        let answer = Duration::try_from_secs_f64(self.settings.client.stream_timeout_secs).unwrap_or_default();
        answer + self.settings.recovery_wait + self.settings.recovery_poll * LOOKS
    }

    fn nothing_yet(&self, watched: Watched) -> Step {
        let looks = watched.looks + 1;
        // After an answer in good order the first look comes at once, and the five follow.
        let allowed = LOOKS + u32::from(watched.heard.is_some());
        if looks >= allowed {
            return Err(Fault::Lasting(self.in_vain(&watched)));
        }
        let first = watched.heard.is_some() && looks == 1;
        let pause = if first { self.settings.recovery_wait } else { self.settings.recovery_poll };
        wait(Watched { looks, ..watched }.step(), pause)
    }

    fn in_vain(&self, watched: &Watched) -> Failure {
        let answer = disk::read(&self.file(&watched.talk, "answer"), MAX_ANSWER).unwrap_or_default();
        let answer = String::from_utf8_lossy(&answer);
        let message = match answer.trim() {
            "" => "nothing came of the message within the time allowed".to_owned(),
            said => format!("nothing came of the message: {said}"),
        };
        let hint = "it may have been paid, so it is not sent again by itself; another try (`reeldrop retry`, or `make` once more) \
             sends it again";
        Failure { kind: Kind::Backend, message, hint: Some(hint.to_owned()) }
    }
}
