//! What the transitions share: the curve of time, shares in whole numbers, and the walk over the three planes.

use crate::render::frame::Frame;

/// Slow at both ends (Hermite's 3t² − 2t³); a half stays a half.
pub(crate) fn smooth(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// A share from 0 to 1 in 1/256.
pub(crate) fn level(share: f32) -> u16 {
    (share.clamp(0.0, 1.0) * 256.0).round() as u16
}

/// One plane after the other; the last argument is the width of the plane.
pub(crate) fn each(old: &Frame, new: &Frame, out: &mut Frame, work: impl Fn(&[u8], &[u8], &mut [u8], usize)) {
    work(&old.y, &new.y, &mut out.y, old.width);
    work(&old.u, &new.u, &mut out.u, old.width / 2);
    work(&old.v, &new.v, &mut out.v, old.width / 2);
}

/// The planes of one frame, each with its width.
pub(crate) fn planes(frame: &mut Frame) -> [(&mut Vec<u8>, usize); 3] {
    let (width, half) = (frame.width, frame.width / 2);
    [(&mut frame.y, width), (&mut frame.u, half), (&mut frame.v, half)]
}

/// `share` in 1/256 of the new, the rest of the old.
pub(crate) fn mixed(old: u8, new: u8, share: u16) -> u8 {
    ((u16::from(old) * (256 - share) + u16::from(new) * share + 128) >> 8) as u8
}

/// The same for a row of samples.
pub(crate) fn mix(old: &[u8], new: &[u8], share: u16, out: &mut [u8]) {
    for ((old, new), out) in old.iter().zip(new).zip(out) {
        *out = mixed(*old, *new, share);
    }
}
