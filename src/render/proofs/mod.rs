//! Small prints of pictures, from which one sees what is blurred and what is there twice.

mod press;
mod print;

pub use press::Press;
pub use print::Proof;

#[cfg(test)]
mod tests;
