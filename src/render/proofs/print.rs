//! What a small print of one picture tells: how sharp its sharpest edges are, and where it grows lighter and darker.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::brief::Background;
use crate::render::error::Error;
use crate::render::gate::Gate;
use crate::render::geometry::Window;
use crate::render::open;
use crate::render::picture::{Picture, Pixels};
use crate::render::settings::{Facts, Settings};

/// What is seen on the print.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proof {
    /// From 0 for the sharpest to 1 for a picture without an edge.
    pub blur: f64,
    /// The differences of brightness between neighbours on a grid of 16 by 16, in reading order: first those
    /// to the right, then those below.
    pub slopes: Vec<f32>,
    /// Mean red, green and blue, 0 to 255.
    pub colour: [f32; 3],
}

/// The longer side of the print in pixels. A camera's noise is gone at this size, and what is blurred on it is blurred
/// on every screen.
const SIDE: u32 = 640;
/// Cells along either side.
pub(crate) const GRID: usize = 16;
/// The part of a picture that has to be sharp: its strongest edges. The rest may be sky, or lie out of focus.
const EDGES: f64 = 0.005;
/// Pixels to either side that the print is blurred by once more, to see how much that takes away from an edge
/// (Crété-Roffet et al., "The blur effect", 2007).
const REACH: usize = 2;

/// The proof of the picture at `path`; the gate bounds how many are decoded at a time.
pub(crate) fn proof(path: &Path, settings: &Settings, gate: &Gate) -> Result<Proof, Error> {
    let picture = Picture::open(path, settings)?;
    let whole = picture.facts();
    let scale = (f64::from(SIDE) / f64::from(whole.width.max(whole.height))).min(1.0);
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let small = Facts { width: side(whole.width), height: side(whole.height) };
    let pixels = gate.pass(whole, || picture.develop(Window::whole(whole), small, Background::Black))?;
    open::guarded(|| Ok(read(&pixels))).map_err(Error::flaw(path))
}

pub(crate) fn read(pixels: &Pixels) -> Proof {
    let grey = Grey::of(pixels);
    let count = (pixels.rgb.len() / 3).max(1) as f32;
    let mean = |channel: usize| pixels.rgb.iter().skip(channel).step_by(3).map(|c| f32::from(*c)).sum::<f32>() / count;
    Proof { blur: blur(&grey), slopes: slopes(&grey), colour: [mean(0), mean(1), mean(2)] }
}

/// Brightness in reading order, 0 to 255.
struct Grey {
    width: usize,
    height: usize,
    light: Vec<f32>,
}

impl Grey {
    fn of(pixels: &Pixels) -> Self {
        let light = |rgb: &[u8]| 0.2126 * f32::from(rgb[0]) + 0.7152 * f32::from(rgb[1]) + 0.0722 * f32::from(rgb[2]);
        let (width, height) = (pixels.size.width as usize, pixels.size.height as usize);
        Self { width, height, light: pixels.rgb.chunks_exact(3).map(light).collect() }
    }

    /// Every pixel is the mean of its neighbours up to `reach` away, along both sides.
    fn blurred(&self, reach: usize) -> Self {
        let across = |x: usize| x.saturating_sub(reach)..(x + reach + 1).min(self.width);
        let row = |y: usize, x: usize| mean(across(x).map(|x| self.light[y * self.width + x]));
        let rows: Vec<f32> = (0..self.height).flat_map(|y| (0..self.width).map(move |x| row(y, x))).collect();
        let down = |y: usize| y.saturating_sub(reach)..(y + reach + 1).min(self.height);
        let column = |y: usize, x: usize| mean(down(y).map(|y| rows[y * self.width + x]));
        let light = (0..self.height).flat_map(|y| (0..self.width).map(move |x| column(y, x))).collect();
        Self { light, ..*self }
    }

    /// How steep it is at each pixel that has a neighbour to the right and below.
    fn steepness(&self) -> Vec<f32> {
        let at = |x: usize, y: usize| self.light[y * self.width + x];
        let steep = |x: usize, y: usize| (at(x + 1, y) - at(x, y)).hypot(at(x, y + 1) - at(x, y));
        let rows = 0..self.height.saturating_sub(1);
        rows.flat_map(|y| (0..self.width.saturating_sub(1)).map(move |x| steep(x, y))).collect()
    }
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / f32::max(count, 1.0)
}

/// Brightness from one pixel to the next. A picture without any edge that is steeper shows fog or sky, and is no worse
/// for it.
const FAINTEST: f64 = 2.0;

/// A sharp edge loses most of its steepness when it is blurred, a blurred one little. Noise of single pixels is taken
/// away first, for it is the sharpest there is.
fn blur(grey: &Grey) -> f64 {
    let calm = grey.blurred(1);
    let (before, after) = (calm.steepness(), calm.blurred(REACH).steepness());
    let mut order: Vec<usize> = (0..before.len()).collect();
    let edges = ((before.len() as f64 * EDGES) as usize).max(1).min(before.len());
    if edges == 0 {
        return 0.0;
    }
    order.select_nth_unstable_by(edges - 1, |a, b| before[*b].total_cmp(&before[*a]));
    let (steep, left) = order[..edges]
        .iter()
        .fold((0.0, 0.0), |(steep, left), at| (steep + f64::from(before[*at]), left + f64::from(after[*at])));
    if steep > FAINTEST * edges as f64 { (left / steep).min(1.0) } else { 0.0 }
}

fn slopes(grey: &Grey) -> Vec<f32> {
    let cell = |at: usize, side: usize| at * side / GRID..((at + 1) * side / GRID).max(at * side / GRID + 1).min(side);
    let light = |x: usize, y: usize| {
        let (columns, rows) = (cell(x, grey.width), cell(y, grey.height));
        mean(rows.flat_map(|y| columns.clone().map(move |x| grey.light[y * grey.width + x])))
    };
    let cells: Vec<f32> = (0..GRID * GRID).map(|at| light(at % GRID, at / GRID)).collect();
    let right = (0..cells.len()).filter(|at| at % GRID + 1 < GRID).map(|at| cells[at + 1] - cells[at]);
    let below = (0..cells.len() - GRID).map(|at| cells[at + GRID] - cells[at]);
    right.chain(below).collect()
}
