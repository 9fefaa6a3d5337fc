//! Tokens, credits, and the page that a link opens.

pub(crate) mod account;
pub(crate) mod page;
