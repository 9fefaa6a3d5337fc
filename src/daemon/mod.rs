//! What goes on by itself: intake writes a row for what has settled, workers take rows a step further at a time.

mod claiming;
mod delivering;
mod house;
mod intake;
mod janitor;
mod making;
mod once;
mod opening;
mod refining;
mod run;
mod service;
mod settings;
mod turn;
mod worker;

pub use house::{Error, House};
pub use once::{Left, once};
pub use run::{prepare, run};
pub use settings::{Settings, Watch};
pub use turn::Turn;
pub use worker::perform;
