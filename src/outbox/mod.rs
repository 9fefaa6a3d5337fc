//! The way out: films into the outbox, used pictures into the archive, refused ones into failed.

mod error;
mod film;
mod folders;
mod names;
mod pictures;

pub use error::Error;
pub use film::{bring, hidden, is_hidden, publish};
pub use folders::{After, Folders};
pub use names::{film_name, free_name};
pub use pictures::{Put, fetch_back, put_away};
