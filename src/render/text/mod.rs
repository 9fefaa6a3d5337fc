//! Texts: words set once, drawn when they are seen, blended over every frame on which they are.

mod blend;
mod error;
mod fonts;
mod ink;
mod layout;
mod overlay;
mod plate;
mod room;
mod shadow;
mod style;
mod typeset;
mod words;

pub use blend::blend;
pub use error::Error;
pub use fonts::Fonts;
pub use layout::Setting;
pub use overlay::Overlay;
pub(crate) use room::Area;
pub use style::opacity;

#[cfg(test)]
mod tests;
