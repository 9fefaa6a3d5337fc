//! How one picture takes the place of another: pure functions of two frames and the time.

mod change;
mod circle;
mod fade;
mod planes;
mod slide;
mod soften;
mod whirl;
mod wipe;

pub(crate) use change::{blend, seen};

#[cfg(test)]
mod tests;
