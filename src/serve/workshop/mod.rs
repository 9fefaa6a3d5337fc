//! The studio of this machine: words go to the director, films are rendered here, and nothing leaves the house.

mod conversation;
mod craft;
mod fetch;
mod film;
mod look;
mod material;
mod measure;
mod memory;
mod observer;
mod output;
mod phrases;
mod reading;
mod segments;
mod settings;
#[cfg(test)]
mod tests;
mod undo;
mod writing;

pub use craft::Workshop;
pub use settings::Settings;
