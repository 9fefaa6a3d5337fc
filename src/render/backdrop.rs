//! What shows around a picture that does not fill the canvas: one colour, or a blurred and darkened copy of itself.

use image::{RgbImage, imageops};

use crate::brief::Background;
use crate::render::frame::Frame;
use crate::render::geometry::Window;
use crate::render::picture::Pixels;
use crate::render::planar;
use crate::render::resample::Scratch;
use crate::render::settings::Facts;
use crate::render::still::Still;
use crate::timeline::Canvas;

/// The copy is blurred at an eighth of the canvas's size, where that costs next to nothing; enlarged by a smooth filter
/// it shows no blocks.
const SHRUNK: u32 = 8;
/// The blur's standard deviation, as a part of the short side of the canvas: details go, the large shapes stay.
const SOFTNESS: f32 = 0.03;
/// How bright the copy is beside the picture: it must not compete with it.
const BRIGHTNESS: (u32, u32) = (11, 20);
/// White's luma in limited range.
const WHITE: u8 = 235;

/// Covers the whole canvas with one colour.
pub(crate) fn plain(background: Background, canvas: Canvas) -> Frame {
    let mut frame = Frame::black(canvas.width as usize, canvas.height as usize);
    if background == Background::White {
        frame.y.fill(WHITE);
    }
    frame
}

/// Covers the whole canvas with the picture's blurred copy.
pub(crate) fn blurred(pixels: &Pixels, canvas: Canvas) -> Frame {
    let small = Facts { width: canvas.width.div_ceil(SHRUNK).max(2), height: canvas.height.div_ceil(SHRUNK).max(2) };
    let image = covering(pixels, small);
    let sigma = SOFTNESS * small.width.min(small.height) as f32;
    let mut soft = imageops::fast_blur(&image, sigma.max(1.0));
    soft.iter_mut().for_each(|sample| *sample = (u32::from(*sample) * BRIGHTNESS.0 / BRIGHTNESS.1) as u8);
    let mut frame = Frame::black(canvas.width as usize, canvas.height as usize);
    let whole = Window::whole(small);
    let planes = planar::from_rgb(&soft, small.width as usize);
    Still::new(&planes, small, whole).draw(whole, &mut frame, &mut Scratch::default());
    frame
}

/// The largest part of the picture that has the canvas's shape, in the size of the small canvas.
fn covering(pixels: &Pixels, small: Facts) -> RgbImage {
    let Facts { width, height } = pixels.size;
    let scale = (f64::from(width) / f64::from(small.width)).min(f64::from(height) / f64::from(small.height));
    let w = ((f64::from(small.width) * scale) as u32).clamp(1, width);
    let h = ((f64::from(small.height) * scale) as u32).clamp(1, height);
    let source = image::ImageBuffer::<image::Rgb<u8>, &[u8]>::from_raw(width, height, &pixels.rgb)
        .expect("three bytes for every pixel");
    let part = imageops::crop_imm(&source, (width - w) / 2, (height - h) / 2, w, h);
    imageops::thumbnail(&*part, small.width, small.height)
}
