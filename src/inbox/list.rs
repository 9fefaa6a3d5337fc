//! Reads one entry into a listing: names, sizes and times, never a byte of a file.

use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::clock;
use crate::disk::at;
use crate::inbox::error::Error;
use crate::inbox::listing::{File, Listing, TooMuch};
use crate::inbox::names::{Names, Sort};

/// Forty times the pictures that a job may have by default, and two megabytes of names.
const MOST_NAMES: usize = 20_000;

/// Photo libraries go four or five folders deep.
const DEEPEST: usize = 16;

/// Reads the entry, with the folders in it where `recursive`. Links are noted and never followed; a folder without end
/// is read to a limit, and the listing says so. What disappears during the look is left out.
pub fn list(entry: &Path, recursive: bool, names: &Names) -> Result<Listing, Error> {
    let own = fs::symlink_metadata(entry).map_err(at("look at", entry))?;
    if !own.is_dir() {
        return Err(at("list", entry)(io::Error::from(io::ErrorKind::NotADirectory)).into());
    }
    let name = entry.file_name().unwrap_or_default().to_owned();
    let mut reader =
        Reader { names, listing: Listing { name, ..Listing::default() }, seen: 0, newest_ns: changed_ns(&own) };
    let mut folders = vec![(PathBuf::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for found in reader.folder(entry, &folder)? {
            match depth + 1 {
                _ if !recursive => {}
                DEEPEST => reader.listing.too_much = Some(TooMuch::Depth(DEEPEST)),
                deeper => folders.push((found, deeper)),
            }
        }
    }
    Ok(reader.done())
}

struct Reader<'a> {
    names: &'a Names,
    listing: Listing,
    seen: usize,
    newest_ns: i128,
}

impl Reader<'_> {
    /// Reads one folder and gives back the folders in it.
    fn folder(&mut self, entry: &Path, below: &Path) -> Result<Vec<PathBuf>, Error> {
        let path = entry.join(below);
        let mut folders = Vec::new();
        let reading = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folders),
            reading => reading.map_err(at("list", &path))?,
        };
        for found in reading {
            if self.seen == MOST_NAMES {
                self.listing.too_much = Some(TooMuch::Names(MOST_NAMES));
                break;
            }
            self.seen += 1;
            self.name(&found.map_err(at("list", &path))?, below, &mut folders);
        }
        Ok(folders)
    }

    fn name(&mut self, found: &DirEntry, below: &Path, folders: &mut Vec<PathBuf>) {
        let name = found.file_name();
        let path = below.join(&name);
        match self.names.sort(&name) {
            Sort::Ignored => {}
            Sort::Ready => self.listing.ready |= below.as_os_str().is_empty(),
            Sort::Partial => self.listing.partial.push(path),
            Sort::Content => {
                if let Ok(about) = found.metadata() {
                    self.content(path, &about, folders);
                }
            }
        }
    }

    fn content(&mut self, path: PathBuf, about: &Metadata, folders: &mut Vec<PathBuf>) {
        self.newest_ns = self.newest_ns.max(changed_ns(about));
        if about.created().is_ok_and(held_by_finder) {
            self.listing.partial.push(path.clone());
        }
        if about.is_dir() {
            self.listing.folders.push(path.clone());
            folders.push(path);
        } else if about.is_file() {
            let modified_ns = nanoseconds(about.mtime(), about.mtime_nsec());
            self.listing.files.push(File { path, size: about.len(), modified_ns });
        } else {
            self.listing.unusable.push(path);
        }
    }

    fn done(self) -> Listing {
        let mut listing = self.listing;
        listing.files.sort_unstable();
        listing.unusable.sort_unstable();
        listing.partial.sort_unstable();
        listing.folders.sort_unstable();
        let age_ns = clock::now().as_nanosecond() - self.newest_ns;
        listing.still_for = u64::try_from(age_ns).ok().map(Duration::from_nanos);
        listing
    }
}

/// The time of the last change of the bytes, the name or the times: unlike the time of writing, no copy can set it back.
fn changed_ns(about: &Metadata) -> i128 {
    nanoseconds(about.ctime(), about.ctime_nsec())
}

fn nanoseconds(seconds: i64, rest: i64) -> i128 {
    i128::from(seconds) * 1_000_000_000 + i128::from(rest)
}

/// What the Finder gives as the time of birth to what it is still copying: `kMagicBusyCreationDate` for a file
/// (1904-01-01), and 1984-01-24 08:00 UTC for a folder.
fn held_by_finder(born: SystemTime) -> bool {
    const FILE_BEFORE_1970: u64 = 2_082_844_800;
    const FOLDER_AFTER_1970: u64 = 443_779_200;
    match born.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => after.as_secs() == FOLDER_AFTER_1970,
        Err(before) => before.duration().as_secs() == FILE_BEFORE_1970,
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
