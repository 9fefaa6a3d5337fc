//! The renderer as a whole, on canvases of a few thousand pixels.

mod film;
mod motion;
mod paint;
mod probe;
mod support;
