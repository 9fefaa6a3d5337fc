//! Where on a canvas texts may stand.

use crate::brief::Place;
use crate::render::text::style::{across, down};

/// Kept free above and below an upright canvas, as a share of its height: 250 of 1920 rows, where phones lay their
/// buttons.
const UPRIGHT_ENDS: f32 = 250.0 / 1_920.0;
/// The same for others: more than the 5 % of EBU R 95 for graphics.
const ENDS: f32 = 0.06;
/// Kept free at either side, as a share of the width.
const SIDES: f32 = 0.05;

/// A box in pixels of the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

impl Area {
    /// The safe area of a canvas, in whole even pixels.
    pub(crate) fn safe(width: usize, height: usize) -> Self {
        let ends = if height > width { UPRIGHT_ENDS } else { ENDS };
        let x = ((width as f32 * SIDES) as usize).next_multiple_of(2);
        let y = ((height as f32 * ends) as usize).next_multiple_of(2);
        Self { x, y, width: width - 2 * x, height: height - 2 * y }
    }

    /// A box of this size at its place within the safe area of a canvas `canvas` rows high; larger ones are cut to it.
    pub(crate) fn at(self, place: Place, width: usize, height: usize, canvas: usize) -> Self {
        let (width, height) = (width.min(self.width), height.min(self.height));
        let x = self.x + ((self.width - width) as f32 * across(place)) as usize;
        let middle = (canvas as f32 * down(place)) as usize;
        let y = middle.saturating_sub(height / 2).clamp(self.y, self.y + self.height - height);
        Self { x, y, width, height }
    }

    /// Grown by `margin`, out to even pixels, and cut to the canvas, whose sides are even.
    pub(crate) fn grown(self, margin: usize, canvas: (usize, usize)) -> Self {
        let (x, y) = (self.x.saturating_sub(margin) & !1, self.y.saturating_sub(margin) & !1);
        let right = (self.x + self.width + margin).next_multiple_of(2).min(canvas.0);
        let bottom = (self.y + self.height + margin).next_multiple_of(2).min(canvas.1);
        Self { x, y, width: right - x, height: bottom - y }
    }

    pub(crate) const fn holds(self, x: usize, y: usize) -> bool {
        x >= self.x && x < self.x + self.width && y >= self.y && y < self.bottom()
    }

    pub(crate) const fn bottom(self) -> usize {
        self.y + self.height
    }

    /// Whether there are less than `gap` pixels between the two.
    pub(crate) const fn touches(self, other: Self, gap: usize) -> bool {
        self.x < other.x + other.width + gap
            && other.x < self.x + self.width + gap
            && self.y < other.bottom() + gap
            && other.y < self.bottom() + gap
    }
}
