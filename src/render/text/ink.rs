//! Placed glyphs drawn onto planes: coverage and colour of the letters alone.

use cosmic_text::{Buffer, FontSystem, SwashCache, SwashContent, SwashImage};

use crate::render::text::room::Area;

/// White in limited range (BT.709 §3.5): luma, and chroma without colour.
const WHITE: [u8; 3] = [235, 128, 128];

/// Letters on nothing, `width` pixels a row.
pub(crate) struct Ink {
    pub(crate) width: usize,
    /// Where they may be.
    pub(crate) inside: Area,
    /// 0 is nothing, 255 is full cover.
    pub(crate) cover: Vec<u8>,
    /// Y, Cb, Cr: white, but for emoji.
    pub(crate) colour: Vec<[u8; 3]>,
}

/// Draws the text with its box's corner at `corner`; what falls outside of `inside` is lost.
pub(crate) fn draw(
    fonts: &mut FontSystem,
    text: &Buffer,
    corner: (f32, f32),
    size: (usize, usize),
    inside: Area,
) -> Ink {
    let area = size.0 * size.1;
    let mut ink = Ink { width: size.0, inside, cover: vec![0; area], colour: vec![WHITE; area] };
    let mut cache = SwashCache::new();
    for run in text.layout_runs() {
        // A glyph of number 0 is the box that stands for a letter no font has.
        for glyph in run.glyphs.iter().filter(|glyph| glyph.glyph_id != 0) {
            let placed = glyph.physical((corner.0, corner.1 + run.line_y), 1.0);
            if let Some(image) = cache.get_image_uncached(fonts, placed.cache_key) {
                ink.stamp(&image, placed.x, placed.y);
            }
        }
    }
    ink
}

impl Ink {
    fn stamp(&mut self, image: &SwashImage, x: i32, y: i32) {
        let (left, top) =
            (i64::from(x) + i64::from(image.placement.left), i64::from(y) - i64::from(image.placement.top));
        let width = image.placement.width as usize;
        let bytes = if image.content == SwashContent::Mask { 1 } else { 4 };
        if width == 0 {
            return;
        }
        for (row, pixels) in image.data.chunks_exact(width * bytes).enumerate() {
            for (column, pixel) in pixels.chunks_exact(bytes).enumerate() {
                if let Some(at) = self.index(left + column as i64, top + row as i64) {
                    self.put(at, pixel);
                }
            }
        }
    }

    fn index(&self, x: i64, y: i64) -> Option<usize> {
        let (x, y) = (usize::try_from(x).ok()?, usize::try_from(y).ok()?);
        self.inside.holds(x, y).then(|| y * self.width + x)
    }

    fn put(&mut self, at: usize, pixel: &[u8]) {
        match *pixel {
            [cover] => self.cover[at] = self.cover[at].max(cover),
            [r, g, b, cover] if cover > 0 => {
                self.cover[at] = self.cover[at].max(cover);
                self.colour[at] = bt709([r, g, b]);
            }
            _ => {}
        }
    }
}

/// RGB to limited-range Y, Cb, Cr (BT.709 §3).
fn bt709(rgb: [u8; 3]) -> [u8; 3] {
    let [r, g, b] = rgb.map(|value| f32::from(value) / 255.0);
    let y = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (cb, cr) = ((b - y) / 1.8556, (r - y) / 1.5748);
    [16.0 + 219.0 * y, 128.0 + 224.0 * cb, 128.0 + 224.0 * cr].map(|value| value.round() as u8)
}

#[cfg(test)]
mod tests {
    use super::bt709;

    #[test]
    fn the_corners_of_the_colour_cube_are_the_standards() {
        assert_eq!(bt709([255, 255, 255]), [235, 128, 128]);
        assert_eq!(bt709([0, 0, 0]), [16, 128, 128]);
        assert_eq!(bt709([255, 0, 0]), [63, 102, 240]);
        assert_eq!(bt709([0, 0, 255]), [32, 240, 118]);
    }
}
