//! Shoots all chunks of a film once, on all cores, and goes on with those that are there already.

use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::render::budget;
use crate::render::chunk::{Chunk, Writer, refused};
use crate::render::error::Error;
use crate::render::h264::Encoder;
use crate::render::job::Job;
use crate::render::library::Library;
use crate::render::painter::{self, Painter};
use crate::render::plan;
use crate::render::tally::Tally;
use crate::timeline::Timeline;

/// Everything that those who shoot a film share.
pub(crate) struct Set<'a> {
    job: Job<'a>,
    quantiser: i32,
    ranges: Vec<Range<u32>>,
    library: Library<'a>,
    next: AtomicUsize,
    tally: Tally<'a>,
    finished: Mutex<Finished>,
}

/// What has come of it so far: chunks in film order, and the first thing that went wrong.
struct Finished {
    chunks: Vec<Option<Chunk>>,
    error: Option<Error>,
}

/// How one try at a chunk ended.
enum Outcome {
    Whole(Chunk),
    /// It would take so many times the bytes that it may.
    TooLarge(f64),
    Stopped,
}

impl<'a> Set<'a> {
    /// `take` counts from 0 how often the film was shot before.
    pub(crate) fn new(job: Job<'a>, quantiser: i32, take: u32) -> Self {
        let ranges = plan::ranges(job.timeline);
        let mut users = vec![0; job.timeline.shots.len()];
        for range in &ranges {
            painter::shots(job.timeline, range).for_each(|shot| users[shot] += 1);
        }
        Self {
            job,
            quantiser,
            library: Library::new(job.timeline, job.source, job.settings, &users),
            next: AtomicUsize::new(0),
            tally: Tally::new(job, take),
            finished: Mutex::new(Finished { chunks: vec![None; ranges.len()], error: None }),
            ranges,
        }
    }

    /// All chunks, in order, and what was done beside them. Nobody works ahead for anybody: whoever needs a picture
    /// decodes it, so every core is busy until the chunks run out, and nothing waits in a queue.
    pub(crate) fn shoot<T>(self, beside: impl FnOnce() -> T) -> (T, Result<Vec<Chunk>, Error>) {
        let done = thread::scope(|scope| {
            for _ in 0..self.job.threads().min(self.ranges.len()) {
                scope.spawn(|| self.work());
            }
            beside()
        });
        (done, self.result())
    }

    fn result(self) -> Result<Vec<Chunk>, Error> {
        let Finished { chunks, error } = self.finished.into_inner().unwrap_or_else(PoisonError::into_inner);
        let path = self.job.work.join("video.mp4");
        if let Some(error) = error {
            return Err(error);
        }
        let chunks = chunks.into_iter().collect::<Option<Vec<_>>>().ok_or(Error::Stopped { path: path.clone() })?;
        let alike = chunks.windows(2).all(|pair| pair[0].parameters == pair[1].parameters);
        if alike { Ok(chunks) } else { Err(Error::Parameters { path }) }
    }

    /// Takes one chunk after the other until there is none.
    fn work(&self) {
        while !self.job.stopped() {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(range) = self.ranges.get(index) else { return };
            let outcome = self.chunk(range);
            let mut finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
            match outcome {
                Ok(chunk) => finished.chunks[index] = chunk,
                Err(error) => {
                    self.job.stop.store(true, Ordering::Relaxed);
                    finished.error.get_or_insert(error);
                }
            }
        }
    }

    /// One chunk; `None` if told to stop on the way. What is too large is shot again, coarser, so that grain and noise
    /// cannot fill a disk; that depends on nothing outside the chunk.
    fn chunk(&self, range: &Range<u32>) -> Result<Option<Chunk>, Error> {
        let name = self.job.fingerprints.chunk(range, self.quantiser);
        let path = self.job.work.join(name).with_extension("h264");
        let shots = painter::shots(self.job.timeline, range);
        if let Some(chunk) = Chunk::find(&path)? {
            shots.for_each(|shot| self.library.release(shot));
            self.tally.add(range.end - range.start);
            return Ok(Some(chunk));
        }
        let (mut quantiser, mut told) = (self.quantiser, 0);
        loop {
            match self.attempt(range, &path, quantiser, &mut told)? {
                Outcome::Whole(chunk) => return Ok(Some(chunk)),
                Outcome::Stopped => return Ok(None),
                Outcome::TooLarge(ratio) => quantiser = budget::a_little_coarser(quantiser, ratio),
            }
            shots.clone().for_each(|shot| self.library.expect(shot));
        }
    }

    /// `told` is how many frames of the chunk have been counted as done.
    fn attempt(&self, range: &Range<u32>, path: &Path, quantiser: i32, told: &mut u32) -> Result<Outcome, Error> {
        let Timeline { canvas, fps, .. } = *self.job.timeline;
        let encoder = Encoder::new(canvas.width as usize, canvas.height as usize, fps, quantiser);
        let mut writer = Writer::new(path, encoder.map_err(refused(&self.job.work.join("video.mp4")))?)?;
        let mut painter = Painter::new(self.job.timeline, &self.library, self.job.titles, range);
        let length = range.end - range.start;
        let most = if quantiser < budget::COARSEST { budget::most_bytes(canvas, length) } else { u64::MAX };
        for (done, frame) in (1..).zip(range.clone()) {
            if self.job.stopped() {
                return Ok(Outcome::Stopped);
            }
            let bytes = writer.push(painter.paint(frame)?, plan::lean(self.job.timeline, frame))?;
            if bytes > most {
                let whole = bytes as f64 * f64::from(length) / f64::from(done);
                return Ok(Outcome::TooLarge(whole / most as f64));
            }
            if done > *told {
                *told = done;
                self.tally.add(1);
            }
        }
        writer.finish().map(Outcome::Whole)
    }
}
