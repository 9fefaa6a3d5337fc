//! What lies in one entry: enough to tell whether it changes, and later what the film is made of.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::media::{self, Kind, natural_order};

/// One regular file of an entry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Below the entry, byte for byte as the disk has it.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since 1970 by the clock of whoever wrote the file: to be compared, never believed.
    pub modified_ns: i128,
}

/// Why a folder was not read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// It holds more names than this.
    Names(usize),
    /// Folders lie in folders deeper than this.
    Depth(usize),
}

/// One entry as one look found it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entry's own name.
    pub name: OsString,
    /// In the order of the bytes of their paths.
    pub files: Vec<File>,
    /// Links, pipes, sockets and devices: never opened.
    pub unusable: Vec<PathBuf>,
    /// What shows that a copy is still going on.
    pub partial: Vec<PathBuf>,
    /// Folders below the entry.
    pub folders: Vec<PathBuf>,
    /// Whether the ready marker is there.
    pub ready: bool,
    /// Set where the look stopped early; what it did not see is in none of the lists.
    pub too_much: Option<TooMuch>,
    /// How long ago anything in it was changed, by the wall clock and the disk's own note of it (`st_ctime`). A hint:
    /// `None` where that would lie in the future.
    pub still_for: Option<Duration>,
}

impl Listing {
    /// The pictures in the order people number them.
    #[must_use]
    pub fn pictures(&self) -> Vec<&File> {
        self.of_kind(Kind::Picture)
    }

    /// The sounds in the order people number them.
    #[must_use]
    pub fn sounds(&self) -> Vec<&File> {
        self.of_kind(Kind::Sound)
    }

    fn of_kind(&self, kind: Kind) -> Vec<&File> {
        let mut files: Vec<_> = self.files.iter().filter(|file| media::kind(&file.path) == Some(kind)).collect();
        files.sort_by(|a, b| natural_order(&a.path.to_string_lossy(), &b.path.to_string_lossy()));
        files
    }

    /// The file directly in the entry with this name, such as `prompt.txt`; upper and lower case are one.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&File> {
        let is_it = |path: &Path| path.as_os_str().to_str().is_some_and(|path| path.eq_ignore_ascii_case(name));
        self.files.iter().find(|file| is_it(&file.path))
    }

    /// 32 hexadecimal digits that change whenever a name, a size or a time does, and that do not depend on the order
    /// in which the disk gave the names. Stable between versions, since the database keeps it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Fnv::new();
        hash.number(self.files.len() as u128);
        for file in &self.files {
            hash.name(file.path.as_os_str());
            hash.number(u128::from(file.size));
            hash.number(file.modified_ns.cast_unsigned());
        }
        for names in [&self.unusable, &self.partial] {
            hash.number(names.len() as u128);
            for path in names {
                hash.name(path.as_os_str());
            }
        }
        hash.number(self.folders.len() as u128);
        hash.number(u128::from(self.ready));
        hash.number(u128::from(self.too_much.is_some()));
        format!("{:032x}", hash.0)
    }
}

/// FNV-1a with 128 bits; the two numbers are those of draft-eastlake-fnv, section 5.
struct Fnv(u128);

impl Fnv {
    const PRIME: u128 = 0x0100_0000_0000_0000_0000_013b;

    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(Self::PRIME);
        }
    }

    fn number(&mut self, number: u128) {
        self.bytes(&number.to_le_bytes());
    }

    /// The length goes first, so that no two lists of names read alike.
    fn name(&mut self, name: &OsStr) {
        self.number(name.len() as u128);
        self.bytes(name.as_encoded_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{File, Fnv, Listing};
    use proptest::prelude::*;

    fn file(path: &str, size: u64, modified_ns: i128) -> File {
        File { path: path.into(), size, modified_ns }
    }

    fn listing(files: Vec<File>) -> Listing {
        Listing { files, ..Listing::default() }
    }

    #[test]
    fn the_hash_is_the_published_one() {
        let mut hash = Fnv::new();
        hash.bytes(b"a");
        assert_eq!(hash.0, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
    }

    #[test]
    fn a_fingerprint_in_an_old_database_still_means_the_same() {
        let folder = listing(vec![file("a.jpg", 10, 1_700_000_000_123_456_789), file("b/c.png", 0, -1)]);
        assert_eq!(folder.fingerprint(), "4553b14129a18ba9b757f2895a79f7f6");
    }

    #[test]
    fn pictures_come_in_the_order_people_number_them() {
        let files = ["img10.jpg", "img2.JPG", "notes.md", "sub/img1.png", "track.mp3", "Prompt.txt"];
        let folder = listing(files.iter().map(|path| file(path, 1, 0)).collect());
        let paths = |files: Vec<&File>| files.iter().map(|file| file.path.display().to_string()).collect::<Vec<_>>();
        assert_eq!(paths(folder.pictures()), ["img2.JPG", "img10.jpg", "sub/img1.png"]);
        assert_eq!(paths(folder.sounds()), ["track.mp3"]);
        assert_eq!(folder.file("prompt.txt").unwrap().path.as_os_str(), "Prompt.txt");
        assert_eq!(folder.file("img1.png"), None);
    }

    fn files() -> impl Strategy<Value = Vec<File>> {
        prop::collection::vec(("[a-c]{1,3}", 0..3_u64, -2..2_i128), 0..6)
            .prop_map(|files| files.iter().map(|(path, size, modified)| file(path, *size, *modified)).collect())
    }

    proptest! {
        #[test]
        fn two_folders_have_one_fingerprint_only_when_they_are_alike(a in files(), b in files()) {
            let alike = a == b;
            prop_assert_eq!(listing(a).fingerprint() == listing(b).fingerprint(), alike);
        }

        #[test]
        fn any_name_or_number_can_be_hashed(path in "\\PC*", size: u64, modified: i128) {
            let folder = listing(vec![file(&path, size, modified)]);
            prop_assert_eq!(folder.fingerprint().len(), 32);
            prop_assert_ne!(folder.fingerprint(), listing(Vec::new()).fingerprint());
        }
    }
}
