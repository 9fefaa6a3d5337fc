//! What somebody asked for: the names and values of `plan --json`, of `[video]` and of `job.toml`.

mod film;
mod shape;
mod sound;
mod spelled;
mod text;
mod wishes;
mod xfade;

pub use film::{Codec, Filter, Format, Motion, Order, Pace, Quality, Transition};
pub use shape::{Aspect, Background, Direction, Fit, Place, Resolution};
pub use sound::{Fade, Mood};
pub use text::CaptionsFrom;
pub use wishes::Brief;
