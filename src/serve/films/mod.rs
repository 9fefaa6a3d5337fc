//! Exports: ordered, made in turn, looked after.

pub(crate) mod export;
pub(crate) mod progress;
pub(crate) mod rendering;
