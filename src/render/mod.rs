//! From a timeline to an MP4.

mod frame;
pub mod sound;

pub use frame::Frame;
