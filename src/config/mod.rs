//! One file becomes the settings of every room; nobody below knows it.

mod director;
mod effective;
mod error;
mod file;
mod find;
mod load;
mod local;
mod nemo;
mod places;
mod range;
mod serve;

pub use director::Director;
pub use effective::effective;
pub use error::Error;
pub use file::{Config, Watch};
pub use find::{find, usual};
pub use load::{default_text, load};
pub use local::Local;
pub use nemo::Nemo;
pub use serve::Serve;
