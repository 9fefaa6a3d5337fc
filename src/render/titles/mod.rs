//! The film's texts: set once, each in its place, shared by everybody who paints.

mod arrange;
mod cast;

pub(crate) use cast::{Drawn, Titles};
