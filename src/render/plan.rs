//! Whether a timeline can be filmed, and how it is cut into chunks.

use std::ops::Range;

use crate::render::h264::Lean;
use crate::render::painter;
use crate::timeline::Timeline;

/// Frames in one group of the encoder's four temporal layers.
const GROUP: u32 = 8;
/// The longest chunk in seconds, which is also the longest way back to a frame that can be jumped to.
const SECONDS: u32 = 3;
/// Sides of the canvas: below, the encoder has no block to work on; above, MP4's own fields end.
const SIDES: std::ops::RangeInclusive<u32> = 16..=16384;
/// Frames a second.
const RATES: std::ops::RangeInclusive<u32> = 1..=240;

/// Cuts the film into chunks of whole groups, as equal as can be, so that no core is left with a long one at the end.
/// Depends on the timeline alone.
pub(crate) fn ranges(timeline: &Timeline) -> Vec<Range<u32>> {
    let groups = u64::from(timeline.frames.div_ceil(GROUP));
    let most = u64::from((timeline.fps * SECONDS).div_ceil(GROUP)).max(1);
    let count = groups.div_ceil(most);
    let cut = |index: u64| (groups * index / count * u64::from(GROUP)).min(u64::from(timeline.frames)) as u32;
    (0..count).map(|index| cut(index)..cut(index + 1)).collect()
}

/// How the encoder is to take the film's `frame`th frame: one in which two pictures are seen looks little like those before.
pub(crate) fn lean(timeline: &Timeline, frame: u32) -> Lean {
    if painter::shots(timeline, &(frame..frame + 1)).len() > 1 { Lean::Chain } else { Lean::Layers }
}

/// What is wrong with the timeline, since it may come from a file.
pub fn check(timeline: &Timeline) -> Result<(), &'static str> {
    let canvas = timeline.canvas;
    let sides = [canvas.width, canvas.height];
    if !sides.iter().all(|side| side % 2 == 0 && SIDES.contains(side)) {
        return Err("its canvas has a side that is odd, too small or too large");
    }
    if !RATES.contains(&timeline.fps) {
        return Err("its frame rate is not between 1 and 240");
    }
    let mut covered = 0;
    let mut start = 0;
    for (index, shot) in timeline.shots.iter().enumerate() {
        let overlap = shot.entrance.map_or(0, |entrance| entrance.frames);
        let end = shot.start.checked_add(shot.frames).ok_or("a shot ends beyond all numbers")?;
        if shot.start < start || end < covered || overlap > shot.frames || (index == 0 && overlap > 0) {
            return Err("its shots are out of order");
        }
        if shot.start + overlap > covered && (index > 0 || shot.start > 0) {
            return Err("its shots leave a gap");
        }
        (covered, start) = (end, shot.start);
    }
    if covered == timeline.frames && covered > 0 { Ok(()) } else { Err("its shots do not fill it") }
}
