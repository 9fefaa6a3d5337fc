//! The message stream: bytes to frames, frames to kinds, kinds to what a turn told (§5 of the protocol). Pure.

mod adk;
mod event;
mod frame;
mod kind;
mod refusal;
mod shape;
mod sse;
mod told;
mod turn;
mod typed;

pub use event::kinds;
pub use frame::Frame;
pub use kind::Kind;
pub use sse::{CAP, Parser, TooLong};
pub use told::Told;
pub use turn::{News, Turn};

#[cfg(test)]
mod event_tests;
#[cfg(test)]
mod recording_tests;
#[cfg(test)]
mod sse_tests;
#[cfg(test)]
mod turn_tests;
