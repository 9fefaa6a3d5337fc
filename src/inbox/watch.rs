//! Wakes whoever looks at an inbox. Events are a hint that may be lost or late: what is there, the next look decides.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::disk;
use crate::inbox::settings::{Mode, Settings};

/// How an inbox is watched, and where that is not by events, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watching {
    Events,
    Poll { why: String },
}

impl Watching {
    /// `events` or `poll`, as `status` says it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::Poll { .. } => "poll",
        }
    }
}

/// How an inbox would be watched, as far as that can be told without trying.
#[must_use]
pub fn watching(settings: &Settings) -> Watching {
    match reason_to_poll(&settings.inbox, settings.mode) {
        Some(why) => Watching::Poll { why },
        None => Watching::Events,
    }
}

/// What has been heard of since the last question.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Entries, or other names directly in the inbox, in which something changed.
    pub names: BTreeSet<OsString>,
    /// Those of them that were renamed into the inbox.
    pub moved_in: BTreeSet<OsString>,
    /// Events were lost, or there were more than are worth telling apart.
    pub everything: bool,
}

/// More names than this are no longer kept apart.
const MOST_NAMES: usize = 4096;

impl Touched {
    fn is_empty(&self) -> bool {
        self.names.is_empty() && !self.everything
    }

    pub(crate) fn touches(&self, name: &OsStr) -> bool {
        self.everything || self.names.contains(name)
    }
}

/// A running watch of the inbox itself, not of what lies deeper, and of the entries that it is told to follow.
pub struct Watch {
    inbox: PathBuf,
    watching: Watching,
    watcher: Option<RecommendedWatcher>,
    touched: Arc<Mutex<Touched>>,
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("inbox", &self.inbox)
            .field("watching", &self.watching)
            .field("touched", &self.touched)
            .finish_non_exhaustive()
    }
}

impl Watch {
    /// Begins to watch. `wake` is called from another thread, once for everything that happens until the next question
    /// what was touched, and never because somebody reads. Where events cannot be had, it is never called.
    pub fn start(inbox: &Path, mode: Mode, wake: impl Fn() + Send + 'static) -> Self {
        // Some systems tell the resolved name of what changed.
        let inbox = inbox.canonicalize().unwrap_or_else(|_| inbox.to_owned());
        let touched = Arc::default();
        let started = match reason_to_poll(&inbox, mode) {
            Some(why) => Err(why),
            None => listen(&inbox, Arc::clone(&touched), wake).map_err(|error| explain(&inbox, &error)),
        };
        let (watching, watcher) = match started {
            Ok(watcher) => (Watching::Events, Some(watcher)),
            Err(why) => (Watching::Poll { why }, None),
        };
        Self { inbox, watching, watcher, touched }
    }

    #[must_use]
    pub fn watching(&self) -> &Watching {
        &self.watching
    }

    /// Watches inside an entry too, though not in its folders. A refusal is no harm: looks find what events do not say.
    pub fn follow(&mut self, name: &OsStr) {
        if let Some(watcher) = &mut self.watcher {
            let _ = watcher.watch(&self.inbox.join(name), RecursiveMode::NonRecursive);
        }
    }

    /// Watches the entry no longer; fine if it is gone.
    pub fn unfollow(&mut self, name: &OsStr) {
        if let Some(watcher) = &mut self.watcher {
            let _ = watcher.unwatch(&self.inbox.join(name));
        }
    }

    /// What was touched since the last question; the next event wakes again.
    pub(crate) fn touched(&self) -> Touched {
        std::mem::take(&mut *self.touched.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn reason_to_poll(inbox: &Path, mode: Mode) -> Option<String> {
    match mode {
        Mode::Events => None,
        Mode::Poll => Some("the settings say `mode = \"poll\"`".into()),
        Mode::Auto => {
            let network = disk::network(inbox).ok()??.0;
            Some(format!("`{}` lies on {network}, which does not tell of changes made elsewhere", inbox.display()))
        }
    }
}

fn listen(
    inbox: &Path,
    touched: Arc<Mutex<Touched>>,
    wake: impl Fn() + Send + 'static,
) -> notify::Result<RecommendedWatcher> {
    let root = inbox.to_owned();
    let hear = move |event: notify::Result<Event>| {
        let mut touched = touched.lock().unwrap_or_else(PoisonError::into_inner);
        let was_empty = touched.is_empty();
        note(&mut touched, &root, event);
        let news = was_empty && !touched.is_empty();
        drop(touched);
        if news {
            wake();
        }
    };
    let mut watcher = RecommendedWatcher::new(hear, Config::default().with_follow_symlinks(false))?;
    watcher.watch(inbox, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

fn note(touched: &mut Touched, inbox: &Path, event: notify::Result<Event>) {
    let Ok(event) = event else { return touched.everything = true };
    if event.need_rescan() {
        touched.everything = true;
    }
    if is_reading(event.kind) {
        return;
    }
    let moved_in = matches!(event.kind, EventKind::Modify(ModifyKind::Name(RenameMode::To)));
    for path in &event.paths {
        match path.strip_prefix(inbox).map(first_name) {
            Ok(Some((name, rest))) => {
                touched.names.insert(name.to_owned());
                if moved_in && rest.as_os_str().is_empty() {
                    touched.moved_in.insert(name.to_owned());
                }
            }
            _ => touched.everything = true, // the inbox itself
        }
    }
    if touched.names.len() > MOST_NAMES {
        *touched = Touched { everything: true, ..Touched::default() };
    }
}

/// We read what we watch, and must not wake ourselves. A file closed after writing is news all the same.
fn is_reading(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

fn first_name(path: &Path) -> Option<(&OsStr, &Path)> {
    let mut names = path.components();
    match names.next() {
        Some(Component::Normal(name)) => Some((name, names.as_path())),
        _ => None,
    }
}

/// Why there are no events, and the remedy where there is one; inotify(7) has the limits.
fn explain(inbox: &Path, error: &notify::Error) -> String {
    let remedy = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "; raise the limit with `sysctl fs.inotify.max_user_watches=524288`",
        notify::ErrorKind::Io(error) if error.raw_os_error() == Some(rustix::io::Errno::MFILE.raw_os_error()) => {
            "; raise the limit with `sysctl fs.inotify.max_user_instances=1024`"
        }
        _ => "",
    };
    format!("`{}` cannot be watched: {error}{remedy}", inbox.display())
}

#[cfg(test)]
#[path = "watch_tests.rs"]
mod tests;
