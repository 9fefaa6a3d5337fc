//! reeldrop: a folder of pictures falls into an inbox, a finished MP4 lies in the outbox.
//!
//! `ARCHITECTURE.md` has the floors; imports go down only, and `tests/house.rs` watches it.

pub mod brief;
pub mod clock;
pub mod director;
pub mod disk;
pub mod media;
pub mod render;
pub mod timeline;
