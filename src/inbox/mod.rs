//! The inbox: notices that a folder has come to rest, and moves it out of harm's way. Writes no rows and knows no jobs.

mod candidate;
mod claim;
mod ends;
mod error;
mod found;
mod glance;
mod list;
mod listing;
mod look;
mod names;
mod proofs;
mod reason;
mod scan;
mod settings;
mod settle;
mod watch;
mod writers;

pub use claim::{Claimed, SOURCE, claim};
pub use error::Error;
pub use list::list;
pub use listing::{File, Listing, TooMuch};
pub use look::{Guard, Inbox, Look, Waiting};
pub use names::{Names, Sort};
pub use reason::Reason;
pub use scan::{Scan, scan};
pub use settings::{Mode, Settings};
pub use settle::{Arrival, Settler, Verdict};
pub use watch::{Watch, Watching, watching};
