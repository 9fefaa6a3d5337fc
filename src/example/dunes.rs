//! Dunes in low sun: a height field, drawn column by column from the back to the front.

use crate::example::paint::{LONG, Picture, Rgb, SHORT, clouds, gradient, mix, noise, rgb, screen, smooth};

const HORIZON: f32 = 0.36;
/// Height of the eye over the plain, and the angle of view, both in the same unit: short sides at distance 1.
const EYE: f32 = 1.9;
const LENS: f32 = 1.15;
const FAR: f32 = 70.0;
const NEAR: f32 = 2.0;
/// Samples between far and near, each the same part nearer than the one before.
const STEPS: usize = 1400;
/// Towards the sun: low, from the left and a little from behind the dunes.
const SUN: [f32; 3] = [-0.86, 0.40, 0.32];

const SKY: &[(f32, Rgb)] = &[(0.0, rgb(0x3f7593)), (0.15, rgb(0x86aab0)), (0.28, rgb(0xe3cfae)), (0.36, rgb(0xf8dcae))];
const SAND: &[(f32, Rgb)] = &[
    (0.00, rgb(0x4a2234)),
    (0.18, rgb(0x74323a)),
    (0.42, rgb(0xb9603a)),
    (0.68, rgb(0xe59d5b)),
    (0.95, rgb(0xfbd79b)),
];
const HAZE: Rgb = rgb(0xf0c9a0);

/// One point of the ground: where it is seen, in short sides from the top, and its colour.
#[derive(Clone, Copy)]
struct Seen {
    y: f32,
    colour: Rgb,
}

/// A line of sight over the ground: how far it leads to the side at distance 1, and the height of the ground at each step.
struct Ray {
    across: f32,
    heights: Vec<f32>,
}

pub(crate) fn paint() -> Picture {
    let mut picture = Picture::paint(LONG, SHORT, sky);
    let distances: Vec<f32> =
        (0..STEPS).map(|step| FAR * (NEAR / FAR).powf(step as f32 / (STEPS - 1) as f32)).collect();
    let mut left = look(0, &distances);
    for column in 0..LONG {
        let right = look(column + 1, &distances);
        let seen = (1..STEPS).map(|step| ground(&left, &right, &distances, step));
        seen.reduce(|far, near| fill(&mut picture, column, far, near));
        left = right;
    }
    picture
}

fn look(column: usize, distances: &[f32]) -> Ray {
    let across = (column as f32 / SHORT as f32 - 0.75) / LENS;
    Ray { across, heights: distances.iter().map(|z| height(across * z, *z)).collect() }
}

fn sky(x: f32, y: f32) -> Rgb {
    let veil = smooth(0.45, 0.85, clouds(x * 1.3 + 3.0 * y, y * 8.0, 5, 50)) * smooth(0.33, 0.1, y);
    let colour = mix(gradient(SKY, y), rgb(0xfff0dc), 0.5 * veil);
    screen(colour, rgb(0xffd08a), 0.45 * (-(x * x + 4.0 * (y - HORIZON).powi(2)) * 3.0).exp())
}

/// Paints the rows between two neighbouring points; a slope that falls away behind its crest shows nothing.
/// Hands back the nearer one.
fn fill(picture: &mut Picture, column: usize, far: Seen, near: Seen) -> Seen {
    let (top, bottom) = (far.y * SHORT as f32, (near.y * SHORT as f32).min(SHORT as f32));
    let hidden = near.y <= far.y || bottom <= 0.0;
    for row in if hidden { SHORT } else { top.max(0.0) as usize }..bottom.ceil() as usize {
        let colour = mix(far.colour, near.colour, (row as f32 + 0.5 - top) / (bottom - top).max(1.0));
        let pixel = &mut picture.pixels[row * LONG + column];
        *pixel = mix(*pixel, colour, row as f32 + 1.0 - top);
    }
    near
}

/// The ground at a step, its slope taken from the step before and from the next ray.
fn ground(left: &Ray, right: &Ray, distances: &[f32], step: usize) -> Seen {
    let (z, here) = (distances[step], left.heights[step]);
    let x = left.across * z;
    let sideways = (right.heights[step] - here) / ((right.across - left.across) * z);
    let along = (left.heights[step - 1] - here) / (distances[step - 1] - z);
    let slope = (sideways, along - left.across * sideways);
    // Wind leaves ripples on the side it blows from, none on the slip face.
    let ripple = ripples(x, z) * smooth(13.0, 4.0, z) * smooth(0.15, -0.25, -slope.0);
    let normal = [-slope.0 - ripple, 1.0, -slope.1 - 0.4 * ripple];
    let length = normal.iter().map(|n| n * n).sum::<f32>().sqrt();
    let light = normal.iter().zip(SUN).map(|(n, s)| n * s).sum::<f32>() / length;
    let bounced = 0.09 * normal[1] / length + 0.10 * smooth(1.2, 0.0, here);
    let speck = 0.04 * (noise(x * 60.0, z * 60.0, 9) - 0.5) * smooth(12.0, 2.0, z);
    let sand = gradient(SAND, (light.max(0.0) * 0.92 + bounced + speck).clamp(0.0, 1.0));
    let colour = mix(sand, HAZE, 1.0 - (-(z - NEAR) / 26.0).exp());
    Seen { y: HORIZON + LENS * (EYE - here) / z, colour }
}

fn height(x: f32, z: f32) -> f32 {
    let winding = 2.6 * clouds(x * 0.11, z * 0.11, 2, 70) + 0.5 * noise(x * 0.45, z * 0.45, 71);
    let tall = 0.35 + 1.1 * noise(x * 0.07 + 5.0, z * 0.07, 72);
    let great = tall * dune((0.80 * x + 0.34 * z) / 6.5 + winding);
    let small = 0.22 * noise(x * 0.2, z * 0.2, 73) * dune((0.9 * x - 0.25 * z) / 2.3 + 1.4 * winding);
    (great + small) * smooth(65.0, 20.0, z)
}

/// The cross-section of a dune a unit wide: a long rise on the windward side, a short slip face behind the crest, which
/// is rounded a little, or it would fall between two steps and show as beads.
fn dune(u: f32) -> f32 {
    const CREST: f32 = 0.70;
    const ROUND: f32 = 0.14;
    let u = u - u.floor();
    let (rise, slip) = ((u / CREST).powi(2), 1.5 * smooth(1.0, 2.0 * CREST - 1.0, u));
    let near = (ROUND - (rise - slip).abs()).max(0.0);
    rise.min(slip) - near * near / (4.0 * ROUND)
}

/// The slope of the small ripples that wind leaves.
fn ripples(x: f32, z: f32) -> f32 {
    let bent = x * 0.9 + z * 0.35 + 0.35 * clouds(x * 0.8, z * 0.8, 3, 74);
    0.10 * (bent * 44.0).sin() * smooth(0.25, 0.6, noise(x * 0.5, z * 0.5, 75))
}
