//! The pipe into FFmpeg: many paint, each hands in its frame when it is its turn, and nobody copies or queues one.

use std::io::Write;
use std::process::ChildStdin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::render::frame::Frame;

/// Takes a film's frames in order.
#[derive(Debug)]
pub(crate) struct Feed {
    line: Mutex<Line>,
    moved: Condvar,
    frames: u32,
    taken: AtomicU32,
    given_up: AtomicBool,
}

#[derive(Debug)]
struct Line {
    next: u32,
    /// `None` when nothing more can go in: all have, or something is wrong.
    pipe: Option<ChildStdin>,
}

impl Feed {
    /// For so many frames; the pipe is closed after the last.
    pub(crate) fn new(pipe: Option<ChildStdin>, frames: u32) -> Self {
        let line = Mutex::new(Line { next: 0, pipe });
        Self { line, moved: Condvar::new(), frames, taken: AtomicU32::new(0), given_up: AtomicBool::new(false) }
    }

    /// Waits for the turn of this frame, counted from 0, and writes it. `false` if no more are taken; why is for FFmpeg
    /// to say.
    pub(crate) fn hand_in(&self, number: u32, frame: &Frame) -> bool {
        let others = |line: &mut Line| line.next != number && line.pipe.is_some();
        let mut line = self.moved.wait_while(self.line(), others).unwrap_or_else(PoisonError::into_inner);
        let Some(pipe) = &mut line.pipe else { return false };
        let written = [&frame.y, &frame.u, &frame.v].into_iter().try_for_each(|plane| pipe.write_all(plane));
        line.next += 1;
        if written.is_err() || line.next == self.frames {
            line.pipe = None;
        }
        self.taken.fetch_add(u32::from(written.is_ok()), Ordering::Relaxed);
        self.moved.notify_all();
        written.is_ok()
    }

    /// How many frames have gone in.
    pub(crate) fn taken(&self) -> u32 {
        self.taken.load(Ordering::Relaxed)
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.taken() == self.frames
    }

    /// Whoever cannot paint a frame says so: nobody need wait for it.
    pub(crate) fn give_up(&self) {
        self.given_up.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_given_up(&self) -> bool {
        self.given_up.load(Ordering::Relaxed)
    }

    /// Sends home whoever waits for a turn. Whoever is writing must have been freed before.
    pub(crate) fn close(&self) {
        self.line().pipe = None;
        self.moved.notify_all();
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
