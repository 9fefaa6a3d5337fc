//! One shot a picture: its frames, its entrance, its camera.

use crate::brief::Transition;
use crate::director::compose::canvas::Picture;
use crate::director::compose::check::Plan;
use crate::director::compose::faces::Heads;
use crate::director::compose::framing::framing;
use crate::director::compose::motion::{MOST_ZOOM, Scene, views};
use crate::director::compose::pace::Pace;
use crate::timeline::{Canvas, Entrance, Shot};

pub(crate) fn shots(plan: &Plan, canvas: Canvas, pace: &Pace, pictures: &[Picture]) -> Vec<Shot> {
    let ratio = f64::from(canvas.width) / f64::from(canvas.height);
    pictures
        .iter()
        .enumerate()
        .map(|(index, picture)| {
            let (start, frames) = (pace.starts[index], length(pace, index));
            let heads = Heads::of(&picture.faces);
            let wish = (plan.fit, plan.motion);
            let framing = framing(wish, picture.ratio(), ratio, heads, 1.0 + MOST_ZOOM);
            let seconds = f64::from(frames) / f64::from(plan.fps);
            let scene = Scene { index, seconds, motion: plan.motion, framing, picture: picture.ratio(), canvas, heads };
            let (from, to) = views(&scene);
            let entrance = entrance(plan.transition, pace.overlaps[index]);
            Shot { picture: picture.path.clone(), start, frames, entrance, framing, from, to }
        })
        .collect()
}

/// From the picture's start until the next one has come in whole.
fn length(pace: &Pace, index: usize) -> u32 {
    let next = index + 1;
    match (pace.starts.get(next), pace.overlaps.get(next)) {
        (Some(start), Some(overlap)) => start + overlap - pace.starts[index],
        _ => pace.frames - pace.starts[index],
    }
}

fn entrance(transition: Transition, frames: u32) -> Option<Entrance> {
    (frames > 0 && transition != Transition::Cut).then_some(Entrance { transition, direction: None, frames })
}
