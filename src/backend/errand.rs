//! What a backend is handed for one step.

use crate::job::{JobSpec, Work};

/// One job as a backend sees it: its private folder, its order, and somebody to tell how far it is.
#[derive(Clone, Copy)]
pub struct Errand<'a> {
    pub work: &'a Work,
    pub spec: &'a JobSpec,
    pub progress: &'a (dyn Fn(Progress) + Sync),
}

/// How far the making of a film is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Frames finished, and frames in all.
    pub frame: u32,
    pub frames: u32,
}

impl std::fmt::Debug for Errand<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Errand").field("work", &self.work).finish_non_exhaustive()
    }
}
