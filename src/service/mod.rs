//! The service manager's file: written for this user, enabled, and taken away again. It is asked, never relied on.

mod manager;
mod unit;

pub use manager::{Error, State, install, state, uninstall};
pub use unit::{Places, Program, Service};
