//! A disk as a power cut may leave it: what was synced is there; what was not is there or not.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path};

/// A file or a folder, whatever its names are.
pub type Node = usize;

/// What the world began with is the root's.
pub const ROOT: Node = 0;

#[derive(Clone, Debug)]
enum Kind {
    /// As the program sees it, and as it was when it was synced last.
    File {
        seen: Vec<u8>,
        synced: Vec<u8>,
    },
    Folder,
}

/// A name given, moved or taken away. Each is done as a whole or not at all, as journalling file systems do them, and
/// without what it stands on it is not done.
#[derive(Clone, Debug)]
struct Change {
    node: Node,
    from: Option<(Node, OsString)>,
    to: Option<(Node, OsString)>,
    /// One of the folders it happened in was synced since.
    synced: bool,
}

/// The names in each folder.
type Names = BTreeMap<Node, BTreeMap<OsString, Node>>;

/// What is there, what was there first, and every change of names since.
#[derive(Clone, Debug)]
pub struct Disk {
    nodes: Vec<Kind>,
    first: Names,
    seen: Names,
    changes: Vec<Change>,
}

/// What of all that was not synced a cut leaves.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    Nothing,
    /// Files have their names and not their bytes.
    Names,
    /// Files have their bytes and not their names.
    Bytes,
    /// Each name and each file by a toss, from this seed.
    Some(u64),
}

