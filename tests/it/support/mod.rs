//! What every test stands on.

mod cloud;
mod film;
mod frail;
pub mod model;
pub mod nemo;
mod pictures;
mod serving;
mod voyage;
mod wait;
mod world;

pub use cloud::nemo_settings;
pub use film::Film;
pub use frail::Frail;
pub use pictures::{WAV_RATE, jpeg, tune, wav};
pub use serving::Serving;
pub use voyage::{Crash, End, Voyage};
pub use wait::until;
pub use world::{Daemon, World, reeldrop};
