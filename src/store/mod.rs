//! Every SQL statement: jobs, their journal, and the roots that were seen.

mod asked;
mod error;
mod jobs;
mod migrate;
mod open;
mod queue;
mod roots;
mod rows;
mod standing;

pub use error::Error;
pub use jobs::{Arrival, Postponed};
pub use open::Store;
pub use queue::Lane;
