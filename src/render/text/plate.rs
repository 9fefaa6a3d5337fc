//! The dark plate behind small letters.

use crate::render::text::room::Area;

/// How dark it is: white letters stand out from it on any picture, and the picture is still felt behind it.
const DARK: f32 = 0.58;
/// Around the letters, in letter heights: at the sides, and above and below.
const SIDES: f32 = 0.5;
const ENDS: f32 = 0.22;
/// The radius of its corners, in letter heights.
const CORNER: f32 = 0.32;

/// How far it reaches beyond the letters' box, in pixels, for letters `em` pixels high.
pub(crate) fn margin(em: f32) -> (usize, usize) {
    ((SIDES * em).ceil() as usize, (ENDS * em).ceil() as usize)
}

/// Darkness, 0 to 1, on a plane of `size`, for a plate that fills `area` of it.
pub(crate) fn cast(area: Area, size: (usize, usize), em: f32) -> Vec<f32> {
    let corner = (CORNER * em).min(area.width.min(area.height) as f32 / 2.0);
    // How far a point lies outside the box whose edge the corners' centres draw.
    let beyond = |at: usize, start: usize, length: usize| {
        let (at, start, end) = (at as f32 + 0.5, start as f32 + corner, (start + length) as f32 - corner);
        (start - at).max(at - end).max(0.0)
    };
    let dark = |x: usize, y: usize| {
        let far = beyond(x, area.x, area.width).hypot(beyond(y, area.y, area.height));
        DARK * (corner + 0.5 - far).clamp(0.0, 1.0)
    };
    (0..size.1).flat_map(|y| (0..size.0).map(move |x| dark(x, y))).collect()
}

#[cfg(test)]
mod tests {
    use super::{Area, DARK, cast};

    #[test]
    fn a_plate_is_even_within_round_at_its_corners_and_nothing_without() {
        let area = Area { x: 10, y: 10, width: 60, height: 30 };
        let dark = cast(area, (80, 50), 40.0);
        let at = |x: usize, y: usize| dark[y * 80 + x];
        assert!((at(40, 25) - DARK).abs() < 1e-6 && (at(10, 25) - DARK).abs() < 0.3);
        assert!(at(10, 10) < 1e-6 && at(5, 25) < 1e-6 && at(40, 45) < 1e-6);
    }
}
