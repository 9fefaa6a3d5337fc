//! The whole film comes from black, and goes to black.

use crate::render::frame::Frame;
use crate::timeline::Timeline;

/// Black's luma and chroma.
const BLACK: [u16; 3] = [16, 128, 128];

/// How much of the film's `frame`th frame is seen, in 1/256: none of the first and the last one, where it fades.
pub(crate) fn open(timeline: &Timeline, frame: u32) -> u16 {
    let share = |age: u32, fade: u32| if age < fade { f64::from(age) / f64::from(fade) } else { 1.0 };
    let from_end = timeline.frames.saturating_sub(frame + 1);
    let share = share(frame, timeline.fade_in).min(share(from_end, timeline.fade_out));
    (share * share * (3.0 - 2.0 * share) * 256.0).round() as u16
}

/// Leaves `share` in 1/256 of the frame, and black for the rest.
pub(crate) fn draw(frame: &mut Frame, share: u16) {
    for (plane, black) in [&mut frame.y, &mut frame.u, &mut frame.v].into_iter().zip(BLACK) {
        for sample in plane {
            *sample = ((u16::from(*sample) * share + black * (256 - share) + 128) >> 8) as u8;
        }
    }
}
