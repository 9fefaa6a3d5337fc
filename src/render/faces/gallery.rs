//! The faces of many pictures, each looked at once, on all cores.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::render::faces::detect::{self, Face};
use crate::render::gate::Gate;
use crate::render::settings::Settings;

/// What has been found so far; a picture that is asked for again is not looked at again.
#[derive(Clone, Debug, Default)]
pub struct Faces(HashMap<PathBuf, Vec<Face>>);

impl Faces {
    /// Looks at those of the pictures that have not been looked at. One that cannot be decoded has no faces: whoever
    /// films it will say what is wrong with it.
    pub fn look(&mut self, paths: &[PathBuf], settings: &Settings) {
        let new: Vec<&PathBuf> = paths.iter().filter(|path| !self.0.contains_key(*path)).collect();
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = if settings.threads == 0 { cores } else { settings.threads }.min(new.len());
        let (next, gate, found) = (AtomicUsize::new(0), Gate::default(), Mutex::new(&mut self.0));
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let model = detect::model();
                    while let Some(path) = new.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let faces = detect::faces(path, &model, settings, &gate).unwrap_or_default();
                        found.lock().unwrap_or_else(PoisonError::into_inner).insert((*path).clone(), faces);
                    }
                });
            }
        });
    }

    /// Those of a picture that has been looked at; none of another.
    #[must_use]
    pub fn of(&self, path: &Path) -> &[Face] {
        self.0.get(path).map_or(&[], Vec::as_slice)
    }
}
