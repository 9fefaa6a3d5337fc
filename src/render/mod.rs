//! From a timeline to an MP4.

mod frame;
pub mod sound;
pub mod text;

pub use frame::Frame;
