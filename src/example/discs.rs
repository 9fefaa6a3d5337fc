//! Translucent discs of watercolour on paper, upright.

use crate::example::paint::{LONG, Picture, Rgb, SHORT, away, clouds, mix, multiply, rgb, smooth};

struct Disc {
    at: (f32, f32),
    radius: f32,
    pigment: Rgb,
}

const fn disc(x: f32, y: f32, radius: f32, hex: u32) -> Disc {
    Disc { at: (x, y), radius, pigment: rgb(hex) }
}

const PAPER: Rgb = rgb(0xf7f0e3);
const DISCS: [Disc; 9] = [
    disc(0.42, 0.50, 0.30, 0xf0a04b),
    disc(0.63, 0.72, 0.25, 0xd9506a),
    disc(0.36, 0.88, 0.22, 0x3c8dad),
    disc(0.70, 0.36, 0.13, 0xf5d061),
    disc(0.58, 1.08, 0.17, 0x5b5ea6),
    disc(0.22, 0.66, 0.10, 0x7fb685),
    disc(0.78, 0.98, 0.09, 0xf0a04b),
    disc(0.31, 1.14, 0.07, 0xd9506a),
    disc(0.51, 0.25, 0.055, 0x3c8dad),
];

pub(crate) fn paint() -> Picture {
    Picture::paint(SHORT, LONG, |x, y| {
        let grain = clouds(x * 520.0, y * 520.0, 2, 20) - 0.5;
        let paper = multiply(PAPER, rgb(0xd8c8b0), 0.12 + 0.25 * grain);
        let washed = (0..).zip(&DISCS).fold(paper, |below, (number, disc)| wash(below, disc, number, (x, y), grain));
        let (across, down) = (x - 0.5, (y - 0.75) / 1.5);
        multiply(washed, rgb(0xcbb79a), 0.6 * (across * across + down * down))
    })
}

/// Pigment gathers at the rim, flows in the middle, and sinks into the hollows of the paper.
fn wash(below: Rgb, disc: &Disc, number: u32, (x, y): (f32, f32), grain: f32) -> Rgb {
    const WOBBLE: f32 = 0.006;
    let far = away(x - disc.at.0, y - disc.at.1);
    if far > disc.radius + WOBBLE {
        return below;
    }
    let inside = disc.radius - far + WOBBLE * (clouds(x * 7.0, y * 7.0, 4, 60 + number) - 0.5);
    let flow = clouds(x * 3.5, y * 3.5, 6, 80 + 7 * number);
    let rim = (-inside.max(0.0) * 130.0).exp();
    let strength = 0.62 + 0.55 * (flow - 0.5) + 0.30 * rim - 0.22 * grain + 0.10 * (y - disc.at.1) / disc.radius;
    let warm = mix(disc.pigment, rgb(0xffffff), 0.12 * smooth(0.4, 0.7, flow));
    multiply(below, warm, strength.clamp(0.0, 1.0) * smooth(-0.0008, 0.0008, inside))
}
