//! The calls of a run as strace wrote them down, played on the model of a disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use super::model::{Disk, Node};

/// What has to be traced, so that the model knows all that lies on the disk.
pub const TRACED: &str = "openat,write,pwrite64,lseek,copy_file_range,ftruncate,fallocate,fsync,fdatasync,mkdir,\
                          rename,renameat2,link,linkat,unlink,unlinkat,rmdir";

/// One call that went well: its name, its arguments, and what it returned.
#[derive(Clone, Debug)]
pub struct Call {
    name: String,
    arguments: Vec<String>,
    result: String,
}

/// The calls in the order in which they ended; two threads' calls may be cut in halves by each other.
pub fn calls(trace: &str) -> Vec<Call> {
    let mut begun = BTreeMap::<&str, &str>::new();
    let mut calls = Vec::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(first) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(thread, first);
        } else if let Some((_, second)) = rest.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
            let first = begun.remove(thread).unwrap_or_default();
            calls.extend(call(&format!("{first}{second}")));
        } else {
            calls.extend(call(rest));
        }
    }
    calls
}

fn call(line: &str) -> Option<Call> {
    let (name, rest) = line.split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ").or_else(|| rest.rsplit_once(')'))?;
    let result = result.trim_start_matches([' ', '=']);
    let arguments = arguments.split(", ").map(str::to_owned).collect();
    let went_well = result.starts_with(|c: char| c.is_ascii_digit());
    went_well.then(|| Call { name: name.to_owned(), arguments, result: result.to_owned() })
}

/// A disk, and where in its files the program stands.
pub struct Player<'a> {
    pub disk: Disk,
    root: &'a Path,
    /// By number and path of the open file; none where every write goes to the end.
    places: BTreeMap<(u32, PathBuf), Option<usize>>,
}

impl<'a> Player<'a> {
    pub fn new(disk: Disk, root: &'a Path) -> Self {
        Self { disk, root, places: BTreeMap::new() }
    }

    /// Does to the model what the call did to the disk; says whether it was about anything in it.
    pub fn play(&mut self, call: &Call) -> bool {
        self.act(call).is_some()
    }

    fn act(&mut self, call: &Call) -> Option<()> {
        let argument = |number: usize| call.arguments.get(number).map(String::as_str).unwrap_or_default();
        let number = |text: &str| text.split(['<', ' ']).next()?.parse::<usize>().ok();
        match call.name.as_str() {
            "openat" => self.open(argument(2), &call.result),
            "write" => self.write(argument(0), &bytes(argument(1)), None),
            "pwrite64" => self.write(argument(0), &bytes(argument(1)), Some(number(argument(3))?)),
            "lseek" => {
                self.places.insert(open_file(argument(0))?, Some(number(&call.result)?));
                None
            }
            "copy_file_range" => {
                let source = self.file(argument(0))?;
                let length = number(&call.result)?;
                let at = self.place(argument(2))?;
                let copied = self.disk.bytes(source).get(at..at + length)?.to_vec();
                self.write(argument(2), &copied, None)
            }
            "ftruncate" => self.disk.cut_to(self.file(argument(0))?, number(argument(1))?),
            "fallocate" => {
                let (file, end) = (self.file(argument(0))?, number(argument(2))? + number(argument(3))?);
                let end = end.max(self.disk.bytes(file).len());
                self.disk.cut_to(file, end)
            }
            "fsync" | "fdatasync" => self.file(argument(0)).map(|node| self.disk.sync(node)),
            "mkdir" => self.disk.make(&self.below(&path(argument(0)))?, true).map(drop),
            "rename" => self.two(argument(0), argument(1), Disk::rename),
            "renameat2" => self.two(argument(1), argument(3), Disk::rename),
            "link" => self.two(argument(0), argument(1), Disk::link),
            "linkat" => self.two(argument(1), argument(3), Disk::link),
            "unlink" | "rmdir" => self.disk.remove(&self.below(&path(argument(0)))?),
            "unlinkat" => {
                let folder = argument(0).split_once('<').map(|(_, path)| decoded(path)).unwrap_or_default();
                self.disk.remove(&self.below(&folder.join(path(argument(1))))?)
            }
            _ => None,
        }
    }

    fn two(&mut self, from: &str, to: &str, act: fn(&mut Disk, &Path, &Path) -> Option<()>) -> Option<()> {
        let (from, to) = (self.below(&path(from))?, self.below(&path(to))?);
        act(&mut self.disk, &from, &to)
    }

    fn open(&mut self, flags: &str, opened: &str) -> Option<()> {
        let key = open_file(opened)?;
        let path = self.below(&key.1)?;
        self.places.insert(key, (!flags.contains("O_APPEND")).then_some(0));
        let created = flags.contains("O_CREAT") && self.disk.find(&path).is_none();
        if created {
            self.disk.make(&path, false)?;
        }
        if flags.contains("O_TRUNC") {
            let file = self.disk.find(&path)?;
            self.disk.cut_to(file, 0)?;
        }
        (created || flags.contains("O_TRUNC")).then_some(())
    }

    fn write(&mut self, to: &str, bytes: &[u8], at: Option<usize>) -> Option<()> {
        let (file, place) = (self.file(to)?, self.place(to)?);
        self.disk.write(file, at.unwrap_or(place), bytes);
        if at.is_none()
            && let Some(Some(place)) = self.places.get_mut(&open_file(to)?)
        {
            *place += bytes.len();
        }
        Some(())
    }

    fn place(&self, file: &str) -> Option<usize> {
        let end = self.disk.bytes(self.file(file)?).len();
        // Opened under a name that it has no longer: it is written from its beginning to its end.
        Some(self.places.get(&open_file(file)?).copied().flatten().unwrap_or(end))
    }

    fn file(&self, open: &str) -> Option<Node> {
        self.disk.find(&self.below(&open_file(open)?.1)?)
    }

    fn below(&self, path: &Path) -> Option<PathBuf> {
        path.strip_prefix(self.root).ok().map(Path::to_owned)
    }
}

/// `5<path>`.
fn open_file(text: &str) -> Option<(u32, PathBuf)> {
    let (number, path) = text.split_once('<')?;
    Some((number.parse().ok()?, decoded(path)))
}

/// `"path"`.
fn path(text: &str) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(&bytes(text)))
}

fn decoded(text: &str) -> PathBuf {
    path(text.split_once('>').map_or(text, |(path, _)| path))
}

/// strace writes every byte as `\x2f`.
fn bytes(text: &str) -> Vec<u8> {
    let digits = text.split("\\x").skip(1).filter_map(|digits| digits.get(..2));
    digits.filter_map(|digits| u8::from_str_radix(digits, 16).ok()).collect()
}
