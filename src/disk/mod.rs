//! The only room that renames, links, syncs and removes: every change to a disk that must survive a power cut.

#![expect(clippy::disallowed_methods, reason = "this room is what the rule sends everybody to")]

mod copy;
mod error;
mod kind;
mod look;
mod place;
mod remove;
mod sync;
mod write;

pub use copy::{copy, copy_tree};
pub use error::{Error, Result, at};
pub use kind::{Network, free_bytes, network};
pub use look::{exists, is_dir, open_file, parent, read, same_file};
pub use place::{link, publish, rename};
pub use remove::{remove_file, remove_tree};
pub use sync::{make_dir, sync_dir};
pub use write::{create, open_own, replace, write_whole};
