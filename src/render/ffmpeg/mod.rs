//! Has FFmpeg encode the pictures, where the owner asks for one of its encoders: a program of the owner's, never needed.

mod crew;
mod feed;
mod footage;
mod program;
mod recipe;
mod shoot;
mod trial;
mod watch;

#[cfg(test)]
mod tests;

pub use program::ENVIRONMENT;
pub(crate) use recipe::Aim;
pub(crate) use shoot::shoot;
pub use trial::{Trial, trial};
