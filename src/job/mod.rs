//! What a job is, and how far it has come.

mod backend;
mod failure;
mod file;
mod limits;
mod record;
mod spec;
mod stage;
mod work;

pub use backend::BackendName;
pub use failure::{Failure, Kind};
pub use file::JobFile;
pub use limits::Limits;
pub use record::{Job, Status};
pub use spec::{Found, JobSpec, Layers};
pub use stage::{Delivery, LocalStep, Stage, Step};
pub use work::Work;
