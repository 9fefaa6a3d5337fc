//! Those who paint for FFmpeg: with `n` of them each paints every `n`th frame, so that all are near the frame whose turn it
//! is, and each holds one.

use std::sync::{Mutex, PoisonError};
use std::thread::Scope;

use crate::render::error::Error;
use crate::render::ffmpeg::feed::Feed;
use crate::render::job::Job;
use crate::render::library::Library;
use crate::render::painter::Painter;
use crate::render::tally::Tally;

/// Everything that they share.
pub(crate) struct Crew<'a> {
    pub job: Job<'a>,
    pub feed: Feed,
    /// How many there are.
    pub painters: usize,
    library: Library<'a>,
    tally: Tally<'a>,
    error: Mutex<Option<Error>>,
}

impl<'a> Crew<'a> {
    pub(crate) fn new(job: Job<'a>, feed: Feed, take: u32) -> Self {
        let painters = job.threads().min(job.timeline.frames as usize);
        // Everybody comes past every picture, and past all but the first whoever looks ahead.
        let users: Vec<usize> = (0..job.timeline.shots.len()).map(|shot| painters + usize::from(shot > 0)).collect();
        let library = Library::new(job.timeline, job.source, job.settings, &users);
        Self { job, feed, painters, library, tally: Tally::new(job, take), error: Mutex::new(None) }
    }

    /// Paints this one's frames; leaves when no more are wanted.
    pub(crate) fn paint<'s>(&'s self, number: usize, scope: &'s Scope<'s, '_>) {
        let film = 0..self.job.timeline.frames;
        let mut painter = Painter::new(self.job.timeline, &self.library, self.job.titles, &film);
        for frame in film.skip(number).step_by(self.painters) {
            if self.job.stopped() {
                return;
            }
            self.look_ahead(frame, scope);
            match painter.paint(frame) {
                Ok(picture) if self.feed.hand_in(frame, picture) => self.tally.add(1),
                Ok(_) => return,
                Err(error) => return self.give_up(error),
            }
        }
    }

    /// All paint the same picture and would all wait for the next one: it is decoded while this one is seen. If it cannot
    /// be, whoever paints it says so.
    fn look_ahead<'s>(&'s self, frame: u32, scope: &'s Scope<'s, '_>) {
        for (shot, _) in
            (1..self.job.timeline.shots.len()).zip(&self.job.timeline.shots).filter(|(_, before)| before.start == frame)
        {
            scope.spawn(move || {
                self.library.get(shot).ok();
                self.library.release(shot);
            });
        }
    }

    fn give_up(&self, error: Error) {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        self.feed.give_up();
    }

    /// The first thing that went wrong.
    pub(crate) fn error(&self) -> Option<Error> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Whether somebody still wants the film.
    pub(crate) fn goes_on(&self) -> bool {
        self.tally.ask();
        !self.job.stopped()
    }
}
