//! From a timeline to an MP4.

mod frame;

pub use frame::Frame;
