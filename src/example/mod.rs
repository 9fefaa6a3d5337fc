//! A folder to try reeldrop with, for people who have no pictures at hand: six pictures and a tune, all made by code.

#![allow(clippy::unreadable_literal, reason = "everybody writes colours as 0xRRGGBB")]

mod aurora;
mod dawn;
mod discs;
mod dunes;
mod moonlight;
mod paint;
mod poster;
mod tune;

use std::fs::read_dir;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::disk;

const PROMPT: &str = "A slideshow with smooth crossfades, 4 seconds per picture.\nTitle \"A quiet day\"\n";

/// More painters than this only need more memory: about 60 MB each.
const PAINTERS: usize = 4;

/// What each file is called, and who makes its bytes.
type Piece = (&'static str, fn() -> Vec<u8>);

const PIECES: &[Piece] = &[
    ("01 dawn.jpg", || dawn::paint().jpeg()),
    ("02 dunes.jpg", || dunes::paint().jpeg()),
    ("03 poster.jpg", || poster::paint().jpeg()),
    ("04 discs.jpg", || discs::paint().jpeg()),
    ("05 aurora.jpg", || aurora::paint().jpeg()),
    ("06 moonlight.jpg", || moonlight::paint().jpeg()),
    ("tune.wav", tune::wav),
    ("prompt.txt", || PROMPT.as_bytes().to_vec()),
];

/// Why there is no example folder.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("`{}` is there already and not empty", .0.display())]
    Taken(PathBuf),
    #[error(transparent)]
    Disk(#[from] disk::Error),
}

impl Error {
    /// What a person can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Taken(_) => Some("name a folder that does not exist yet; nothing was changed".to_owned()),
            Self::Disk(_) => None,
        }
    }
}

/// Makes the folder and puts six pictures, a tune and a `prompt.txt` into it: the same bytes every time, about 9 MB.
///
/// # Errors
/// [`Error::Taken`] where something lies there already; nothing is ever overwritten.
pub fn draw(dir: &Path) -> Result<(), Error> {
    if disk::exists(dir)? && !is_empty(dir)? {
        return Err(Error::Taken(dir.to_owned()));
    }
    disk::make_dir(dir)?;
    let next = AtomicUsize::new(0);
    let painters = thread::available_parallelism().map_or(1, NonZero::get).min(PAINTERS);
    thread::scope(|scope| {
        let hands: Vec<_> = (0..painters).map(|_| scope.spawn(|| work(dir, &next))).collect();
        hands.into_iter().try_for_each(|hand| hand.join().expect("no piece depends on anything that could be missing"))
    })
}

fn is_empty(dir: &Path) -> Result<bool, disk::Error> {
    Ok(read_dir(dir).map_err(disk::at("list", dir))?.next().is_none())
}

/// Makes one piece after another until none is left.
fn work(dir: &Path, next: &AtomicUsize) -> Result<(), Error> {
    while let Some((name, make)) = PIECES.get(next.fetch_add(1, Ordering::Relaxed)) {
        disk::write_whole(&dir.join(name), &make())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Error, PIECES, draw};
    use crate::media::{Format, Kind};

    #[test]
    fn the_folder_holds_pictures_of_both_shapes_a_tune_and_words() {
        let dir = tempfile::tempdir().unwrap();
        let there = dir.path().join("new/example");
        draw(&there).unwrap();
        let mut upright = 0;
        for (name, _) in PIECES.iter().filter(|(name, _)| *name != "prompt.txt") {
            let bytes = std::fs::read(there.join(name)).unwrap();
            let format = Format::by_content(&bytes).unwrap();
            assert_eq!(Some(format), Format::by_name(name.as_ref()), "{name}");
            if format.kind == Kind::Picture {
                let picture = image::load_from_memory(&bytes).unwrap();
                upright += usize::from(picture.height() > picture.width());
            }
        }
        assert_eq!(upright, 1);
        assert!(matches!(draw(&there), Err(Error::Taken(_))));
    }

    #[test]
    fn a_folder_with_anything_in_it_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("nowhere", dir.path().join("dangling")).unwrap();
        let error = draw(dir.path()).unwrap_err();
        assert!(error.hint().is_some(), "{error}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
