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
            let (motion, direction) = (plan.motion, plan.motion_direction);
            let picture_ratio = picture.ratio();
            let scene = Scene { index, seconds, motion, direction, framing, picture: picture_ratio, canvas, heads };
            let (from, to) = views(&scene);
            let entrance = entrance(plan, index, pace.overlaps[index]);
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

/// Those that a random film goes through, so ordered that neighbours differ much.
const ALL: [Transition; 9] = [
    Transition::Crossfade,
    Transition::Slide,
    Transition::Circle,
    Transition::Zoom,
    Transition::Wipe,
    Transition::Blur,
    Transition::Spin,
    Transition::FadeBlack,
    Transition::Pixelize,
];
/// No common factor with the number of them, so that all come before one comes again.
const STRIDE: usize = 4;

fn entrance(plan: &Plan, index: usize, frames: u32) -> Option<Entrance> {
    let transition = match plan.transition {
        Transition::Random => ALL[index * STRIDE % ALL.len()],
        other => other,
    };
    let direction = plan.transition_direction;
    (frames > 0 && transition != Transition::Cut).then_some(Entrance { transition, direction, frames })
}

/// The film's first picture once more, coming in over the last one just before the end; `None` where the last has no
/// room for that, or is cut to the first anyhow.
pub(crate) fn back(shots: &mut [Shot], frames: u32) -> Option<Shot> {
    let (first, entrance) = (shots.first()?.clone(), shots.get(1)?.entrance?);
    let last = shots.last_mut()?;
    let own = last.entrance.map_or(0, |entrance| entrance.frames);
    let start = frames.checked_sub(entrance.frames + REST)?;
    let left = (start + entrance.frames).checked_sub(last.start)?;
    if left < own + entrance.frames + REST {
        return None;
    }
    last.frames = left;
    Some(Shot { start, frames: entrance.frames + REST, entrance: Some(entrance), to: first.from, ..first })
}

/// Frames that every picture is seen without another.
const REST: u32 = 2;
