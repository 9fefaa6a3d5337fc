//! What a backend is handed for one step.

use crate::job::{JobSpec, Work};

/// One job as a backend sees it: its private folder, its order, and somebody to tell how far it is.
#[derive(Clone, Copy)]
pub struct Errand<'a> {
    pub work: &'a Work,
    pub spec: &'a JobSpec,
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// Told what the job's journal should keep.
    pub note: &'a (dyn Fn(Note<'_>) + Sync),
}

/// Something that happened while a step was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note<'a> {
    /// For the journal.
    Line(&'a str),
    /// The timeline of the film in one line, in place of an earlier one.
    Timeline(&'a str),
}

/// How far the making of a film is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Frames finished, and frames in all.
    Frames(u32, u32),
    /// Percent, where the other side says no more.
    Percent(u8),
}

impl Progress {
    /// From 0 to 1.
    #[must_use]
    pub fn share(self) -> f64 {
        let (done, all) = match self {
            Self::Frames(done, all) => (f64::from(done), f64::from(all)),
            Self::Percent(done) => (f64::from(done), 100.0),
        };
        (done / all.max(1.0)).clamp(0.0, 1.0)
    }
}

impl std::fmt::Debug for Errand<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Errand").field("work", &self.work).finish_non_exhaustive()
    }
}
