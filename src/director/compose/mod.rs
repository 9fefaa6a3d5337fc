//! Brief, pictures and sound into a timeline: everything that was left open is decided here, without chance.

mod canvas;
mod check;
mod faces;
mod framing;
mod motion;
mod order;
mod pace;
mod readable;
mod settings;
mod shots;
mod sifted;
mod sound;
mod texts;
mod tracks;
mod wont;

pub use canvas::{Face, Picture, Proof};
pub use settings::defaults;
pub use sound::{Sound, mood};

use crate::brief::{Background, Brief};
use crate::director::error::Error;
use crate::timeline::Timeline;

/// A film on paper, and what of the brief it could not honour.
#[derive(Clone, Debug, PartialEq)]
pub struct Composed {
    pub timeline: Timeline,
    /// Whole sentences for a person, lower case and without a full stop.
    pub notes: Vec<String>,
}

/// Decides everything: `pictures` are as they came, and what `brief` leaves open is filled in from [`defaults`].
pub fn compose(brief: &Brief, pictures: &[Picture], sound: Option<&Sound>) -> Result<Composed, Error> {
    let played = sound.filter(|_| brief.music != Some(false));
    let plan = check::plan(brief, played.and_then(|sound| sound.seconds))?;
    let (pictures, mut notes) = sifted::sifted(brief, pictures);
    let (pictures, more) = order::chosen(brief, &pictures);
    notes.extend(more);
    notes.extend(wont::notes(brief, &pictures, sound));
    let canvas = canvas::canvas(plan.aspect, plan.resolution, plan.size, &pictures)?;
    let pace = pace::pace(&plan, pictures.len(), played)?;
    notes.extend(pace.shortened(&plan));
    let mut shots = shots::shots(&plan, canvas, &pace, &pictures);
    if plan.looped {
        let back = shots::back(&mut shots, pace.frames);
        shots.extend(back);
    }
    let (fade_in, fade_out) = tracks::film(&plan, brief, pace.frames);
    let timeline = Timeline {
        canvas,
        fps: plan.fps,
        frames: pace.frames,
        quality: plan.quality,
        music: tracks::music(&plan, brief, sound, pace.frames),
        background: brief.background.unwrap_or(Background::Black),
        filter: brief.filter,
        more_filters: brief.more_filters.clone().unwrap_or_default(),
        texts: texts::texts(&plan, brief, &pictures, &shots, pace.frames),
        shots,
        fade_in,
        fade_out,
        max_size_mb: plan.max_size_mb,
    };
    Ok(Composed { timeline, notes })
}
