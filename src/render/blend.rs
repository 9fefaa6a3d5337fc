//! How one picture takes the place of another: pure functions of two frames and the time.

use crate::brief::Transition;
use crate::render::frame::Frame;

/// Makes `out` of `old` and `new`, all of one size; `t` runs from 0 (only the old one) to 1 (only the new one).
pub(crate) fn blend(transition: Transition, t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let t = smooth(t.clamp(0.0, 1.0));
    match transition {
        Transition::Cut => out.copy_from(new),
        Transition::FadeBlack => dip(t, BLACK, old, new, out),
        Transition::FadeWhite => dip(t, WHITE, old, new, out),
        Transition::Slide => slide(t, old, new, out),
        Transition::Wipe => wipe(t, old, new, out),
        _ => each(old, new, out, |old, new, out, _| mix(old, new, level(t), out)),
    }
}

/// Which of the two can be seen at `t`: where one cannot, nobody need draw it.
pub(crate) fn seen(transition: Transition, t: f32) -> (bool, bool) {
    match transition {
        Transition::Cut => (false, true),
        Transition::FadeBlack | Transition::FadeWhite => (t < 0.5, t >= 0.5),
        _ => (t < 1.0, t > 0.0),
    }
}

/// Luma and chroma of the two colours that a picture can dip to.
const BLACK: [u8; 3] = [16, 128, 128];
const WHITE: [u8; 3] = [235, 128, 128];

/// The soft edge of a wipe, as a part of the width.
const EDGE: f32 = 0.2;

/// Slow at both ends (Hermite's 3t² − 2t³); a half stays a half.
fn smooth(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// A share from 0 to 1 in 1/256.
fn level(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 256.0).round() as u16
}

/// One plane after the other; the last argument is the width of the plane.
fn each(old: &Frame, new: &Frame, out: &mut Frame, work: impl Fn(&[u8], &[u8], &mut [u8], usize)) {
    work(&old.y, &new.y, &mut out.y, old.width);
    work(&old.u, &new.u, &mut out.u, old.width / 2);
    work(&old.v, &new.v, &mut out.v, old.width / 2);
}

fn mix(old: &[u8], new: &[u8], share: u16, out: &mut [u8]) {
    for ((old, new), out) in old.iter().zip(new).zip(out) {
        *out = ((u16::from(*old) * (256 - share) + u16::from(*new) * share + 128) >> 8) as u8;
    }
}

fn dip(t: f32, colour: [u8; 3], old: &Frame, new: &Frame, out: &mut Frame) {
    let (picture, share) = if t < 0.5 { (old, level(2.0 * t)) } else { (new, level(2.0 - 2.0 * t)) };
    let planes = [(&picture.y, &mut out.y), (&picture.u, &mut out.u), (&picture.v, &mut out.v)];
    for ((from, to), towards) in planes.into_iter().zip(colour) {
        for (from, to) in from.iter().zip(to) {
            *to = ((u16::from(*from) * (256 - share) + u16::from(towards) * share + 128) >> 8) as u8;
        }
    }
}

/// The new picture pushes the old one out to the left.
fn slide(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    let chroma = (t * (old.width / 2) as f32).round() as usize;
    let luma_width = old.width;
    each(old, new, out, |old, new, out, width| {
        let shift = if width == luma_width { 2 * chroma } else { chroma };
        let rows = old.chunks_exact(width).zip(new.chunks_exact(width)).zip(out.chunks_exact_mut(width));
        for ((old, new), out) in rows {
            out[..width - shift].copy_from_slice(&old[shift..]);
            out[width - shift..].copy_from_slice(&new[..shift]);
        }
    });
}

/// A soft edge passes over the picture from left to right, and the new one is behind it.
fn wipe(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    each(old, new, out, |old, new, out, width| {
        // The edge starts wholly outside on the left and ends wholly outside on the right.
        let front = t * (1.0 + EDGE);
        let shares: Vec<u16> =
            (0..width).map(|x| level(smooth(((front - x as f32 / width as f32) / EDGE).clamp(0.0, 1.0)))).collect();
        let rows = old.chunks_exact(width).zip(new.chunks_exact(width)).zip(out.chunks_exact_mut(width));
        for ((old, new), out) in rows {
            for (((old, new), out), share) in old.iter().zip(new).zip(out).zip(&shares) {
                *out = ((u16::from(*old) * (256 - share) + u16::from(*new) * share + 128) >> 8) as u8;
            }
        }
    });
}
