//! What the server says of itself.

pub(crate) mod endpoint;
pub(crate) mod openapi;
