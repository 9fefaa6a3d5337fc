//! What the parser cuts a stream into.

use std::sync::Arc;

/// One thing seen on the wire, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// A line that begins with a colon: a sign of life.
    Comment,
    /// A block that had lines but no `data:`. A browser would not report it; here it is a sign of life.
    Bare { name: String },
    /// A block with data, which may be empty.
    Event {
        /// What `event:` said; empty if it said nothing.
        name: String,
        data: String,
        /// The last `id:` seen so far in this stream, shared by all events that follow it.
        id: Option<Arc<str>>,
    },
}
