//! What was seen on pictures and heard in sounds, kept so that each file is looked at once.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::render::{Face, Proof};

/// All that composing needs to know of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// As it is seen, in pixels. `faces` is nothing where nobody has looked for any, `proof` where nobody wanted one.
    Picture {
        width: u32,
        height: u32,
        taken: Option<String>,
        faces: Option<Vec<Face>>,
        #[serde(default)]
        proof: Option<Proof>,
    },
    /// `seconds` long. `beats` is nothing where nobody has listened for any, in seconds otherwise.
    Sound { seconds: f64, beats: Option<Vec<f64>> },
    /// It cannot be used: a sentence that names it, and the innermost reason, which does not say where it lies.
    Bad { sentence: String, reason: String },
}

/// By the files' names in their source folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey(BTreeMap<String, Seen>);

/// One file of a survey that is kept on disk, with what shows that the file is still the same.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    bytes: u64,
    /// When the file was written, in nanoseconds since 1970.
    written: u64,
    seen: Seen,
}

/// 500 pictures with many faces each, and the beats of a long piece.
const MAX_BYTES: u64 = 64 << 20;

impl Survey {
    #[must_use]
    pub fn of(&self, file: &str) -> Option<&Seen> {
        self.0.get(file)
    }

    pub fn add(&mut self, file: String, seen: Seen) {
        self.0.insert(file, seen);
    }

    /// What was kept of files that have not changed since; nothing where nothing is kept, or nothing that can be read.
    pub(crate) fn load(path: &Path, source: &Path) -> Self {
        let read = disk::read(path, MAX_BYTES).ok();
        let kept: BTreeMap<String, Kept> =
            read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        let same = |(file, kept): (String, Kept)| {
            let (bytes, written) = stamp(&source.join(&file))?;
            (bytes == kept.bytes && written == kept.written).then_some((file, kept.seen))
        };
        Self(kept.into_iter().filter_map(same).collect())
    }

    pub(crate) fn save(&self, path: &Path, source: &Path) -> disk::Result<()> {
        let kept = |(file, seen): (&String, &Seen)| {
            let (bytes, written) = stamp(&source.join(file))?;
            Some((file.clone(), Kept { bytes, written, seen: seen.clone() }))
        };
        let kept: BTreeMap<String, Kept> = self.0.iter().filter_map(kept).collect();
        disk::write_whole(path, &serde_json::to_vec(&kept).expect("words and numbers are JSON"))
    }
}

fn stamp(path: &Path) -> Option<(u64, u64)> {
    let about: Metadata = path.symlink_metadata().ok()?;
    let written = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some((about.len(), u64::try_from(written.as_nanos()).ok()?))
}

impl FromIterator<(String, Seen)> for Survey {
    fn from_iter<T: IntoIterator<Item = (String, Seen)>>(files: T) -> Self {
        Self(files.into_iter().collect())
    }
}

impl IntoIterator for Survey {
    type Item = (String, Seen);
    type IntoIter = std::collections::btree_map::IntoIter<String, Seen>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
