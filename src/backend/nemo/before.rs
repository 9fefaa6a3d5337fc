//! The timeline as it was before a message, in the work folder: what the look after it is held against.

use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::disk;
use crate::nemovideo::{Digest, State, Tracks};

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Before {
    pub digest: Digest,
    pub draft: Option<Box<RawValue>>,
}

impl Before {
    pub(crate) fn of(state: &State) -> Self {
        Self { digest: state.digest(), draft: state.draft.clone() }
    }

    pub(crate) fn save(&self, path: &Path) -> disk::Result<()> {
        let text = serde_json::to_vec(self).expect("digests are text, and a draft was JSON when it came");
        disk::make_dir(disk::parent(path))?;
        disk::write_whole(path, &text)
    }

    pub(crate) fn tracks(&self) -> Tracks {
        self.draft.as_deref().map(Tracks::read).unwrap_or_default()
    }

    pub(crate) fn load(path: &Path) -> disk::Result<Self> {
        let bytes = disk::read(path, MAX_BYTES)?;
        serde_json::from_slice(&bytes).map_err(disk::at("understand", path))
    }
}

/// As large as a reply with a state may be.
const MAX_BYTES: u64 = 64 << 20;
