//! Where on a canvas a title may stand, and where it does.

use crate::render::text::shadow::margin;

/// Letters' height as a share of the canvas's short side.
const EM: f32 = 0.098;
/// Kept free above and below, as a share of the height: 250 of 1920 rows, where phones lay their buttons.
const SAFE_ENDS: f32 = 250.0 / 1_920.0;
/// Kept free at either side, as a share of the width.
const SAFE_SIDES: f32 = 0.05;
/// Where the middle of the text stands, as a share of the height: low, where a picture seldom has its faces.
const MIDDLE: f32 = 0.72;

/// The safe area, in whole even pixels, and the letters' height in it.
pub(crate) struct Room {
    x: usize,
    y: usize,
    width: usize,
    height: usize,
    /// The largest letters, in pixels.
    pub(crate) em: f32,
    /// What the shadow needs around the text.
    pub(crate) margin: usize,
}

impl Room {
    pub(crate) fn of(width: usize, height: usize) -> Self {
        let x = ((width as f32 * SAFE_SIDES) as usize).next_multiple_of(2);
        let y = ((height as f32 * SAFE_ENDS) as usize).next_multiple_of(2);
        let em = width.min(height) as f32 * EM;
        let even = |side: usize| side - side % 2;
        Self { x, y, width: even(width - 2 * x), height: even(height - 2 * y), em, margin: margin(em) }
    }

    pub(crate) fn text_width(&self) -> f32 {
        self.width.saturating_sub(2 * self.margin) as f32
    }

    pub(crate) fn text_height(&self) -> f32 {
        self.height.saturating_sub(2 * self.margin) as f32
    }

    /// The text's box with the shadow's margin around it, in even pixels of a canvas `canvas` rows high: centred,
    /// its middle where it is wanted or as near to it as the room allows.
    pub(crate) fn stage(&self, canvas: usize, wide: f32, tall: f32) -> Stage {
        let around = |side: f32, room: usize| (side.ceil() as usize + 2 * self.margin).next_multiple_of(2).min(room);
        let (width, height) = (around(wide, self.width), around(tall, self.height));
        let wanted = (canvas as f32 * MIDDLE) as usize;
        let y = wanted.saturating_sub(height / 2).clamp(self.y, self.y + self.height - height);
        let x = self.x + (self.width - width) / 2;
        // The room's own corner is even.
        Stage { x: x & !1, y: y & !1, width, height }
    }
}

/// Where letters and shadow are drawn, on the canvas.
pub(crate) struct Stage {
    pub(crate) x: usize,
    pub(crate) y: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}
