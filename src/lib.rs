//! reeldrop: a folder of pictures falls into an inbox, a finished MP4 lies in the outbox.
//!
//! `ARCHITECTURE.md` has the floors; imports go down only, and `tests/house.rs` watches it.

pub mod announce;
pub mod backend;
pub mod backoff;
pub mod brief;
pub mod checkup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod control;
pub mod daemon;
pub mod database;
pub mod director;
pub mod disk;
pub mod example;
pub mod inbox;
pub mod job;
pub mod legible;
pub mod llm;
pub mod logging;
pub mod marker;
pub mod media;
pub mod nemovideo;
pub mod outbox;
pub mod presence;
pub mod render;
pub mod serve;
pub mod service;
pub mod signals;
pub mod store;
pub mod strict;
pub mod timeline;
pub mod tls;
