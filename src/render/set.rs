//! Shoots all chunks of a film once, on all cores, and goes on with those that are there already.

use std::ops::{ControlFlow, Range};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::render::budget;
use crate::render::chunk::{Chunk, Writer, refused};
use crate::render::error::Error;
use crate::render::fingerprint::Fingerprints;
use crate::render::h264::Encoder;
use crate::render::library::Library;
use crate::render::painter::{self, Painter};
use crate::render::plan;
use crate::render::settings::{Progress, Settings};
use crate::render::titles::Titles;
use crate::timeline::Timeline;

/// Frames between two words about the progress.
const NEWS: u32 = 8;

/// What is filmed, from which folder, in which folder.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub timeline: &'a Timeline,
    pub source: &'a Path,
    pub work: &'a Path,
    pub settings: Settings,
    pub titles: &'a Titles,
    pub fingerprints: &'a Fingerprints<'a>,
    pub progress: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    /// Tells everybody to go home.
    pub stop: &'a AtomicBool,
}

/// Everything that those who shoot a film share.
pub(crate) struct Set<'a> {
    job: Job<'a>,
    quantiser: i32,
    take: u32,
    ranges: Vec<Range<u32>>,
    library: Library<'a>,
    next: AtomicUsize,
    frames: AtomicU32,
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
            take,
            library: Library::new(job.timeline, job.source, job.settings, &users),
            next: AtomicUsize::new(0),
            frames: AtomicU32::new(0),
            finished: Mutex::new(Finished { chunks: vec![None; ranges.len()], error: None }),
            ranges,
        }
    }

    /// All chunks, in order, and what was done beside them. Nobody works ahead for anybody: whoever needs a picture
    /// decodes it, so every core is busy until the chunks run out, and nothing waits in a queue.
    pub(crate) fn shoot<T>(self, beside: impl FnOnce() -> T) -> (T, Result<Vec<Chunk>, Error>) {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let threads = if self.job.settings.threads == 0 { cores } else { self.job.settings.threads };
        let done = thread::scope(|scope| {
            for _ in 0..threads.min(self.ranges.len()) {
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
        while !self.stopped() {
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
            self.tell(range.end - range.start);
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
            if self.stopped() {
                return Ok(Outcome::Stopped);
            }
            let bytes = writer.push(painter.paint(frame)?, plan::lean(self.job.timeline, frame))?;
            if bytes > most {
                let whole = bytes as f64 * f64::from(length) / f64::from(done);
                return Ok(Outcome::TooLarge(whole / most as f64));
            }
            if done > *told {
                *told = done;
                self.tell(1);
            }
        }
        writer.finish().map(Outcome::Whole)
    }

    fn stopped(&self) -> bool {
        self.job.stop.load(Ordering::Relaxed)
    }

    fn tell(&self, more: u32) {
        let frames = self.job.timeline.frames;
        let before = self.frames.fetch_add(more, Ordering::Relaxed);
        let now = before + more;
        if now / NEWS == before / NEWS && now < frames {
            return;
        }
        let progress = Progress { frame: self.shown(now), frames };
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
