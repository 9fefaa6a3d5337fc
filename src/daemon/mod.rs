//! What goes on by itself: intake writes a row for what has settled, workers take rows a step further at a time.

mod aside;
mod attending;
mod bell;
mod beside;
mod cancelling;
mod claiming;
mod crew;
mod delivering;
mod hands;
mod house;
mod intake;
mod integrity;
mod janitor;
mod left;
mod making;
mod once;
mod opening;
mod refining;
mod reloading;
mod rules;
mod run;
mod service;
mod settings;
mod turn;
mod unharmed;
mod worker;

pub use aside::put_aside;
pub use house::{Error, House};
pub use left::Left;
pub use once::once;
pub use reloading::Source;
pub use rules::Rules;
pub use run::{prepare, run};
pub use settings::{Settings, Watch};
pub use turn::Turn;
pub use worker::perform;
