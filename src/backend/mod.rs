//! The ways of making a film: one trait, one backend that renders on this machine, one that has NemoVideo do it.

mod asked;
mod asking;
mod bounds;
mod consult;
mod errand;
mod local;
mod message;
mod nemo;
mod printing;
mod seen;
mod take;
mod way;

pub use consult::{consult, consult_about};
pub use errand::{Errand, Note, Progress};
pub use local::{Local, Looker, Plan, Question, Report, alone, look_at, plan_seen, render_work};
pub use nemo::{Nemo, Settings as NemoSettings};
pub use printing::reprint;
pub use seen::{Seen, Survey};
pub use take::take;
pub use way::{Backend, Fault, Outcome};
