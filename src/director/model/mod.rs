//! What the rules left open, as a question to a language model; and its answer, of which nothing is believed unseen.

mod answer;
mod fields;
mod question;
mod variants;

pub use question::Question;
