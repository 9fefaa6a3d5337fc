//! One state folder, opened by the one daemon that may work with it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use uuid::Uuid;

use crate::announce::{self, News};
use crate::clock;
use crate::daemon::bell::Bell;
use crate::daemon::hands::Hands;
use crate::daemon::rules::Rules;
use crate::daemon::settings::{Settings, Watch};
use crate::inbox;
use crate::job::{Failure, Job, Kind};
use crate::marker::{self, Presence as Root};
use crate::outbox;
use crate::presence::{self, Presence};
use crate::store::{self, Lane, Store};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Presence(#[from] presence::Error),
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Inbox(#[from] inbox::Error),
    #[error(transparent)]
    Marker(#[from] marker::Error),
    #[error(transparent)]
    Disk(#[from] crate::disk::Error),
    #[error("cannot listen for signals")]
    Signals(#[source] std::io::Error),
    #[error("another reeldrop, with a state folder of its own, watches the inbox `{}`", inbox.display())]
    Watched { inbox: PathBuf },
    #[error("cannot start a thread")]
    Thread(#[source] std::io::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Presence(presence::Error::Taken { .. }) => {
                Some("stop that one first, or give this one another `state_dir`".to_owned())
            }
            Self::Watched { .. } => Some("stop that one first, or give this one another inbox".to_owned()),
            Self::Store(error) => error.hint(),
            Self::Inbox(error) => error.hint(),
            _ => None,
        }
    }

    /// Whether the same call may go through later.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Presence(presence::Error::Taken { .. }) | Self::Watched { .. })
    }
}

/// What intake and workers share: rules, rows, and who has what in hand. They never call each other.
#[derive(Debug)]
pub struct House {
    pub state_dir: PathBuf,
    pub store: Store,
    pub presence: Presence,
    /// What the store calls itself.
    pub identity: String,
    /// Rung when there may be a row to work on.
    pub(crate) bell: Bell,
    pub(crate) hands: Hands,
    rules: RwLock<Arc<Rules>>,
    telling: Mutex<JoinSet<()>>,
    /// Why nothing more is begun, and what to do.
    damage: OnceLock<String>,
}

impl House {
    /// Takes the state folder and opens the store.
    pub fn open(settings: Settings) -> Result<Self, Error> {
        let presence = Presence::take(&settings.state_dir)?;
        let store = Store::open(&settings.state_dir)?;
        let identity = store.identity()?;
        Ok(Self {
            state_dir: settings.state_dir.clone(),
            store,
            presence,
            identity,
            bell: Bell::default(),
            hands: Hands::default(),
            rules: RwLock::new(Arc::new(Rules::new(settings))),
            telling: Mutex::default(),
            damage: OnceLock::new(),
        })
    }

    /// The same for whoever comes for one round: after a daemon that was killed the database is read for damage first.
    pub(crate) fn open_whole(settings: Settings) -> Result<Self, Error> {
        let house = Self::open(settings)?;
        if house.presence.unclean {
            house.store.check()?;
        }
        Ok(house)
    }

    /// Begins nothing more: what is written to a damaged database may be lost with it.
    pub(crate) fn close(&self, why: String) {
        self.presence.say(|sign| sign.damage = Some(why.clone()));
        self.damage.set(why).ok();
    }

    /// Why nothing more is begun, if it is so.
    pub(crate) fn damage(&self) -> Option<&str> {
        self.damage.get().map(String::as_str)
    }

    /// What holds at this moment.
    #[must_use]
    pub fn rules(&self) -> Arc<Rules> {
        Arc::clone(&self.rules.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Has other rules hold from now on; what is in hand is finished under the old ones.
    pub(crate) fn set_rules(&self, settings: Settings) {
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Rules::new(settings));
    }

    /// Where the film of a job waits in the outbox for its name.
    #[must_use]
    pub fn hidden(&self, watch: &Watch, id: i64) -> PathBuf {
        outbox::hidden(&watch.folders.outbox, &self.identity, id)
    }

    /// The next job of a lane that nobody has in hand, now in the caller's, and what tells the caller to let it fall.
    pub(crate) fn take_job(&self, lane: Lane) -> Result<Option<(Job, Arc<Notify>)>, store::Error> {
        if self.damage().is_some() {
            return Ok(None);
        }
        let taken = self.hands.take(|held| self.store.next(lane, clock::now(), held))?;
        if taken.is_some() {
            self.show_hands();
        }
        Ok(taken)
    }

    /// Lets it go.
    pub(crate) fn put_down(&self, id: i64) {
        self.hands.put_down(id);
        self.show_hands();
    }

    fn show_hands(&self) {
        self.presence.say(|sign| sign.in_hand = self.hands.all());
    }

    /// Tells others of a finished job, without making the next one wait for it.
    pub fn tell(&self, news: News) {
        let settings = self.rules().settings.announce.clone();
        let mut telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        while telling.try_join_next().is_some() {}
        telling.spawn(async move { announce::tell(&settings, &news).await });
    }

    /// Gives those who are being told `patience` to hear it.
    pub async fn told(&self, patience: Duration) {
        let telling = std::mem::take(&mut *self.telling.lock().unwrap_or_else(PoisonError::into_inner));
        timeout(patience, telling.join_all()).await.ok();
    }

    /// Makes sure that the disk under `root` is the one that was there before, and says which it is; the first time it
    /// is marked. A folder whose marker is gone is an unmounted share, and whatever lies under its name is not ours.
    pub fn guard(&self, root: &Path) -> Result<Uuid, Failure> {
        let broken = |error: &dyn std::error::Error| Failure::of(Kind::Machine, error, None);
        let Some(expected) = self.store.root(root).map_err(|error| broken(&error))? else {
            return self.adopt(root).map_err(|error| broken(&error));
        };
        match marker::check(root, Some(expected)).map_err(|error| broken(&error))? {
            Root::Here(id) => Ok(id),
            Root::Away(why) => Err(away(&why)),
        }
    }

    /// Marks the folder as ours, or takes the mark it has, and remembers it.
    pub fn adopt(&self, root: &Path) -> Result<Uuid, Error> {
        let id = marker::adopt(root)?;
        self.store.set_root(root, id)?;
        Ok(id)
    }
}

fn away(why: &str) -> Failure {
    Failure {
        kind: Kind::Machine,
        message: why.to_owned(),
        hint: Some("mount it again; if it was emptied or moved on purpose, run `reeldrop init`".to_owned()),
    }
}
