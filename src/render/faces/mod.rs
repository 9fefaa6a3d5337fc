//! Where the faces are in a picture, so that nobody's head is cut off.

mod detect;
mod detector;

pub use detect::Face;
pub use detector::Detector;

#[cfg(test)]
mod tests;
