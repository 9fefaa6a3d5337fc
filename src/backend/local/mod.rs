//! Renders on this machine, in a child process: what a hostile picture can bring down is one job.

mod child;
mod eye;
mod looker;
#[cfg(test)]
mod looker_tests;
mod looking;
mod parent;
mod plan;
mod question;
mod report;
mod without;

pub use child::{alone, render_work};
pub use eye::look_at;
pub use looker::Looker;
pub use parent::Local;
pub use plan::{Plan, plan_seen};
pub use question::Question;
pub use report::Report;
