//! From words and a canvas to an overlay.

use crate::render::text::error::Error;
use crate::render::text::fonts::{fonts_for, is_seen};
use crate::render::text::ink::draw;
use crate::render::text::overlay::{Overlay, compose};
use crate::render::text::room::Room;
use crate::render::text::shadow::cast;
use crate::render::text::typeset::typeset;

/// More would not fit in two lines of the smallest size; shaping a whole book takes long.
const MAX_CHARS: usize = 300;
/// Below, letters would be too small to read.
const MIN_SIDE: usize = 128;

/// The characters of a title that no font on this machine has, and whether anything can be seen without them.
#[must_use]
pub fn missing(text: &str) -> (Vec<char>, bool) {
    let text = clean(text);
    let missing = fonts_for(&text).1;
    let left = text.chars().any(|char| is_seen(char) && !missing.contains(&char));
    (missing, left)
}

/// Lays a title out on a canvas of `width` × `height` pixels: white, bold, centred in the lower part, two lines at
/// most, inside the safe area. A long one shrinks, and is cut with an ellipsis when it would be too small.
pub fn lay_out(text: &str, width: usize, height: usize) -> Result<Overlay, Error> {
    if width.min(height) < MIN_SIDE {
        return Err(Error::TooSmall { width, height });
    }
    let mut text = clean(text);
    if !text.chars().any(is_seen) {
        return Err(Error::Empty);
    }
    let (mut fonts, missing) = fonts_for(&text);
    text.retain(|char| !missing.contains(&char));
    if !text.chars().any(is_seen) {
        return Err(Error::NoFont { missing });
    }
    let room = Room::of(width, height);
    let buffer = typeset(&mut fonts, text.trim(), room.em, room.text_width(), room.text_height());
    let tall = buffer.layout_runs().map(|run| run.line_top + run.line_height).fold(0.0, f32::max);
    let wide = buffer.layout_runs().map(|run| run.line_w).fold(0.0, f32::max);
    let stage = room.stage(height, wide, tall);
    // The lines are centred in the buffer's own box, which may be wider than the stage.
    let left = (stage.width as f32 - buffer.size().0.unwrap_or(wide)) / 2.0;
    let ink = draw(&mut fonts, &buffer, left, room.margin as f32, (stage.width, stage.height));
    let shadow = cast(&ink.cover, ink.width, buffer.metrics().font_size);
    Ok(compose(&ink, &shadow).cut((stage.x, stage.y), missing))
}

/// One line of words: every kind of white space becomes a space, other control characters go.
fn clean(text: &str) -> String {
    let mut words = String::new();
    for word in text.split(char::is_whitespace) {
        let word: String = word.chars().filter(|char| !char.is_control()).take(MAX_CHARS).collect();
        if !word.is_empty() && !words.is_empty() {
            words.push(' ');
        }
        words.push_str(&word);
        if words.chars().count() > MAX_CHARS {
            break;
        }
    }
    words
}
