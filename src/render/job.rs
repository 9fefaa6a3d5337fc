//! What everybody who works on one film is told.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::render::fingerprint::Fingerprints;
use crate::render::settings::{Progress, Settings};
use crate::render::titles::Titles;
use crate::timeline::Timeline;

/// What is filmed, from which folder, in which folder.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub timeline: &'a Timeline,
    pub source: &'a Path,
    pub work: &'a Path,
    pub settings: &'a Settings,
    pub titles: &'a Titles,
    pub fingerprints: &'a Fingerprints<'a>,
    pub progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    /// Tells everybody to go home.
    pub stop: &'a AtomicBool,
}

impl Job<'_> {
    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// How many paint at the same time.
    pub(crate) fn threads(&self) -> usize {
        match self.settings.threads {
            0 => thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        }
    }
}
