//! Transitions in which nothing moves: one picture melts into the other, or both into a colour, or a burst of light.

use crate::render::blend::planes::{each, level, mix, mixed, smooth};
use crate::render::frame::Frame;

/// Luma and chroma of the two colours that a picture can dip to.
pub(crate) const BLACK: [u8; 3] = [16, 128, 128];
pub(crate) const WHITE: [u8; 3] = [235, 128, 128];

/// When a flash is brightest and the pictures change: it strikes fast and dies away slowly.
pub(crate) const BURST: f32 = 0.3;
/// How much more light there is then, before all of it drowns in white.
const OVEREXPOSED: f32 = 3.0;

pub(crate) fn cross(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let share = level(t);
    each(old, new, out, |old, new, out, _| mix(old, new, share, out));
}

/// The old picture goes to the colour, the new one comes from it.
pub(crate) fn through(colour: [u8; 3], t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let (picture, share) = if t < 0.5 { (old, level(2.0 * t)) } else { (new, level(2.0 - 2.0 * t)) };
    let planes = [(&picture.y, &mut out.y), (&picture.u, &mut out.u), (&picture.v, &mut out.v)];
    for ((from, to), towards) in planes.into_iter().zip(colour) {
        for (from, to) in from.iter().zip(to) {
            *to = mixed(*from, towards, share);
        }
    }
}

/// The picture is overexposed until its lights burn out, as if a flashgun went off.
pub(crate) fn flash(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let (picture, light) = if t < BURST { (old, t / BURST) } else { (new, (1.0 - t) / (1.0 - BURST)) };
    let light = smooth(light) * light;
    let luma: [u8; 256] = std::array::from_fn(|y| {
        let exposed = (16.0 + (y as f32 - 16.0) * (1.0 + OVEREXPOSED * light)).min(235.0).max(y as f32);
        (exposed + (235.0 - exposed).max(0.0) * light).round() as u8
    });
    for (from, to) in picture.y.iter().zip(&mut out.y) {
        *to = luma[usize::from(*from)];
    }
    let share = level(light);
    for (from, to) in [(&picture.u, &mut out.u), (&picture.v, &mut out.v)] {
        for (from, to) in from.iter().zip(to) {
            *to = mixed(*from, 128, share);
        }
    }
}
