//! Sessions, messages, and the stream of what comes of them.

pub(crate) mod adk;
pub(crate) mod event;
pub(crate) mod listener;
pub(crate) mod message;
pub(crate) mod session;
pub(crate) mod sink;
