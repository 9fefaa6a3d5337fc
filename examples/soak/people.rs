//! The people around the daemon: one drops folders, one takes every film the moment it is there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use image::{Rgb, RgbImage};
use reeldrop::render;

/// What a folder must become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Film,
    /// There is no picture in it.
    Failed,
    /// Somebody called it off: either may happen, and exactly one.
    Either,
}

/// Where everything lies.
#[derive(Clone, Debug)]
pub struct Place(pub PathBuf);

impl Place {
    pub fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.at(folder)).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }
}

/// Drops folders, so that a few always wait.
#[derive(Debug)]
pub struct Dropper {
    place: Place,
    pub dropped: BTreeMap<String, Fate>,
}

/// So many folders wait at most.
const WAITING: usize = 4;
/// One in so many has no picture.
const BROKEN: usize = 9;

impl Dropper {
    pub fn new(place: Place) -> Self {
        fs::create_dir_all(place.at("inbox")).expect("a new folder");
        fs::create_dir_all(place.at("aside")).expect("a new folder");
        Self { place, dropped: BTreeMap::new() }
    }

    pub fn keep_dropping(&mut self) {
        if self.place.names("inbox").len() > WAITING {
            return;
        }
        let number = self.dropped.len();
        let (name, broken) = (format!("f{number:05}"), number % BROKEN == BROKEN - 1);
        let aside = self.place.at("aside").join(&name);
        fs::create_dir(&aside).expect("a new folder");
        if broken {
            fs::write(aside.join("notes.txt"), &name).expect("a new file");
        } else {
            let picture = RgbImage::from_fn(64, 48, |x, y| Rgb([x as u8 * 3, y as u8 * 5, number as u8]));
            picture.save(aside.join("a.png")).expect("a new picture");
        }
        fs::rename(&aside, self.place.at("inbox").join(&name)).expect("a move into the inbox");
        self.dropped.insert(name, if broken { Fate::Failed } else { Fate::Film });
    }
}

/// Takes films away and looks at each.
#[derive(Debug)]
pub struct Consumer {
    place: Place,
    /// How often a film of each name came out.
    pub taken: BTreeMap<String, u32>,
    pub torn: Vec<String>,
    frames: u32,
}

impl Consumer {
    pub fn new(place: Place, frames: u32) -> Self {
        fs::create_dir_all(place.at("taken")).expect("a new folder");
        Self { place, taken: BTreeMap::new(), torn: Vec::new(), frames }
    }

    pub fn take(&mut self) {
        for name in self.place.names("outbox") {
            if Path::new(&name).extension().is_some_and(|ending| ending == "mp4") {
                let mine = self.place.at("taken").join(&name);
                fs::rename(self.place.at("outbox").join(&name), &mine).expect("the film is taken");
                if !render::inspect(&mine).is_ok_and(|film| film.frames == self.frames) {
                    self.torn.push(name.clone());
                }
                fs::remove_file(&mine).expect("the film is looked at");
                *self.taken.entry(name).or_default() += 1;
            }
        }
    }
}
