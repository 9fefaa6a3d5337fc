//! A glance at a folder of which nothing is expected: whether a name came or went in it since it was listed.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::inbox::listing::Listing;

/// When the names in a folder changed last, by the disk's own note, and which folder it is: to be compared, never
/// believed. `None` if it is gone.
type Stamp = Option<[i64; 5]>;

/// Two listings so far apart must agree before a glance is believed: some disks tell times to two seconds only (FAT).
const APART: Duration = Duration::from_secs(5);

/// What the folders of an entry looked like when it was listed. One question a folder, where a listing has one a file.
#[derive(Clone, Debug)]
pub(crate) struct Glance {
    /// Below the entry; the entry itself is the first.
    folders: Vec<PathBuf>,
    stamps: Vec<Stamp>,
    fingerprint: String,
    since: Instant,
    /// The last listing that found the same, if there was a second.
    confirmed: Option<Instant>,
}

impl Glance {
    /// `listing` is what `entry` held at `now`; `None` if it was not read to its end.
    pub(crate) fn of(entry: &Path, listing: &Listing, now: Instant) -> Option<Self> {
        let folders: Vec<PathBuf> = std::iter::once(PathBuf::new()).chain(listing.folders.iter().cloned()).collect();
        let stamps = stamps(entry, &folders);
        let fingerprint = listing.fingerprint();
        listing.too_much.is_none().then_some(Self { folders, stamps, fingerprint, since: now, confirmed: None })
    }

    /// Whether no name came or went since.
    pub(crate) fn holds(&self, entry: &Path) -> bool {
        stamps(entry, &self.folders) == self.stamps
    }

    /// Takes in a further listing, made after a glance that held; says whether it found the same.
    pub(crate) fn confirm(&mut self, listing: &Listing, now: Instant) -> bool {
        let same = listing.fingerprint() == self.fingerprint;
        if same && now.saturating_duration_since(self.since) >= APART {
            self.confirmed = Some(now);
        }
        same
    }

    /// Whether a glance is enough at `now`, since a listing not older than `longest` has confirmed it.
    pub(crate) fn suffices(&self, longest: Duration, now: Instant) -> bool {
        self.confirmed.is_some_and(|listed| now.saturating_duration_since(listed) < longest)
    }
}

fn stamps(entry: &Path, folders: &[PathBuf]) -> Vec<Stamp> {
    folders.iter().map(|folder| stamp(&entry.join(folder))).collect()
}

fn stamp(folder: &Path) -> Stamp {
    let about = fs::symlink_metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    Some([about.ino().cast_signed(), about.mtime(), about.mtime_nsec(), about.ctime(), about.ctime_nsec()])
}

#[cfg(test)]
mod tests {
    use super::{APART, Glance};
    use crate::clock;
    use crate::disk;
    use crate::inbox::list::list;
    use crate::inbox::listing::Listing;
    use crate::inbox::names::Names;
    use crate::inbox::settings::Settings;
    use std::path::Path;
    use std::time::Duration;

    fn listing(entry: &Path) -> Listing {
        list(entry, true, &Names::new(&Settings::default()).unwrap()).unwrap()
    }

    #[test]
    fn a_name_that_comes_goes_or_changes_is_seen_at_any_depth() {
        let entry = tempfile::tempdir().unwrap();
        disk::make_dir(&entry.path().join("a/b")).unwrap();
        disk::write_whole(&entry.path().join("a/b/c.jpg.part"), b"half").unwrap();
        let glance = |entry: &Path| Glance::of(entry, &listing(entry), clock::instant()).unwrap();
        let before = glance(entry.path());
        assert!(before.holds(entry.path()));
        disk::rename(&entry.path().join("a/b/c.jpg.part"), &entry.path().join("a/b/c.jpg")).unwrap();
        assert!(!before.holds(entry.path()));
        let before = glance(entry.path());
        disk::rename(&entry.path().join("a"), &entry.path().join("z")).unwrap();
        assert!(!before.holds(entry.path()));
        let before = glance(entry.path());
        disk::remove_tree(entry.path()).unwrap();
        assert!(!before.holds(entry.path()));
    }

    #[test]
    fn it_is_believed_once_two_listings_far_enough_apart_agree_and_not_for_ever() {
        let entry = tempfile::tempdir().unwrap();
        let (now, longest) = (clock::instant(), Duration::from_mins(1));
        let mut glance = Glance::of(entry.path(), &listing(entry.path()), now).unwrap();
        assert!(!glance.suffices(longest, now));
        assert!(glance.confirm(&listing(entry.path()), now + APART / 2));
        assert!(!glance.suffices(longest, now + APART / 2));
        assert!(glance.confirm(&listing(entry.path()), now + APART));
        assert!(glance.suffices(longest, now + APART) && !glance.suffices(longest, now + APART + longest));
        disk::create(&entry.path().join("a.jpg")).unwrap();
        assert!(!glance.confirm(&listing(entry.path()), now + APART));
    }
}
