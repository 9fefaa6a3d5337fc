//! What the director promises, seen from outside.

mod compose;
mod decode;
mod read;
