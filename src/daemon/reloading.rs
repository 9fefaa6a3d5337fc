//! A changed config takes effect without a restart; one with a mistake changes nothing, and the mistake is said.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

use crate::daemon::settings::Settings;

/// Where the settings come from, and how they are read anew.
pub struct Source {
    /// The file whose change is noticed; `None` where there is none.
    pub file: Option<PathBuf>,
    /// Reads them, or says in a sentence what is wrong with them.
    pub read: Box<dyn Fn() -> Result<Settings, String> + Send>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Source").field("file", &self.file).finish_non_exhaustive()
    }
}

/// Between two looks at the file. A change counts when two looks in a row find the same: an editor may still be writing.
const LOOK: Duration = Duration::from_secs(1);

/// What tells one state of a file from another.
type State = Option<(u64, u64, i64, i64)>;

/// Waits for the file to change and come to rest, or for somebody to ask.
#[derive(Debug)]
pub(crate) struct Changes {
    file: Option<PathBuf>,
    known: State,
    asked: watch::Receiver<()>,
}

impl Changes {
    pub(crate) fn of(source: &Source, asked: watch::Receiver<()>) -> Self {
        let file = source.file.clone();
        Self { known: file.as_deref().and_then(state), file, asked }
    }

    pub(crate) async fn next(&mut self) {
        let mut seen = self.known;
        loop {
            if let Ok(Ok(())) = timeout(LOOK, self.asked.changed()).await {
                self.known = self.file.as_deref().and_then(state);
                return;
            }
            let now = self.file.as_deref().and_then(state);
            if now == seen && now != self.known && now.is_some() {
                self.known = now;
                return;
            }
            seen = now;
        }
    }
}

fn state(file: &Path) -> State {
    let about = fs::metadata(file).ok()?;
    Some((about.ino(), about.len(), about.mtime(), about.mtime_nsec()))
}
