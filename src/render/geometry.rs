//! Where the camera looks: from a frame number to the part of the picture that the canvas shows. Pure arithmetic.

use std::ops::RangeInclusive;

use crate::render::settings::Facts;
use crate::timeline::{Canvas, Framing, Shot, View};

/// A rectangle in pixels of the upright picture, with fractions; (0, 0) is the picture's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Window {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// The part of a shot's length over which the camera gains speed, and again over which it loses it. At 0.2 the middle is
/// a quarter faster than without easing: the start and the stop are soft and nothing rushes.
const RAMP: f64 = 0.2;

/// What a timeline may ask for at most; beyond it a picture is a handful of pixels.
const MAX_ZOOM: f64 = 10.0;
const MIN_SCALE: f64 = 0.05;

/// What the canvas shows on the shot's `frame`th frame, counted from the shot's own first.
///
/// Under [`Framing::Cover`] it lies within the picture; under the others the whole picture lies within it.
pub(crate) fn window(shot: &Shot, picture: Facts, canvas: Canvas, frame: u32) -> Window {
    let from = still(shot.framing, shot.from, picture, canvas);
    let to = still(shot.framing, shot.to, picture, canvas);
    // Both ends keep to the rule above, and so does everything on the straight line between them.
    from.toward(to, eased(f64::from(frame) / f64::from(shot.frames.max(2) - 1)))
}

/// The two ends of the camera's way.
pub(crate) fn ends(shot: &Shot, picture: Facts, canvas: Canvas) -> [Window; 2] {
    [shot.from, shot.to].map(|view| still(shot.framing, view, picture, canvas))
}

/// Speed grows evenly over the first [`RAMP`], is constant, and falls evenly over the last.
fn eased(t: f64) -> f64 {
    let t = t.clamp(0.0, 1.0);
    let top = 1.0 / (1.0 - RAMP);
    if t < RAMP {
        top * t * t / (2.0 * RAMP)
    } else if t > 1.0 - RAMP {
        1.0 - top * (1.0 - t) * (1.0 - t) / (2.0 * RAMP)
    } else {
        top * (t - RAMP / 2.0)
    }
}

fn still(framing: Framing, view: View, picture: Facts, canvas: Canvas) -> Window {
    let (w, h) = (f64::from(picture.width), f64::from(picture.height));
    let (cw, ch) = (f64::from(canvas.width), f64::from(canvas.height));
    // Pixels of the picture to a pixel of the canvas.
    let scale = match framing {
        Framing::Cover => (w / cw).min(h / ch) / sane(view.zoom, 1.0, 1.0..=MAX_ZOOM),
        Framing::Contain | Framing::Blur => (w / cw).max(h / ch) / sane(view.zoom, 1.0, MIN_SCALE..=1.0),
    };
    let (width, height) = (cw * scale, ch * scale);
    // Under Cover the slack is what the window leaves of the picture; under the others what the picture leaves of the
    // window, and moving the picture right moves the window left: the sign of the slack does that by itself.
    let x = (w - width) / 2.0 * (1.0 + sane(view.x, 0.0, -1.0..=1.0));
    let y = (h - height) / 2.0 * (1.0 + sane(view.y, 0.0, -1.0..=1.0));
    Window { x, y, width, height }
}

fn sane(value: f64, usual: f64, range: RangeInclusive<f64>) -> f64 {
    if value.is_finite() { value.clamp(*range.start(), *range.end()) } else { usual }
}

impl Window {
    /// The whole of a picture.
    pub(crate) fn whole(picture: Facts) -> Self {
        Self { x: 0.0, y: 0.0, width: f64::from(picture.width), height: f64::from(picture.height) }
    }

    fn toward(self, to: Self, t: f64) -> Self {
        let mix = |a: f64, b: f64| a + (b - a) * t;
        Self {
            x: mix(self.x, to.x),
            y: mix(self.y, to.y),
            width: mix(self.width, to.width),
            height: mix(self.height, to.height),
        }
    }

    /// The smallest rectangle around both.
    pub(crate) fn union(self, other: Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let bottom = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: bottom - y }
    }

    /// Grown by `margin` on every side, out to whole pixels, and cut to the picture; at least one pixel is left.
    pub(crate) fn grown(self, margin: f64, picture: Facts) -> Self {
        let (w, h) = (f64::from(picture.width), f64::from(picture.height));
        let x = (self.x - margin).floor().clamp(0.0, w - 1.0);
        let y = (self.y - margin).floor().clamp(0.0, h - 1.0);
        let right = (self.x + self.width + margin).ceil().clamp(x + 1.0, w);
        let bottom = (self.y + self.height + margin).ceil().clamp(y + 1.0, h);
        Self { x, y, width: right - x, height: bottom - y }
    }
}