impl Disk {
    /// All that lies in `root` is on the disk.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut disk = Self { nodes: vec![Kind::Folder], first: Names::new(), seen: Names::new(), changes: Vec::new() };
        disk.read_into(root, ROOT)?;
        disk.first = disk.seen.clone();
        Ok(disk)
    }

    fn read_into(&mut self, path: &Path, folder: Node) -> io::Result<()> {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let is_folder = entry.file_type()?.is_dir();
            let bytes = if is_folder { Vec::new() } else { fs::read(entry.path())? };
            let node =
                self.add(if is_folder { Kind::Folder } else { Kind::File { seen: bytes.clone(), synced: bytes } });
            self.seen.entry(folder).or_default().insert(entry.file_name(), node);
            if is_folder {
                self.read_into(&entry.path(), node)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, kind: Kind) -> Node {
        self.nodes.push(kind);
        self.nodes.len() - 1
    }

    /// What has the path, below the root.
    pub fn find(&self, path: &Path) -> Option<Node> {
        path.components().try_fold(ROOT, |folder, name| match name {
            Component::Normal(name) => self.seen.get(&folder)?.get(name).copied(),
            _ => Some(folder),
        })
    }

    fn place(&self, path: &Path) -> Option<(Node, OsString)> {
        Some((self.find(path.parent()?)?, path.file_name()?.to_owned()))
    }

    /// A file or folder comes to be, if there is none.
    pub fn make(&mut self, path: &Path, folder: bool) -> Option<Node> {
        if let Some(there) = self.find(path) {
            return Some(there);
        }
        let to = self.place(path)?;
        let node = self.add(if folder { Kind::Folder } else { Kind::File { seen: Vec::new(), synced: Vec::new() } });
        self.change(node, None, Some(to));
        Some(node)
    }

    pub fn rename(&mut self, from: &Path, to: &Path) -> Option<()> {
        let node = self.find(from)?;
        let (from, to) = (self.place(from)?, self.place(to)?);
        self.change(node, Some(from), Some(to));
        Some(())
    }

    pub fn link(&mut self, from: &Path, to: &Path) -> Option<()> {
        let (node, to) = (self.find(from)?, self.place(to)?);
        self.change(node, None, Some(to));
        Some(())
    }

    pub fn remove(&mut self, path: &Path) -> Option<()> {
        let (node, from) = (self.find(path)?, self.place(path)?);
        self.change(node, Some(from), None);
        Some(())
    }

    fn change(&mut self, node: Node, from: Option<(Node, OsString)>, to: Option<(Node, OsString)>) {
        let change = Change { node, from, to, synced: false };
        apply(&mut self.seen, &change);
        self.changes.push(change);
    }

    /// Writes into a file.
    pub fn write(&mut self, file: Node, at: usize, bytes: &[u8]) {
        if let Kind::File { seen, .. } = &mut self.nodes[file] {
            seen.resize(seen.len().max(at + bytes.len()), 0);
            seen[at..at + bytes.len()].copy_from_slice(bytes);
        }
    }

    /// `None` where there is no file.
    pub fn cut_to(&mut self, file: Node, length: usize) -> Option<()> {
        let Kind::File { seen, .. } = &mut self.nodes[file] else { return None };
        seen.resize(length, 0);
        Some(())
    }

    pub fn bytes(&self, file: Node) -> &[u8] {
        match &self.nodes[file] {
            Kind::File { seen, .. } => seen,
            Kind::Folder => &[],
        }
    }

    /// The bytes of a file, or the names in a folder, are on the disk now.
    pub fn sync(&mut self, node: Node) {
        if let Kind::File { seen, synced } = &mut self.nodes[node] {
            synced.clone_from(seen);
        }
        for change in &mut self.changes {
            let folders = [&change.from, &change.to];
            change.synced |= folders.into_iter().flatten().any(|(folder, _)| *folder == node);
        }
    }

    /// What a cut at this moment leaves, as paths and bytes; folders have none.
    pub fn after_cut(&self, left: Left) -> BTreeMap<Vec<OsString>, Option<Vec<u8>>> {
        let mut dice = match left {
            Left::Some(seed) => Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1),
            _ => Dice(1),
        };
        let mut names = self.first.clone();
        for change in self.kept(left, &mut dice) {
            apply(&mut names, change);
        }
        let mut image = BTreeMap::new();
        self.walk(&names, ROOT, &mut Vec::new(), &mut |path, kind| {
            let bytes = match kind {
                Kind::Folder => None,
                Kind::File { seen, synced } => {
                    let kept = match left {
                        Left::Nothing | Left::Names => false,
                        Left::Bytes => true,
                        Left::Some(_) => dice.toss(),
                    };
                    Some(if kept { seen.clone() } else { synced.clone() })
                }
            };
            image.insert(path.to_vec(), bytes);
        });
        image
    }

    /// Of one file or folder the changes are kept in the order they were made: what was done to it before a change that
    /// is kept is kept.
    fn kept(&self, left: Left, dice: &mut Dice) -> Vec<&Change> {
        let (mut later, mut kept) = (BTreeSet::new(), Vec::new());
        for change in self.changes.iter().rev() {
            let wanted = match left {
                Left::Nothing | Left::Bytes => false,
                Left::Names => true,
                Left::Some(_) => dice.toss(),
            };
            if change.synced || wanted || later.contains(&change.node) {
                later.insert(change.node);
                kept.push(change);
            }
        }
        kept.reverse();
        kept
    }

    fn walk(&self, names: &Names, folder: Node, path: &mut Vec<OsString>, see: &mut impl FnMut(&[OsString], &Kind)) {
        for (name, node) in names.get(&folder).into_iter().flatten() {
            path.push(name.clone());
            see(path, &self.nodes[*node]);
            self.walk(names, *node, path, see);
            path.pop();
        }
    }
}

/// A change whose first half is not there any more has nothing to move.
fn apply(names: &mut Names, change: &Change) {
    let has = |names: &Names, (folder, name): &(Node, OsString)| {
        names.get(folder).and_then(|names| names.get::<OsStr>(name)) == Some(&change.node)
    };
    if let Some(from) = &change.from {
        if !has(names, from) {
            return;
        }
        names.entry(from.0).or_default().remove(&from.1);
    }
    if let Some((folder, name)) = &change.to {
        names.entry(*folder).or_default().insert(name.clone(), change.node);
    }
}

/// Marsaglia's xorshift, "Xorshift RNGs" (2003).
struct Dice(u64);

impl Dice {
    fn toss(&mut self) -> bool {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 & 0x100 == 0
    }
}
