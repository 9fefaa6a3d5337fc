//! reeldrop as a whole: real folders, real pictures, real processes, some of them killed.

mod cli;
mod crash;
mod killed;
mod pipeline;
mod support;
mod synced;
