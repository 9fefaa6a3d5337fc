//! Which fonts there are: one that the program carries, and the system's where that one lacks a letter.

use std::sync::Arc;

use cosmic_text::fontdb::{Database, Source};
use cosmic_text::{Attrs, Buffer, CacheKeyFlags, Family, FontSystem, Metrics, Shaping, Weight};

/// Size at which coverage is looked up; the answer is the same at any.
const ANY_SIZE: f32 = 32.0;

/// Bold, so that thin strokes do not drown in a busy picture, and unhinted, because letters this large need no grid.
pub(crate) fn style() -> Attrs<'static> {
    Attrs::new().family(Family::Name("Noto Sans")).weight(Weight::BOLD).cache_key_flags(CacheKeyFlags::DISABLE_HINTING)
}

/// The fonts that are needed for `text`, and its characters that none of them has. The system's folders are read
/// only if the program's own font is not enough.
pub(crate) fn fonts_for(text: &str) -> (FontSystem, Vec<char>) {
    let mut own = Database::new();
    own.load_font_source(carried());
    let mut fonts = FontSystem::new_with_locale_and_db("en".to_owned(), own);
    let missing = missing(&mut fonts, text);
    if missing.is_empty() {
        return (fonts, missing);
    }
    let mut fonts = FontSystem::new_with_fonts([carried()]);
    let missing = self::missing(&mut fonts, text);
    (fonts, missing)
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

/// Whether a character should leave ink: not spaces, joiners, direction marks and variation selectors.
pub(crate) fn is_seen(char: char) -> bool {
    !char.is_whitespace()
        && !char.is_control()
        && !matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
