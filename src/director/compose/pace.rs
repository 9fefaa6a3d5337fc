//! When each picture comes and how long it overlaps with the one before, in whole frames.

use crate::brief::Transition;
use crate::director::compose::check::{Plan, Wanted};
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
pub(crate) fn pace(plan: &Plan, pictures: usize) -> Result<Pace, Error> {
    let seconds = match plan.pace {
        Wanted::Total(seconds) => seconds,
        Wanted::PerPicture(seconds) => seconds * pictures as f64,
    };
    if seconds > MOST_SECONDS {
        return Err(Error::TooLong { pictures, seconds, most: MOST_SECONDS });
    }
    let frames = (seconds * f64::from(plan.fps)).round() as usize;
    if frames < pictures.saturating_mul(LEAST_FRAMES) {
        let least = (pictures * LEAST_FRAMES) as f64 / f64::from(plan.fps);
        return Err(Error::TooShort { pictures, seconds, least });
    }
    let starts: Vec<u32> = (0..pictures).map(|i| (i as u64 * frames as u64 / pictures as u64) as u32).collect();
    let frames = frames as u32;
    let overlaps = overlaps(plan, &starts, frames);
    Ok(Pace { frames, starts, overlaps, fps: plan.fps })
}

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
