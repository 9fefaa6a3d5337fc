//! Which fonts there are: one that the program carries, and the system's where that one lacks a letter.

use std::sync::Arc;

use cosmic_text::fontdb::{Database, Source};
use cosmic_text::{Attrs, Buffer, CacheKeyFlags, Family, FontSystem, Metrics, Shaping, Weight};

use crate::render::text::words::{clean, is_seen};

/// Size at which coverage is looked up; the answer is the same at any.
const ANY_SIZE: f32 = 32.0;

/// Bold, so that thin strokes do not drown in a busy picture, and unhinted, because letters this large need no grid.
pub(crate) fn style() -> Attrs<'static> {
    Attrs::new().family(Family::Name("Noto Sans")).weight(Weight::BOLD).cache_key_flags(CacheKeyFlags::DISABLE_HINTING)
}

/// The fonts, read once for any number of texts: the system's folders only when the first text needs them.
#[derive(Debug)]
pub struct Fonts {
    own: FontSystem,
    system: Option<FontSystem>,
}

/// Which of the two a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Own,
    System,
}

impl Default for Fonts {
    fn default() -> Self {
        let mut own = Database::new();
        own.load_font_source(carried());
        Self { own: FontSystem::new_with_locale_and_db("en".to_owned(), own), system: None }
    }
}

impl Fonts {
    /// The characters of a text that no font on this machine has, and whether anything can be seen without them.
    pub fn missing(&mut self, text: &str) -> (Vec<char>, bool) {
        let text = clean(text);
        let missing = self.choose(&text).1;
        let left = text.chars().any(|char| is_seen(char) && !missing.contains(&char));
        (missing, left)
    }

    /// The fonts that `text` needs, and its characters that none of them has.
    pub(crate) fn choose(&mut self, text: &str) -> (Case, Vec<char>) {
        let lacking = missing(&mut self.own, text);
        if lacking.is_empty() {
            return (Case::Own, lacking);
        }
        (Case::System, missing(self.case(Case::System), text))
    }

    pub(crate) fn case(&mut self, case: Case) -> &mut FontSystem {
        match case {
            Case::Own => &mut self.own,
            Case::System => self.system.get_or_insert_with(|| FontSystem::new_with_fonts([carried()])),
        }
    }
}

fn carried() -> Source {
    Source::Binary(Arc::new(notosans::BOLD_TTF))
}

fn missing(fonts: &mut FontSystem, text: &str) -> Vec<char> {
    let mut buffer = Buffer::new(fonts, Metrics::new(ANY_SIZE, ANY_SIZE));
    buffer.set_text(text, &style(), Shaping::Advanced, None);
    buffer.shape_until_scroll(fonts, false);
    let mut missing = Vec::new();
    for run in buffer.layout_runs() {
        for glyph in run.glyphs.iter().filter(|glyph| glyph.glyph_id == 0) {
            let cluster = run.text.get(glyph.start..glyph.end).unwrap_or_default();
            missing.extend(cluster.chars().filter(|&char| is_seen(char)));
        }
    }
    missing.sort_unstable();
    missing.dedup();
    missing
}
