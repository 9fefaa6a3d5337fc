//! When each picture comes and how long it overlaps with the one before, in whole frames.

use crate::brief::Transition;
use crate::director::compose::check::{Plan, Wanted};
use crate::director::compose::sound::Sound;
use crate::director::error::Error;

/// The shortest time a picture can have: with it and without a transition the film still shows every picture.
const LEAST_FRAMES: usize = 2;
/// More of a picture's time than this in transit, and it is never seen at rest.
const MOST_IN_TRANSIT: f64 = 0.4;
/// Half a day, as for any time in a brief.
const MOST_SECONDS: f64 = 43_200.0;

/// The beats of the film in frames.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    pub(crate) frames: u32,
    /// The first frame of each picture; rises by at least [`LEAST_FRAMES`].
    pub(crate) starts: Vec<u32>,
    /// The overlap of each picture with the one before; 0 is a cut.
    pub(crate) overlaps: Vec<u32>,
    fps: u32,
}

/// Divides the film evenly: picture `i` of `n` comes at `i/n` of it and stays until the next has come in whole, so
/// time per picture is the beat from one to the next, and ten pictures of 3 s make 30 s whatever the transition.
pub(crate) fn pace(plan: &Plan, pictures: usize, sound: Option<&Sound>) -> Result<Pace, Error> {
    let times = times(plan, pictures);
    let seconds = match plan.pace {
        Wanted::Total(seconds) => seconds,
        Wanted::PerPicture(_) => times.iter().sum(),
    };
    if seconds > MOST_SECONDS {
        return Err(Error::TooLong { pictures, seconds, most: MOST_SECONDS });
    }
    let frames = (seconds * f64::from(plan.fps)).round() as usize;
    if frames < pictures.saturating_mul(LEAST_FRAMES) {
        let least = (pictures * LEAST_FRAMES) as f64 / f64::from(plan.fps);
        return Err(Error::TooShort { pictures, seconds, least });
    }
    let shortest = times.iter().copied().fold(f64::INFINITY, f64::min) * f64::from(plan.fps);
    let even = plan.first_seconds.is_none() && plan.last_seconds.is_none();
    if !even && shortest < LEAST_FRAMES as f64 {
        let least = seconds + LEAST_FRAMES as f64 * pictures as f64 / f64::from(plan.fps);
        return Err(Error::TooShort { pictures, seconds, least });
    }
    let mut starts = if even { evenly(pictures, frames) } else { by_times(&times, frames) };
    let mut frames = frames as u32;
    if let Some(sound) = sound.filter(|_| plan.beat_sync) {
        frames = on_the_beat(plan, &mut starts, frames, sound);
    }
    let overlaps = overlaps(plan, &starts, frames);
    Ok(Pace { frames, starts, overlaps, fps: plan.fps })
}

fn evenly(pictures: usize, frames: usize) -> Vec<u32> {
    (0..pictures).map(|i| (i as u64 * frames as u64 / pictures as u64) as u32).collect()
}

/// Seconds of each picture: the first and the last may have their own, the others share what is left of a given length.
fn times(plan: &Plan, pictures: usize) -> Vec<f64> {
    let last = plan.last_seconds.filter(|_| pictures > 1);
    let own = usize::from(plan.first_seconds.is_some()) + usize::from(last.is_some());
    let taken = plan.first_seconds.unwrap_or(0.0) + last.unwrap_or(0.0);
    let each = match plan.pace {
        Wanted::PerPicture(each) => each,
        Wanted::Total(total) => (total - taken).max(0.0) / pictures.saturating_sub(own).max(1) as f64,
    };
    let mut times = vec![each; pictures];
    if let (Some(seconds), Some(time)) = (plan.first_seconds, times.first_mut()) {
        *time = seconds;
    }
    if let (Some(seconds), Some(time)) = (last, times.last_mut()) {
        *time = seconds;
    }
    times
}

