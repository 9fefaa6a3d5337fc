//! Who may come in, and how they are answered.

pub(crate) mod answer;
pub(crate) mod caller;
pub(crate) mod guard;
pub(crate) mod line;
pub(crate) mod object;
pub(crate) mod owner;
