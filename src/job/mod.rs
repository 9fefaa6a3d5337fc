//! What a job is, and how far it has come.

mod failure;
mod file;
mod record;
mod spec;
mod stage;
mod work;

pub use failure::{Failure, Kind};
pub use file::JobFile;
pub use record::{Job, Status};
pub use spec::{BackendName, Found, JobSpec, Layers, Limits};
pub use stage::{Delivery, LocalStep, Stage, Step};
pub use work::Work;
