//! Brief, pictures and sound into a timeline: everything that was left open is decided here, without chance.

mod canvas;
mod check;
mod faces;
mod framing;
mod motion;
mod pace;
mod settings;
mod shots;
mod tracks;

pub use canvas::{Face, Picture};
pub use settings::defaults;

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

/// Decides everything: `pictures` are in the order to be shown, `sound` is the path of the music relative to the
/// source folder, and what `brief` leaves open is filled in from [`defaults`].
pub fn compose(brief: &Brief, pictures: &[Picture], sound: Option<&str>) -> Result<Composed, Error> {
    let plan = check::plan(brief)?;
    let canvas = canvas::canvas(plan.aspect, plan.resolution, pictures)?;
    let pace = pace::pace(&plan, pictures.len())?;
    let shots = shots::shots(&plan, canvas, &pace, pictures);
    let notes = [tracks::missing_sound(&plan, sound), pace.shortened(&plan)].into_iter().flatten().collect();
    let timeline = Timeline {
        canvas,
        fps: plan.fps,
        frames: pace.frames,
        quality: plan.quality,
        shots,
        music: tracks::music(&plan, sound, pace.frames),
        background: Background::Black,
        filter: None,
        texts: tracks::title(&plan, pace.frames).into_iter().collect(),
        fade_in: 0,
        fade_out: 0,
        max_size_mb: None,
    };
    Ok(Composed { timeline, notes })
}
