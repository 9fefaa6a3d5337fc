//! A title over one frame: a few operations a pixel of its box, in the planes as they are.

use crate::render::frame::Frame;
use crate::render::text::overlay::Overlay;

/// What a full opacity counts as: with alpha 255 the product is just short of 2¹⁶, and rounding makes it whole.
const FULL: f32 = 257.0;

/// Blends `overlay` over `frame`, which must be of the canvas that it was laid out for; `opacity` runs from 0, nothing,
/// to 1.
pub fn blend(frame: &mut Frame, overlay: &Overlay, opacity: f32) {
    let opacity = if opacity > 0.0 { (opacity.min(1.0) * FULL).round() as i32 } else { 0 };
    if opacity == 0 || overlay.x + overlay.width > frame.width || overlay.y + overlay.height > frame.height {
        return;
    }
    let luma = Patch { x: overlay.x, y: overlay.y, width: overlay.width, stride: frame.width };
    luma.blend(&mut frame.y, &overlay.luma, &overlay.alpha, opacity);
    let chroma = Patch { x: luma.x / 2, y: luma.y / 2, width: luma.width / 2, stride: luma.stride / 2 };
    chroma.blend(&mut frame.u, &overlay.u, &overlay.alpha_uv, opacity);
    chroma.blend(&mut frame.v, &overlay.v, &overlay.alpha_uv, opacity);
}

/// Where the overlay's rows lie in a plane of the frame.
struct Patch {
    x: usize,
    y: usize,
    width: usize,
    stride: usize,
}

impl Patch {
    fn blend(&self, plane: &mut [u8], over: &[u8], alpha: &[u8], opacity: i32) {
        if self.width == 0 {
            return;
        }
        let rows = plane.chunks_exact_mut(self.stride).skip(self.y);
        let over = over.chunks_exact(self.width).zip(alpha.chunks_exact(self.width));
        for (row, (over, alpha)) in rows.zip(over) {
            for ((pixel, &over), &alpha) in row[self.x..].iter_mut().zip(over).zip(alpha) {
                let share = i32::from(alpha) * opacity;
                let change = (i32::from(over) - i32::from(*pixel)) * share;
                *pixel = (i32::from(*pixel) + ((change + (1 << 15)) >> 16)) as u8;
            }
        }
    }
}
