//! The child that looks.

use std::io;

use crate::backend::asked::answer;
use crate::backend::local::looking::look;

/// Its whole life, from the question on stdin to what it saw.
pub fn look_at() -> io::Result<()> {
    answer(look)
}
