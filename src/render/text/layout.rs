//! From words and a canvas to lines at their place, and from these to an overlay.

use cosmic_text::{Align, Buffer};

use crate::brief::Place;
use crate::render::text::error::Error;
use crate::render::text::fonts::{Case, Fonts};
use crate::render::text::ink::draw;
use crate::render::text::overlay::{Overlay, compose};
use crate::render::text::room::Area;
use crate::render::text::style::{Backing, across, backing, em};
use crate::render::text::typeset::{Lines, typeset};
use crate::render::text::words::{clean, is_seen};
use crate::render::text::{plate, shadow};
use crate::timeline::Role;

/// Below, letters would be too small to read.
const MIN_SIDE: usize = 128;

/// Letters at their place, not drawn yet: this is small, the drawn overlay is not.
#[derive(Debug)]
pub struct Setting {
    lines: Buffer,
    case: Case,
    canvas: (usize, usize),
    backing: Backing,
    /// Around the letters, and around the plate if they have one: what must stand in the safe area.
    area: Area,
    /// Characters that are left out because no font on this machine has them.
    missing: Vec<char>,
}

impl Setting {
    /// Sets a text for a canvas of `width` × `height` pixels: two lines at most, inside the safe area. A long one
    /// shrinks, and is cut with an ellipsis when it would be too small. The size is in hundredths of the role's own.
    pub fn new(
        fonts: &mut Fonts,
        text: &str,
        (role, place, size): (Role, Place, u32),
        canvas: (usize, usize),
    ) -> Result<Self, Error> {
        let (width, height) = canvas;
        if width.min(height) < MIN_SIDE {
            return Err(Error::TooSmall { width, height });
        }
        let mut text = clean(text);
        if !text.chars().any(is_seen) {
            return Err(Error::Empty);
        }
        let (case, missing) = fonts.choose(&text);
        text.retain(|char| !missing.contains(&char));
        if !text.chars().any(is_seen) {
            return Err(Error::NoFont { missing });
        }
        let (safe, em, backing) =
            (Area::safe(width, height), em(role) * size as f32 / 100.0 * width.min(height) as f32, backing(role));
        let (sides, ends) = padding(backing, em);
        let room = [(safe.width - 2 * sides) as f32, (safe.height - 2 * ends) as f32];
        let align = [Align::Left, Align::Center, Align::Right][(across(place) * 2.0) as usize];
        let lines = typeset(&mut Lines { fonts: fonts.case(case), text: text.trim(), align, room }, em);
        let wide = lines.layout_runs().map(|run| run.line_w).fold(0.0, f32::max).ceil() as usize + 2 * sides;
        let tall = tall(&lines).ceil() as usize + 2 * ends;
        Ok(Self { lines, case, canvas, backing, area: safe.at(place, wide, tall, height), missing })
    }

    pub(crate) const fn area(&self) -> Area {
        self.area
    }

    /// Moves it up or down.
    pub(crate) fn move_to(&mut self, y: usize) {
        self.area.y = y.min(self.canvas.1 - self.area.height);
    }

    /// Draws it with the fonts that it was set in.
    pub fn draw(&self, fonts: &mut Fonts) -> Overlay {
        let size = self.lines.metrics().font_size;
        let (sides, ends) = padding(self.backing, size);
        let margin = if self.backing == Backing::Shadow { shadow::margin(size) } else { 0 };
        let stage = self.area.grown(margin, self.canvas);
        // The lines' own box may be wider than the letters, which are aligned in it.
        let own = self.lines.size().0.unwrap_or_default();
        let wide = self.area.width.saturating_sub(2 * sides) as f32;
        let starts = self.lines.layout_runs().flat_map(|run| run.glyphs.iter().map(|glyph| glyph.x));
        let indent = starts.fold(own, f32::min).min((own - wide).max(0.0));
        let left = (self.area.x + sides - stage.x) as f32 - indent;
        let top = (self.area.y + ends - stage.y) as f32;
        let inside = Area { x: self.area.x - stage.x, y: self.area.y - stage.y, ..self.area };
        let whole = (stage.width, stage.height);
        let ink = draw(fonts.case(self.case), &self.lines, (left, top), whole, inside);
        let dark = match self.backing {
            Backing::Shadow => shadow::cast(&ink.cover, ink.width, size),
            Backing::Plate => plate::cast(inside, whole, size),
        };
        compose(&ink, &dark).cut((stage.x, stage.y), self.missing.clone())
    }
}

fn tall(lines: &Buffer) -> f32 {
    lines.layout_runs().map(|run| run.line_top + run.line_height).fold(0.0, f32::max)
}

/// What belongs to a text beside its letters: at the sides, and above and below.
fn padding(backing: Backing, em: f32) -> (usize, usize) {
    match backing {
        // Accents and tails reach a little beyond the line.
        Backing::Shadow => ((em * 0.05).ceil() as usize, (em * 0.1).ceil() as usize),
        Backing::Plate => plate::margin(em),
    }
}