/// Starts in proportion to the pictures' times.
fn by_times(times: &[f64], frames: usize) -> Vec<u32> {
    let whole: f64 = times.iter().sum();
    let befores = times.iter().scan(0.0, |so_far, time| {
        let before = *so_far;
        *so_far += time;
        Some(before)
    });
    // A hair more, so that a sum that should be whole is not cut to the frame before.
    befores.map(|before| (before / whole * frames as f64 + 1e-6) as u32).collect()
}

/// Moves every change to the beat nearest to it that leaves its neighbours room, and the end of a film whose length
/// nobody named as well; gives the frames of the film.
fn on_the_beat(plan: &Plan, starts: &mut [u32], frames: u32, sound: &Sound) -> u32 {
    let beats = beats(plan, sound, frames);
    let mut earlier = 0;
    for start in starts.iter_mut().skip(1) {
        let free = beats.iter().copied().filter(|beat| *beat >= earlier + ROOM && *beat + ROOM <= frames);
        let near = free.min_by_key(|beat| beat.abs_diff(*start));
        *start = near.unwrap_or((*start).max(earlier + ROOM));
        earlier = *start;
    }
    let end = beats.iter().copied().filter(|beat| *beat >= earlier + ROOM).min_by_key(|beat| beat.abs_diff(frames));
    match plan.pace {
        Wanted::Total(_) => frames.max(earlier + ROOM),
        Wanted::PerPicture(_) => end.unwrap_or(frames).max(earlier + ROOM),
    }
}

/// Frames that a picture has at least between two beats.
const ROOM: u32 = LEAST_FRAMES as u32;

/// The music's beats in frames, on and on as the music is played, a little past the end of the film.
fn beats(plan: &Plan, sound: &Sound, frames: u32) -> Vec<u32> {
    let most = f64::from(frames) / f64::from(plan.fps) * 1.5 + 1.0;
    let again = sound.seconds.filter(|seconds| *seconds > 0.5).unwrap_or(most);
    let rounds = (most / again).ceil().min(MOST_ROUNDS) as u32;
    let all = (0..=rounds).flat_map(|round| sound.beats.iter().map(move |beat| f64::from(round) * again + beat));
    all.take_while(|beat| *beat <= most).map(|beat| (beat * f64::from(plan.fps)).round() as u32).collect()
}

/// A short sound under a long film comes again and again, but not for ever.
const MOST_ROUNDS: f64 = 1000.0;

fn overlaps(plan: &Plan, starts: &[u32], frames: u32) -> Vec<u32> {
    let wanted = match plan.transition {
        Transition::Cut => 0,
        _ => (plan.transition_seconds * f64::from(plan.fps)).round() as u32,
    };
    let ends = starts.iter().skip(1).copied().chain([frames]);
    let beats: Vec<u32> = starts.iter().zip(ends).map(|(start, end)| end - start).collect();
    let neighbours = beats.windows(2).map(|pair| wanted.min(room(pair[0].min(pair[1]))));
    [0].into_iter().take(beats.len()).chain(neighbours).collect()
}

/// The longest overlap beside a picture of `beat` frames: it leaves at least two frames of rest.
fn room(beat: u32) -> u32 {
    ((f64::from(beat) * MOST_IN_TRANSIT) as u32).min(beat.saturating_sub(LEAST_FRAMES as u32))
}

impl Pace {
    /// A sentence if somebody's wish for a long transition could not be met.
    pub(crate) fn shortened(&self, plan: &Plan) -> Option<String> {
        let shortest = *self.overlaps.iter().skip(1).min()?;
        let got = f64::from(shortest) / f64::from(self.fps);
        let short = plan.transition_chosen
            && plan.transition != Transition::Cut
            && got + 1.0 / f64::from(self.fps) < plan.transition_seconds;
        short.then(|| {
            format!(
                "the transition takes {got:.2} s instead of {} s: the pictures are too short for more",
                plan.transition_seconds
            )
        })
    }
}
