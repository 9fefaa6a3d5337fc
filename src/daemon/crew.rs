//! Everybody at work: an intake for each inbox, a worker for each post; and how they change when the rules do.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::daemon::house::{Error, House};
use crate::daemon::intake::Intake;
use crate::daemon::opening::{Lock, lock, make_folders};
use crate::daemon::settings::{Settings, Watch};
use crate::daemon::worker::{Post, work_on};

/// Who works in the house.
pub(crate) struct Crew {
    house: Arc<House>,
    stop: watch::Receiver<bool>,
    intakes: Vec<(Watch, Intake)>,
    /// Held for as long as anybody works at the inbox.
    locks: Vec<Lock>,
    workers: JoinSet<Post>,
    posts: BTreeSet<Post>,
}

impl Crew {
    /// Puts everybody to work.
    pub(crate) fn start(house: Arc<House>, locks: Vec<Lock>, stop: watch::Receiver<bool>) -> Result<Self, Error> {
        let (workers, posts) = (JoinSet::new(), BTreeSet::new());
        let mut crew = Self { house, stop, intakes: Vec::new(), locks, workers, posts };
        crew.settle_in()?;
        Ok(crew)
    }

    /// Goes over to other settings. Nothing is changed if they cannot hold; what is in hand is finished under the old.
    pub(crate) fn change(&mut self, settings: Settings) -> Result<(), Error> {
        let new: Vec<Watch> =
            settings.watches.iter().filter(|watch| !self.knows(&watch.inbox.inbox)).cloned().collect();
        for watch in &settings.watches {
            crate::inbox::Names::new(&watch.inbox)?;
        }
        make_folders(&self.house, &settings.watches)?;
        let locks = new.iter().filter_map(|watch| lock(watch).transpose()).collect::<Result<Vec<_>, _>>()?;
        self.locks.extend(locks);
        self.locks.retain(|(inbox, _)| settings.watch(inbox).is_some());
        self.house.set_rules(settings);
        self.settle_in()?;
        self.house.bell.ring();
        Ok(())
    }

    fn knows(&self, inbox: &Path) -> bool {
        self.locks.iter().any(|(locked, _)| locked == inbox)
    }

    /// Brings intakes and workers in line with the rules.
    fn settle_in(&mut self) -> Result<(), Error> {
        let rules = self.house.rules();
        let (stay, go) = std::mem::take(&mut self.intakes)
            .into_iter()
            .partition(|(watch, _)| rules.settings.watches.contains(watch));
        self.intakes = stay;
        leave(go);
        self.house.presence.say(|sign| sign.watches.retain(|sign| rules.settings.watch(&sign.inbox).is_some()));
        for watch in &rules.settings.watches {
            if self.intakes.iter().all(|(known, _)| known != watch) {
                self.intakes.push((watch.clone(), Intake::start(Arc::clone(&self.house), watch.clone())?));
            }
        }
        while let Some(Ok(left)) = self.workers.try_join_next() {
            self.posts.remove(&left);
        }
        for post in rules.settings.posts() {
            if self.posts.insert(post) {
                self.workers.spawn(work_on(Arc::clone(&self.house), post, self.stop.clone()));
            }
        }
        Ok(())
    }

    /// Everybody goes home; the workers were told by the same `stop`.
    pub(crate) async fn go_home(self) {
        let intakes = tokio::task::spawn_blocking(move || leave(self.intakes));
        self.workers.join_all().await;
        intakes.await.ok();
    }
}

fn leave(intakes: Vec<(Watch, Intake)>) {
    for (_, intake) in intakes {
        intake.stop();
    }
}
