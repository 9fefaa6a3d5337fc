//! From words to a film on paper: reads a prompt into a brief, and composes brief, pictures and sound into a timeline.

mod compose;
mod error;
mod instructions;
mod language;
mod model;
mod read;
mod route;
mod unhurried;

pub use compose::{Composed, Face, Picture, Proof, Sound, compose, defaults, mood};
pub use error::Error;
pub use instructions::instructions;
pub use language::language;
pub use model::Question;
pub use read::{Reading, Understood, decode, read, refine};
pub use route::{Route, route};

#[cfg(test)]
mod compose_tests;
#[cfg(test)]
mod decode_tests;
#[cfg(test)]
mod hard_tests;
#[cfg(test)]
mod read_tests;
#[cfg(test)]
mod relative_tests;
#[cfg(test)]
mod route_cases_tests;
#[cfg(test)]
mod route_tests;
#[cfg(test)]
mod several_tests;
#[cfg(test)]
mod sift_tests;
#[cfg(test)]
mod wish_tests;
