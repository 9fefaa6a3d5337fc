//! How plain a word is.

/// A platform or a mood gives way to a name, a name to a number, and all to `field = value`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Plainness {
    Hint,
    Name,
    Number,
    Setting,
}
