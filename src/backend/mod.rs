//! The ways of making a film: one trait, and the backend that renders on this machine.

mod errand;
mod local;
mod take;
mod way;

pub use errand::{Errand, Progress};
pub use local::{Local, Plan, Report, plan, render_work};
pub use take::take;
pub use way::{Backend, Fault, Outcome};
