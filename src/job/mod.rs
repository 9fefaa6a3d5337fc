//! What a job is, and how far it has come.

mod failure;
mod file;
mod limits;
mod record;
mod spec;
mod stage;
mod work;

pub use failure::{Failure, Kind};
pub use file::JobFile;
pub use limits::Limits;
pub use record::{Job, Status};
pub use spec::{BackendName, Found, JobSpec, Layers};
pub use stage::{Delivery, LocalStep, Stage, Step};
pub use work::Work;
