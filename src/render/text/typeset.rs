//! From words to placed glyphs: as large as fits, two lines at most, evenly broken.

use cosmic_text::{Align, Buffer, Ellipsize, EllipsizeHeightLimit, FontSystem, Metrics, Shaping, Wrap};

use crate::render::text::fonts::style;

/// A title with more is a paragraph.
const MAX_LINES: usize = 2;
/// Line height over letter height: close, as headlines are set.
pub(crate) const LINE: f32 = 1.18;
/// Each try is so much smaller than the one before; after the last the text is cut.
const SHRINK: f32 = 0.93;
const TRIES: i32 = 10;
/// Halvings in the search for the narrowest even break; a pixel or two is left open.
const HALVINGS: u32 = 9;

/// What is to be set, in which fonts, and in how much room: width and height in pixels.
pub(crate) struct Lines<'a> {
    pub(crate) fonts: &'a mut FontSystem,
    pub(crate) text: &'a str,
    pub(crate) align: Align,
    pub(crate) room: [f32; 2],
}

/// Sets the text in the largest size up to `em` pixels at which it fits into its room. The buffer's own width is that
/// of its box.
pub(crate) fn typeset(lines: &mut Lines<'_>, em: f32) -> Buffer {
    let [width, height] = lines.room;
    let em = em.min(height / (MAX_LINES as f32 * LINE));
    for size in (0..TRIES).map(|tried| em * SHRINK.powi(tried)) {
        let buffer = lines.set(lines.text, size, width, Wrap::Word);
        if fits(&buffer, width) {
            return lines.even(buffer, size);
        }
    }
    lines.cut(em * SHRINK.powi(TRIES))
}

impl Lines<'_> {
    /// As many whole words as fit, and an ellipsis; where not even one word fits, as many letters.
    fn cut(&mut self, size: f32) -> Buffer {
        let (text, width) = (self.text, self.room[0]);
        let ends: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
        let (mut best, mut few, mut many) = (None, 0, ends.len());
        while few < many {
            let middle = usize::midpoint(few, many);
            let tried = self.set(&format!("{}…", &text[..ends[middle]]), size, width, Wrap::Word);
            if fits(&tried, width) {
                (best, few) = (Some(tried), middle + 1);
            } else {
                many = middle;
            }
        }
        best.unwrap_or_else(|| {
            let mut buffer = self.set(text, size, width, Wrap::WordOrGlyph);
            buffer.set_ellipsize(Ellipsize::End(EllipsizeHeightLimit::Lines(MAX_LINES)));
            buffer.shape_until_scroll(self.fonts, false);
            buffer
        })
    }

    fn set(&mut self, text: &str, em: f32, width: f32, wrap: Wrap) -> Buffer {
        let mut buffer = Buffer::new(self.fonts, Metrics::new(em, em * LINE));
        buffer.set_wrap(wrap);
        buffer.set_size(Some(width), None);
        buffer.set_text(text, &style(), Shaping::Advanced, Some(self.align));
        buffer.shape_until_scroll(self.fonts, false);
        buffer
    }

    /// The same lines in the narrowest box that holds them, so that no single word is left over on the last.
    fn even(&mut self, whole: Buffer, size: f32) -> Buffer {
        if whole.layout_runs().count() < MAX_LINES {
            return whole;
        }
        let (mut best, mut narrow, mut wide) = (whole, 0.0, self.room[0]);
        for _ in 0..HALVINGS {
            let middle = f32::midpoint(narrow, wide);
            let tried = self.set(self.text, size, middle, Wrap::Word);
            if fits(&tried, middle) {
                (best, wide) = (tried, middle);
            } else {
                narrow = middle;
            }
        }
        best
    }
}

fn fits(buffer: &Buffer, width: f32) -> bool {
    buffer.layout_runs().count() <= MAX_LINES && buffer.layout_runs().all(|run| run.line_w <= width)
}
