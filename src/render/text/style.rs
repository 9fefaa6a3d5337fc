//! How each kind of text looks.

use crate::brief::Place;
use crate::timeline::Role;

/// What makes letters readable on any picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Backing {
    /// A soft shadow, for large letters.
    Shadow,
    /// A dark plate with round corners, for small ones.
    Plate,
}

/// Letters' height as a share of the canvas's short side.
pub(crate) const fn em(role: Role) -> f32 {
    match role {
        Role::Title => 0.098,
        Role::End => 0.09,
        Role::Subtitle => 0.052,
        Role::Caption => 0.044,
        Role::Watermark => 0.03,
    }
}

pub(crate) const fn backing(role: Role) -> Backing {
    match role {
        Role::Caption => Backing::Plate,
        _ => Backing::Shadow,
    }
}

/// How much of the text is seen when it has faded in, 0 to 1.
#[must_use]
pub const fn opacity(role: Role) -> f32 {
    match role {
        Role::Watermark => 0.7,
        _ => 1.0,
    }
}

/// Where a text stands across: 0 is left, 1 is right.
pub(crate) const fn across(place: Place) -> f32 {
    match place {
        Place::TopLeft | Place::BottomLeft => 0.0,
        Place::TopRight | Place::BottomRight => 1.0,
        Place::Top | Place::Center | Place::LowerThird | Place::Bottom => 0.5,
    }
}

/// Where its middle stands down, 0 at the top of the canvas and 1 at the bottom; it moves as far as the safe area wants.
pub(crate) const fn down(place: Place) -> f32 {
    match place {
        Place::Top | Place::TopLeft | Place::TopRight => 0.0,
        Place::Center => 0.5,
        // Low, where a picture seldom has its faces.
        Place::LowerThird => 0.76,
        Place::Bottom | Place::BottomLeft | Place::BottomRight => 1.0,
    }
}
