//! Filters: the colours of a picture, changed once when it is loaded, and what the lens and the film do to every frame.

mod colours;
mod grain;
mod lens;
mod recipe;
mod vignette;

pub(crate) use colours::Colours;
pub(crate) use lens::Lens;
pub(crate) use recipe::mixed;

#[cfg(test)]
mod tests;
