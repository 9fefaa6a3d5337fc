//! Files on their way in and out, where they lie, and when they go.

pub(crate) mod facts;
pub(crate) mod formats;
pub(crate) mod names;
pub(crate) mod pen;
pub(crate) mod places;
pub(crate) mod range;
pub(crate) mod receive;
pub(crate) mod sending;
pub(crate) mod sweep;
pub(crate) mod upload;
