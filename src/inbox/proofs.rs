//! The last questions to a folder that is quiet: does somebody still write, and is every file whole?

use std::cell::OnceCell;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::disk;
use crate::inbox::ends;
use crate::inbox::listing::{File, Listing};
use crate::inbox::reason::Reason;
use crate::inbox::writers;
use crate::media;

/// A file that has not grown for so long will not: the renderer takes the folder and names it.
const NEVER_COMES: Duration = Duration::from_mins(10);

/// The proofs of one look at an inbox. Who writes is asked once, and only if a folder is quiet at all.
pub(crate) struct Proofs<'a> {
    inbox: &'a Path,
    written: OnceCell<Vec<PathBuf>>,
}

impl<'a> Proofs<'a> {
    pub(crate) fn new(inbox: &'a Path) -> Self {
        Self { inbox, written: OnceCell::new() }
    }

    /// What speaks against taking a folder that has been quiet for `quiet`, if anything does.
    pub(crate) fn against(&self, listing: &Listing, quiet: Duration) -> Option<Reason> {
        let entry = self.inbox.join(&listing.name);
        if let Some(path) = self.written_in(&entry) {
            return Some(Reason::Written(path));
        }
        let unfinished = |file: &&File| quiet < NEVER_COMES && unfinished(&entry.join(&file.path));
        let media = listing.files.iter().filter(|file| media::kind(&file.path).is_some());
        media.into_iter().find(unfinished).map(|file| Reason::CutOff(file.path.clone()))
    }

    fn written_in(&self, entry: &Path) -> Option<PathBuf> {
        let entry = entry.canonicalize().ok()?;
        let written = self.written.get_or_init(|| writers::below(self.inbox));
        written.iter().find_map(|path| path.strip_prefix(&entry).ok()).map(Path::to_owned)
    }
}

/// A file that is in use cannot be judged yet; one that cannot be opened at all is for the renderer to name.
fn unfinished(path: &Path) -> bool {
    let judged = disk::open_file(path).map_err(|error| error.source).and_then(|mut file| {
        let size = file.metadata()?.len();
        ends::cut_off(path, &mut file, size)
    });
    judged.unwrap_or_else(|error| matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::WouldBlock))
}

#[cfg(test)]
mod tests {
    use super::Proofs;
    use crate::disk;
    use crate::inbox::list::list;
    use crate::inbox::listing::Listing;
    use crate::inbox::names::Names;
    use crate::inbox::reason::Reason;
    use crate::inbox::settings::Settings;
    use std::path::Path;
    use std::time::Duration;

    fn listing(entry: &Path) -> Listing {
        list(entry, true, &Names::new(&Settings::default()).unwrap()).unwrap()
    }

    fn against(inbox: &Path, quiet: Duration) -> Option<Reason> {
        Proofs::new(inbox).against(&listing(&inbox.join("beach")), quiet)
    }

    #[test]
    fn a_file_cut_off_holds_its_folder_for_ten_minutes_and_no_longer() {
        let inbox = tempfile::tempdir().unwrap();
        disk::make_dir(&inbox.path().join("beach")).unwrap();
        disk::write_whole(&inbox.path().join("beach/a.jpg"), b"\xff\xd8\xff\xda\0\x02 and no end").unwrap();
        assert_eq!(against(inbox.path(), Duration::from_secs(599)), Some(Reason::CutOff("a.jpg".into())));
        assert_eq!(against(inbox.path(), Duration::from_mins(10)), None);
    }

    #[test]
    fn words_may_end_as_they_like() {
        let inbox = tempfile::tempdir().unwrap();
        disk::make_dir(&inbox.path().join("beach")).unwrap();
        disk::write_whole(&inbox.path().join("beach/prompt.txt"), b"").unwrap();
        assert_eq!(against(inbox.path(), Duration::ZERO), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_that_is_still_being_written_is_named() {
        let inbox = tempfile::tempdir().unwrap();
        disk::make_dir(&inbox.path().join("beach/sub")).unwrap();
        let writer = disk::create(&inbox.path().join("beach/sub/IMG_0412.jpg")).unwrap();
        let reason = against(inbox.path(), Duration::from_hours(1)).unwrap();
        assert_eq!(reason.to_string(), "sub/IMG_0412.jpg is still being written");
        drop(writer);
        assert_eq!(against(inbox.path(), Duration::from_hours(1)), None);
    }
}
