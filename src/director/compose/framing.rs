//! How a picture stands on the canvas: filling it, or whole.

use crate::brief::{Fit, Motion};
use crate::director::compose::faces::Heads;
use crate::timeline::Framing;

/// Filling the canvas may cut up to about a third away: 4:3 on 16:9 keeps 75 %, 4:5 on 9:16 keeps 70 %, both look
/// whole. A square on 16:9 would keep 56 % and lose heads and feet.
const KEPT: f64 = 0.66;
/// A camera that travels shows the rest in time, if it sees at least this part at once.
const KEPT_IN_PASSING: f64 = 1.0 / 3.0;
/// Width to height from which a picture was meant to be travelled along; wider than any camera or phone sensor.
const PANORAMA: f64 = 2.2;
/// A tall one has to be taller than phone screenshots (up to 20:9 and 21:9), which were meant to be seen whole.
const TALL_PANORAMA: f64 = 2.5;

/// The part of the picture that is left if it fills the canvas, 0 to 1. Ratios are width to height.
fn kept(picture: f64, canvas: f64) -> f64 {
    (picture / canvas).min(canvas / picture)
}

/// `zoom` is the nearest that the camera comes.
pub(crate) fn framing(wish: (Fit, Motion), picture: f64, canvas: f64, heads: Option<Heads>, zoom: f64) -> Framing {
    let (fit, motion) = wish;
    match fit {
        Fit::Contain => Framing::Contain,
        Fit::Blur => Framing::Blur,
        Fit::Auto if kept(picture, canvas) < KEPT && !travels(motion, picture, canvas) => Framing::Blur,
        Fit::Auto if heads.is_some_and(|heads| !heads.fit(picture, canvas, zoom)) => Framing::Blur,
        Fit::Cover | Fit::Auto => Framing::Cover,
    }
}

/// Whether the camera runs along the picture: where that was asked for, and on every panorama that is not still.
pub(crate) fn travels(motion: Motion, picture: f64, canvas: f64) -> bool {
    let panorama = (picture >= PANORAMA && picture > canvas) || (1.0 / picture >= TALL_PANORAMA && picture < canvas);
    let asked = motion == Motion::Pan || (motion == Motion::KenBurns && panorama);
    asked && kept(picture, canvas) >= KEPT_IN_PASSING
}
