//! Titles: words laid out once, blended over every frame on which they are seen.

mod blend;
mod error;
mod fonts;
mod ink;
mod layout;
mod overlay;
mod room;
mod shadow;
mod typeset;

pub use blend::blend;
pub use error::Error;
pub use layout::{lay_out, missing};
pub use overlay::Overlay;

#[cfg(test)]
mod tests;
