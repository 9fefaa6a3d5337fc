//! What the service says, with the instructions for its graphical interface taken out and turned into actions (§12).

mod chinese;
mod english;
mod label;
mod pieces;
mod translate;
mod words;

pub use label::Action;
pub use translate::{Translation, translate};

#[cfg(test)]
mod tests;
