//! Makes a film: plans the chunks, lets all cores paint and encode them, joins them.

use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::brief::Quality;
use crate::disk;
use crate::render::chunk::{Chunk, Writer, refused};
use crate::render::error::Error;
use crate::render::h264::Encoder;
use crate::render::library::Library;
use crate::render::mp4::{self, Movie, Sound, Video};
use crate::render::painter::{self, Painter};
use crate::render::plan;
use crate::render::score;
use crate::render::settings::{Progress, Settings};
use crate::render::titles::Titles;
use crate::timeline::Timeline;

/// Something that hears how far the film is and can stop it.
type Listener<'a> = &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync);

/// Frames between two calls of the listener.
const NEWS: u32 = 8;

/// Makes the film in the folder `work`, from the pictures in the folder `source`, and gives its path, `work/video.mp4`.
/// The name appears when the file is whole and on the disk. The bytes depend on nothing but the timeline and the pictures.
pub fn film(
    timeline: &Timeline,
    source: &Path,
    work: &Path,
    settings: &Settings,
    progress: Listener<'_>,
) -> Result<PathBuf, Error> {
    let video = work.join("video.mp4");
    plan::check(timeline).map_err(|reason| Error::Timeline { reason, path: video.clone() })?;
    let titles = Titles::new(timeline, &video)?;
    let (chunks, sound) = Set::new(Job { timeline, source, work }, *settings, &titles, progress).shoot()?;
    let part = work.join("video.mp4.part");
    let track = Video { canvas: timeline.canvas, fps: timeline.fps, chunks: &chunks };
    mp4::write(&Movie { video: track, sound: sound.as_ref() }, &part)?;
    disk::remove_file(&video)?;
    disk::rename(&part, &video)?;
    let leftovers = chunks.iter().map(|chunk| &chunk.path).chain(sound.iter().map(|sound| &sound.path));
    leftovers.into_iter().try_for_each(|path| disk::remove_file(path))?;
    Ok(video)
}

/// What is filmed, from which folder, in which folder.
#[derive(Clone, Copy)]
struct Job<'a> {
    timeline: &'a Timeline,
    source: &'a Path,
    work: &'a Path,
}

/// Everything that those who shoot a film share.
struct Set<'a> {
    timeline: &'a Timeline,
    source: &'a Path,
    work: &'a Path,
    titles: &'a Titles,
    threads: usize,
    ranges: Vec<Range<u32>>,
    library: Library<'a>,
    progress: Listener<'a>,
    next: AtomicUsize,
    frames: AtomicU32,
    stop: AtomicBool,
    finished: Mutex<Finished>,
}

/// What has come of it so far: chunks in film order, and the first thing that went wrong.
struct Finished {
    chunks: Vec<Option<Chunk>>,
    sound: Option<Sound>,
    error: Option<Error>,
}

impl<'a> Set<'a> {
    fn new(job: Job<'a>, settings: Settings, titles: &'a Titles, progress: Listener<'a>) -> Self {
        let Job { timeline, source, work } = job;
        let ranges = plan::ranges(timeline);
        let mut users = vec![0; timeline.shots.len()];
        for range in &ranges {
            painter::shots(timeline, range).for_each(|shot| users[shot] += 1);
        }
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self {
            timeline,
            source,
            work,
            titles,
            threads: if settings.threads == 0 { cores } else { settings.threads }.min(ranges.len()),
            library: Library::new(timeline, source, settings, &users),
            progress,
            next: AtomicUsize::new(0),
            frames: AtomicU32::new(0),
            stop: AtomicBool::new(false),
            finished: Mutex::new(Finished { chunks: vec![None; ranges.len()], sound: None, error: None }),
            ranges,
        }
    }

    /// All chunks, in order. Nobody works ahead for anybody: whoever needs a picture decodes it, so every core is busy
    /// until the chunks run out, and nothing waits in a queue.
    fn shoot(self) -> Result<(Vec<Chunk>, Option<Sound>), Error> {
        thread::scope(|scope| {
            for _ in 0..self.threads {
                scope.spawn(|| self.work());
            }
            self.play();
        });
        let Finished { chunks, sound, error } = self.finished.into_inner().unwrap_or_else(PoisonError::into_inner);
        let path = self.work.join("video.mp4");
        if let Some(error) = error {
            return Err(error);
        }
        let chunks = chunks.into_iter().collect::<Option<Vec<_>>>().ok_or(Error::Stopped { path: path.clone() })?;
        let alike = chunks.windows(2).all(|pair| pair[0].parameters == pair[1].parameters);
        if alike { Ok((chunks, sound)) } else { Err(Error::Parameters { path }) }
    }

    /// Takes one chunk after the other until there is none.
    fn work(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(range) = self.ranges.get(index) else { return };
            let outcome = self.chunk(index, range);
            self.finish(outcome, |finished, chunk| finished.chunks[index] = chunk);
        }
    }

    /// The music, beside the pictures: it takes a hundredth of their time.
    fn play(&self) {
        let path = self.work.join("sound.aac");
        let goes_on = || !self.stop.load(Ordering::Relaxed);
        let outcome = score::play(self.timeline, self.source, &path, goes_on);
        self.finish(outcome, |finished, sound| finished.sound = sound);
    }

    fn finish<T>(&self, outcome: Result<T, Error>, put: impl FnOnce(&mut Finished, T)) {
        let mut finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Ok(made) => put(&mut finished, made),
            Err(error) => {
                self.stop.store(true, Ordering::Relaxed);
                finished.error.get_or_insert(error);
            }
        }
    }

    /// One chunk; `None` if told to stop on the way.
    fn chunk(&self, index: usize, range: &Range<u32>) -> Result<Option<Chunk>, Error> {
        let Timeline { canvas, fps, quality, .. } = *self.timeline;
        let path = self.work.join(format!("chunk-{index:05}.h264"));
        let encoder = Encoder::new(canvas.width as usize, canvas.height as usize, fps, quantiser(quality));
        let mut writer = Writer::new(&path, encoder.map_err(refused(&self.work.join("video.mp4")))?)?;
        let mut painter = Painter::new(self.timeline, &self.library, self.titles, range);
        for frame in range.clone() {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            writer.push(painter.paint(frame)?)?;
            self.tell();
        }
        writer.finish().map(Some)
    }

    fn tell(&self) {
        let (frame, frames) = (self.frames.fetch_add(1, Ordering::Relaxed) + 1, self.timeline.frames);
        if (frame % NEWS == 0 || frame == frames) && (self.progress)(Progress { frame, frames }).is_break() {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
}

/// The encoder's constant quantiser: 6 more halve the bits.
fn quantiser(quality: Quality) -> i32 {
    match quality {
        Quality::Draft => 34,
        Quality::Standard => 30,
        Quality::High => 27,
    }
}
