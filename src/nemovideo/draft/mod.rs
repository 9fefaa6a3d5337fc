//! A draft as far as it can be read (§6): its inner spelling is undocumented, so all of this is for people's eyes only.

mod changes;
mod fields;
mod line;
mod segment;
mod tracks;

pub use changes::changes;
pub use segment::Segment;
pub use tracks::{Kind, Track, Tracks};
