//! The size of the film, from the wish or from the pictures.

use crate::brief::{Aspect, Resolution};
use crate::director::error::Error;
use crate::timeline::Canvas;

/// A picture as the composer sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Relative to the job's source folder, `/` between the parts.
    pub path: String,
    /// Pixels, after the turn that EXIF asks for.
    pub width: u32,
    pub height: u32,
    /// When it was taken by its own clock, `2024-05-01 10:00:00`, where it says so.
    pub taken: Option<String>,
    /// The faces on it, where somebody has looked for them.
    pub faces: Vec<Face>,
    /// What tells it from others, where somebody has looked.
    pub proof: Option<Proof>,
}

/// What is known of a picture from a small print of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// From 0 for the sharpest to 1 for a picture without an edge.
    pub blur: f64,
    /// The differences of brightness between neighbours on a coarse grid, in reading order.
    pub slopes: Vec<f32>,
    /// Mean red, green and blue, 0 to 255.
    pub colour: [f32; 3],
}

/// The box of a face, from the brows to the chin, in parts of the picture's width and height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Face {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Picture {
    /// Width to height; finite and above 0 for any size a file may claim.
    pub(crate) fn ratio(&self) -> f64 {
        f64::from(self.width.max(1)) / f64::from(self.height.max(1))
    }
}

/// A picture whose sides differ by less than this counts as square: 5:4, the squarest format of cameras, does not.
const SQUARE: f64 = 1.1;

/// Sides that were asked for, in pixels, go before resolution and aspect; the other one follows from the aspect.
pub(crate) fn canvas(
    aspect: Aspect,
    resolution: Resolution,
    (width, height): (Option<u32>, Option<u32>),
    pictures: &[Picture],
) -> Result<Canvas, Error> {
    if pictures.is_empty() {
        return Err(Error::NoPictures);
    }
    let (across, down) = aspect.ratio().unwrap_or_else(|| common_shape(pictures));
    match (width, height) {
        (Some(width), Some(height)) => return Ok(Canvas { width: even(width, 1, 1), height: even(height, 1, 1) }),
        (Some(width), None) => return Ok(Canvas { width: even(width, 1, 1), height: even(width, down, across) }),
        (None, Some(height)) => return Ok(Canvas { width: even(height, across, down), height: even(height, 1, 1) }),
        (None, None) => {}
    }
    let short = resolution.short_side();
    let long = even(short, across.max(down), across.min(down));
    Ok(if across < down { Canvas { width: short, height: long } } else { Canvas { width: long, height: short } })
}

/// The shape most pictures have. A tie goes to landscape where landscape has part in it, else to square, which cuts
/// least from both sides.
fn common_shape(pictures: &[Picture]) -> (u32, u32) {
    let count = |shape: fn(f64) -> bool| pictures.iter().filter(|picture| shape(picture.ratio())).count();
    let (wide, tall) = (count(|ratio| ratio >= SQUARE), count(|ratio| ratio <= 1.0 / SQUARE));
    let square = pictures.len() - wide - tall;
    if wide >= tall && wide >= square {
        (16, 9)
    } else if tall > square {
        (9, 16)
    } else {
        (1, 1)
    }
}

/// The even number nearest to `short` × `long` / `part`.
fn even(short: u32, long: u32, part: u32) -> u32 {
    (short * long + part) / (2 * part) * 2
}
