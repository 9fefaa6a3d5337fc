//! A title ready to be blended: where it stands, its colours and how much of the picture it covers.

use crate::render::text::ink::Ink;

/// Black in limited range, and chroma without colour.
const BLACK: [f32; 3] = [16.0, 128.0, 128.0];

/// A box of the canvas with straight alpha, in the shape of the frame's planes: `y` and `alpha` have `width` ×
/// `height` samples, `u`, `v` and `alpha_uv` a quarter of that. All four numbers are even and lie on the canvas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlay {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
    pub luma: Vec<u8>,
    pub alpha: Vec<u8>,
    pub u: Vec<u8>,
    pub v: Vec<u8>,
    pub alpha_uv: Vec<u8>,
    /// Characters that were left out because no font on this machine has them.
    pub missing: Vec<char>,
}

/// Letters over their shadow, `width` pixels a row: alpha 0 to 1, and Y, Cb, Cr times alpha, as averaging wants them.
pub(crate) struct Composed {
    width: usize,
    pixels: Vec<[f32; 4]>,
}

/// Lays the letters over their shadow (0 to 1).
pub(crate) fn compose(ink: &Ink, shadow: &[f32]) -> Composed {
    let over = |((&cover, colour), &dark): ((&u8, &[u8; 3]), &f32)| {
        let letter = f32::from(cover) / 255.0;
        let behind = dark * (1.0 - letter);
        let [y, u, v] = std::array::from_fn(|i| letter * f32::from(colour[i]) + behind * BLACK[i]);
        [letter + behind, y, u, v]
    };
    Composed { width: ink.width, pixels: ink.cover.iter().zip(&ink.colour).zip(shadow).map(over).collect() }
}

impl Composed {
    /// The smallest even box around what can be seen, as planes; this one's corner is at `corner` of the canvas.
    pub(crate) fn cut(&self, corner: (usize, usize), missing: Vec<char>) -> Overlay {
        let [left, top, width, height] = self.seen_box();
        let (x, y) = (corner.0 + left, corner.1 + top);
        let spots = (0..height).flat_map(|y| (0..width).map(move |x| (left + x, top + y)));
        let (mut luma, mut alpha) = (Vec::new(), Vec::new());
        for (x, y) in spots.clone() {
            let [cover, white, ..] = self.at(x, y);
            luma.push(straight(white, cover));
            alpha.push(byte(cover * 255.0));
        }
        let (mut u, mut v, mut alpha_uv) = (Vec::new(), Vec::new(), Vec::new());
        for (x, y) in spots.filter(|(x, y)| x % 2 == 0 && y % 2 == 0) {
            let [cover, _, blue, red] = self.chroma(x, y);
            u.push(straight(blue, cover));
            v.push(straight(red, cover));
            alpha_uv.push(byte(cover * 255.0));
        }
        Overlay { x, y, width, height, luma, alpha, u, v, alpha_uv, missing }
    }

    fn at(&self, x: usize, y: usize) -> [f32; 4] {
        self.pixels[y * self.width + x]
    }

    /// Left, top, width and height, all even, as the sides of this plane are.
    fn seen_box(&self) -> [usize; 4] {
        let seen = |pixel: &[f32; 4]| pixel[0] * 255.0 >= 0.5;
        let rows = || self.pixels.chunks_exact(self.width);
        let top = rows().position(|row| row.iter().any(seen)).unwrap_or(0) & !1;
        let bottom = rows().rposition(|row| row.iter().any(seen)).map_or(top, |last| last + 1);
        let left = rows().filter_map(|row| row.iter().position(seen)).min().unwrap_or(0) & !1;
        let right = rows().filter_map(|row| row.iter().rposition(seen)).max().map_or(left, |last| last + 1);
        [left, top, (right - left).next_multiple_of(2), (bottom - top).next_multiple_of(2)]
    }

    /// The mean around a chroma sample, which is sited on the left luma sample of its pair, between the rows: weights
    /// 1 2 1 across, 1 1 down.
    fn chroma(&self, x: usize, y: usize) -> [f32; 4] {
        let across = [(x.saturating_sub(1), 0.125), (x, 0.25), (x + 1, 0.125)];
        let near = across.iter().flat_map(|&(x, weight)| [(self.at(x, y), weight), (self.at(x, y + 1), weight)]);
        near.fold([0.0; 4], |sum, (pixel, weight)| std::array::from_fn(|i| sum[i] + weight * pixel[i]))
    }
}

fn straight(sum: f32, alpha: f32) -> u8 {
    if alpha > 0.0 { byte(sum / alpha) } else { 128 }
}

fn byte(value: f32) -> u8 {
    value.round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::{Ink, compose};
    use crate::render::text::room::Area;

    #[test]
    fn an_emoji_keeps_its_colour_and_what_is_not_seen_is_cut_off() {
        let (red, white) = ([63, 102, 240], [235, 128, 128]);
        let inside = Area { x: 0, y: 0, width: 12, height: 10 };
        let mut ink = Ink { width: 12, inside, cover: vec![0; 120], colour: vec![white; 120] };
        for at in (3..7).flat_map(|y| (4..8).map(move |x| y * 12 + x)) {
            (ink.cover[at], ink.colour[at]) = (255, red);
        }
        let overlay = compose(&ink, &[0.0; 120]).cut((100, 50), vec![]);
        assert_eq!((overlay.x, overlay.y, overlay.width, overlay.height), (104, 52, 4, 6));
        assert_eq!((overlay.luma[5], overlay.alpha[5]), (63, 255));
        assert_eq!((overlay.u[3], overlay.v[3], overlay.alpha_uv[3]), (102, 240, 255));
    }
}
