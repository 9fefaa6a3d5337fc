//! What will be made, in whole frames, with nothing left open: the value between words and pixels.

mod shape;
mod summary;

pub use shape::{Canvas, Entrance, Framing, Music, Role, Shot, Text, Timeline, Tune, View};
