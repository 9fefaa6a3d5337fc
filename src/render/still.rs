//! A picture ready to be filmed: shrunk once, in planes, and knowing which part of the picture it is.

use crate::render::frame::Frame;
use crate::render::geometry::Window;
use crate::render::planar::Planes;
use crate::render::resample::{self, Scratch};
use crate::render::settings::Facts;
use crate::render::strips::Strips;
use crate::render::taps::{Axis, Taps};

/// The samples of `region`, a part of the picture, and nothing of how it moves.
#[derive(Clone, Debug)]
pub(crate) struct Still {
    region: Window,
    width: f64,
    height: f64,
    planes: [Strips; 3],
}

/// One axis of one plane: how many luma samples a sample stands for, and where it lies among them. See
/// [`Frame`] for the siting of chroma.
#[derive(Clone, Copy)]
struct Grid {
    pitch: f64,
    at: f64,
}

const LUMA: Grid = Grid { pitch: 1.0, at: 0.5 };
const CHROMA_ACROSS: Grid = Grid { pitch: 2.0, at: 0.5 };
const CHROMA_DOWN: Grid = Grid { pitch: 2.0, at: 1.0 };

impl Still {
    /// From planes of `size.width` by `size.height` pixels that show `region`.
    pub(crate) fn new(planes: &Planes, size: Facts, region: Window) -> Self {
        let Planes { width, y, u, v } = planes;
        let half = width.div_ceil(2);
        let planes = [Strips::new(y, *width), Strips::new(u, half), Strips::new(v, half)];
        Self { region, width: f64::from(size.width), height: f64::from(size.height), planes }
    }

    /// Draws what `window` shows of the picture over the frame; outside the picture the frame stays as it is.
    pub(crate) fn draw(&self, window: Window, frame: &mut Frame, scratch: &mut Scratch) {
        let (w, h) = (frame.width, frame.height);
        let across = |grid, target, source| {
            let scale = self.width / self.region.width;
            Taps::new(
                axis(grid, (window.x - self.region.x) * scale, window.width * scale, w, self.width),
                target,
                source,
            )
        };
        let down = |grid, target, source| {
            let scale = self.height / self.region.height;
            Taps::new(
                axis(grid, (window.y - self.region.y) * scale, window.height * scale, h, self.height),
                target,
                source,
            )
        };
        let [y, u, v] = &self.planes;
        let (x_taps, y_taps) = (across(LUMA, w, y.width), down(LUMA, h, y.height));
        resample::draw(y, [&x_taps, &y_taps], &mut frame.y, w, scratch);
        let (x_taps, y_taps) = (across(CHROMA_ACROSS, w / 2, u.width), down(CHROMA_DOWN, h / 2, u.height));
        resample::draw(u, [&x_taps, &y_taps], &mut frame.u, w / 2, scratch);
        resample::draw(v, [&x_taps, &y_taps], &mut frame.v, w / 2, scratch);
    }
}

/// The axis on which a window that begins at `start` and is `length` long, in luma samples of the still, fills `canvas`
/// luma samples of the frame.
fn axis(grid: Grid, start: f64, length: f64, canvas: usize, still: f64) -> Axis {
    let step = length / canvas as f64;
    let first = (start + grid.at * step - grid.at) / grid.pitch;
    Axis { first, step, start: start / grid.pitch, length: still / grid.pitch }
}
