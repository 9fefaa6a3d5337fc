//! What a job is, and how far it has come.

mod backend;
mod consult;
mod draw_up;
mod failure;
mod file;
mod limits;
mod nemo;
mod origin;
mod path;
mod record;
mod spec;
mod stage;
mod urls;
mod work;

pub use backend::BackendName;
pub use failure::{Failure, Kind};
pub use file::JobFile;
pub use limits::Limits;
pub use nemo::{Heard, NemoStep, Talk};
pub use origin::{Origin, Origins};
pub use record::{Job, Status};
pub use spec::{FilmSpec, Found, JobSpec, Layers};
pub use stage::{Delivery, LocalStep, Stage, Step};
pub use work::Work;
