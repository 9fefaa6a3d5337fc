//! Renders on this machine, in a child process: what a hostile picture can bring down is one job.

mod child;
mod message;
mod parent;
mod plan;
mod report;

pub use child::{alone, render_work};
pub use parent::Local;
pub use plan::{Plan, plan};
pub use report::Report;
