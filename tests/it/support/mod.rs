//! What every test stands on.

mod film;
mod pictures;
mod wait;
mod world;

pub use film::Film;
pub use pictures::{jpeg, tune};
pub use wait::until;
pub use world::{World, reeldrop};
