//! Counts the frames of one take that are done, says so, and hears whether to go on.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::render::job::Job;
use crate::render::settings::Progress;

/// Frames between two words about the progress.
const NEWS: u32 = 8;

/// The count of one take.
pub(crate) struct Tally<'a> {
    job: Job<'a>,
    take: u32,
    frames: AtomicU32,
}

impl<'a> Tally<'a> {
    /// `take` counts from 0 how often the film was shot before.
    pub(crate) fn new(job: Job<'a>, take: u32) -> Self {
        Self { job, take, frames: AtomicU32::new(0) }
    }

    /// So many more are done.
    pub(crate) fn add(&self, more: u32) {
        let before = self.frames.fetch_add(more, Ordering::Relaxed);
        let now = before + more;
        if now / NEWS != before / NEWS || now >= self.job.timeline.frames {
            self.say(now);
        }
    }

    /// Says what was said before, to hear whether to go on.
    pub(crate) fn ask(&self) {
        self.say(self.frames.load(Ordering::Relaxed));
    }

    fn say(&self, done: u32) {
        let progress = Progress { frame: self.shown(done), frames: self.job.timeline.frames };
        if (self.job.progress)(progress).is_break() {
            self.job.stop.store(true, Ordering::Relaxed);
        }
    }

    /// A film with a limit may have to be shot again: each take has half of what is left of the way.
    fn shown(&self, done: u32) -> u32 {
        let frames = self.job.timeline.frames;
        let left = frames >> self.take;
        let span = if self.job.timeline.max_size_mb.is_some() { left / 2 } else { left };
        frames - left + (u64::from(done) * u64::from(span) / u64::from(frames)) as u32
    }
}
