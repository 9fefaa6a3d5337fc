//! reeldrop as a whole: real folders, real pictures, real processes, some of them killed.

#![allow(unreachable_pub, reason = "a test binary has no outside")]

mod cli;
mod crash;
mod killed;
mod pipeline;
mod support;
mod synced;
