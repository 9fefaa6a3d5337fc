//! The new picture opens in a circle that grows from the middle.

use crate::render::blend::planes::{each, level, mixed, smooth};
use crate::render::frame::Frame;

/// The soft edge, as a part of the short side.
const EDGE: f32 = 0.08;

pub(crate) fn circle(t: f32, old: &Frame, new: &Frame, out: &mut Frame) {
    each(old, new, out, |old, new, out, width| {
        let round = Round::new(t, width, out.len() / width);
        let rows = old.chunks_exact(width).zip(new.chunks_exact(width)).zip(out.chunks_exact_mut(width));
        for (y, ((old, new), out)) in rows.enumerate() {
            round.row(y, old, new, out);
        }
    });
}

/// The circle on one plane, in its samples: wholly new up to `front - edge` from the middle, wholly old from `front`.
struct Round {
    middle: [f32; 2],
    front: f32,
    edge: f32,
}

impl Round {
    fn new(t: f32, width: usize, height: usize) -> Self {
        let middle = [width, height].map(|side| (side as f32 - 1.0) / 2.0);
        let edge = width.min(height) as f32 * EDGE;
        Self { middle, front: t * (middle[0].hypot(middle[1]) + edge), edge }
    }

    fn row(&self, y: usize, old: &[u8], new: &[u8], out: &mut [u8]) {
        let down = y as f32 - self.middle[1];
        let [outer, inner] = [self.front, self.front - self.edge].map(|radius| self.span(radius, down, out.len()));
        out.copy_from_slice(old);
        for x in outer {
            if inner.contains(&x) {
                continue;
            }
            let far = (x as f32 - self.middle[0]).hypot(down);
            let share = level(smooth(((self.front - far) / self.edge).clamp(0.0, 1.0)));
            out[x] = mixed(old[x], new[x], share);
        }
        out[inner.clone()].copy_from_slice(&new[inner]);
    }

    /// The samples of a row that lie within `radius` of the middle.
    fn span(&self, radius: f32, down: f32, width: usize) -> std::ops::Range<usize> {
        let square = radius * radius - down * down;
        if radius <= 0.0 || square <= 0.0 {
            return 0..0;
        }
        let half = square.sqrt();
        let start = (self.middle[0] - half).ceil().max(0.0) as usize;
        let end = (self.middle[0] + half).floor() as usize + 1;
        start..end.clamp(start, width)
    }
}
