//! Where the faces are in a picture, so that nobody's head is cut off.

mod detect;
mod gallery;

pub use detect::Face;
pub use gallery::Faces;

#[cfg(test)]
mod tests;
