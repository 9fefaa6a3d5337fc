//! Mountains behind mountains, with mist in the valleys and the sun just up.

use crate::example::paint::{
    LONG, Picture, Rgb, SHORT, away, clouds, gradient, hash, mix, multiply, noise, rgb, screen, smooth,
};

const SKY: &[(f32, Rgb)] = &[
    (0.00, rgb(0x2b3a67)),
    (0.22, rgb(0x6a6ea3)),
    (0.38, rgb(0xc492a6)),
    (0.50, rgb(0xf4b393)),
    (0.60, rgb(0xfddba8)),
];
const SUN: (f32, f32) = (1.02, 0.448);
const GLOW: Rgb = rgb(0xffc98a);

/// Half the width of an outline.
const SOFT: f32 = 0.7 / SHORT as f32;

/// From the far ridge to the near one.
const RIDGES: usize = 7;
const ROCK: &[(f32, Rgb)] =
    &[(0.0, rgb(0xd9a3a4)), (0.3, rgb(0x9a7c9c)), (0.6, rgb(0x5a5583)), (0.85, rgb(0x2c2f57)), (1.0, rgb(0x11142f))];
const MIST: &[(f32, Rgb)] = &[(0.0, rgb(0xfbd3ae)), (0.5, rgb(0xdcb0b4)), (1.0, rgb(0x6c6a97))];

pub(crate) fn paint() -> Picture {
    let ridges: Vec<Vec<f32>> =
        (0..RIDGES).map(|ridge| (0..LONG).map(|column| skyline(ridge, column)).collect()).collect();
    Picture::paint(LONG, SHORT, |x, y| {
        let column = (x * SHORT as f32).round() as usize;
        // Whatever the nearest ridge hides need not be painted.
        let hiding = ridges.iter().rposition(|tops| y > tops[column] + SOFT);
        let behind = if hiding.is_some() { Rgb::default() } else { sky(x, y) };
        (hiding.unwrap_or(0)..RIDGES).fold(behind, |behind, ridge| hill(behind, ridge, ridges[ridge][column], (x, y)))
    })
}

fn sky(x: f32, y: f32) -> Rgb {
    let far = away(x - SUN.0, y - SUN.1);
    let veil = smooth(0.45, 0.8, clouds(x * 1.6, y * 9.0, 5, 40)) * smooth(0.02, 0.2, y) * smooth(0.5, 0.3, y);
    let colour = mix(gradient(SKY, y), rgb(0xffd7c0), 0.35 * veil);
    let halo = screen(colour, GLOW, 0.75 * (-far * 5.0).exp());
    mix(halo, rgb(0xfff6dc), smooth(0.0485, 0.0470, far))
}

/// The height of the ridge above a column, in short sides from the top.
fn skyline(ridge: usize, column: usize) -> f32 {
    let (x, near) = (column as f32 / SHORT as f32, ridge as f32 / (RIDGES - 1) as f32);
    let seed = 100 + 10 * ridge as u32;
    let wide = 2.2 - 0.9 * near;
    // Folding noise at its middle makes crests out of its zero crossings; the root rounds them off.
    let crest = 1.0 - ((2.0 * clouds(x * wide, 0.3, 5, seed) - 1.0).powi(2) + 0.004).sqrt();
    let rough = clouds(x * 15.0, 0.7, 5, seed + 5) - 0.5;
    valley(near) - 0.19 * (crest - 0.62) * (1.0 + 0.5 * near) - 0.030 * rough - pines(x, near, seed)
}

/// The level of the valley behind a ridge.
fn valley(near: f32) -> f32 {
    0.50 + 0.45 * near.powf(1.2)
}

/// The two nearest ridges carry trees, seen as spikes on the skyline.
fn pines(x: f32, near: f32, seed: u32) -> f32 {
    if near < 0.75 {
        return 0.0;
    }
    let spacing = 130.0 - 60.0 * near;
    let wood = smooth(0.25, 0.6, noise(x * 4.0, 0.2, seed));
    let tree = |row: u16| {
        let at = x * spacing + 0.37 * f32::from(row);
        let draw = |what| hash(at.floor() as i32, i32::from(row), seed + what);
        let tall = (0.004 + 0.036 * draw(0).powi(2)) * near * wood;
        tall * (1.0 - (3.0 + draw(2)) * (at.fract() - 0.3 - 0.4 * draw(1)).abs()).max(0.0)
    };
    (0..4).map(tree).fold(0.0, f32::max)
}

fn hill(behind: Rgb, ridge: usize, top: f32, (x, y): (f32, f32)) -> Rgb {
    let inside = smooth(top - SOFT, top + SOFT, y);
    if inside == 0.0 {
        return behind;
    }
    let near = ridge as f32 / (RIDGES - 1) as f32;
    let depth = y - valley(near) + 0.09;
    let sun = (-((x - SUN.0).powi(2) * 2.0)).exp();
    let rock = screen(gradient(ROCK, near), GLOW, 0.28 * sun * (1.0 - near));
    let drift = 0.10 * (clouds(x * 1.6, y * 7.0, 5, 300 + 10 * ridge as u32) - 0.5);
    let misty = smooth(0.0, 0.21, depth + drift) * (0.95 - 0.5 * near);
    let mist = screen(gradient(MIST, near), GLOW, 0.25 * sun * (1.0 - near));
    let body = mix(rock, mist, misty);
    mix(behind, multiply(body, rgb(0x9090b0), 0.25 * near * smooth(0.0, 0.3, depth)), inside)
}
