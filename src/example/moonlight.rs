//! The moon over the sea.

use crate::example::paint::{
    LONG, Picture, Rgb, SHORT, away, clouds, gradient, mix, noise, rgb, screen, smooth, stars,
};

const HORIZON: f32 = 0.60;
const MOON: (f32, f32) = (0.93, 0.23);
const RADIUS: f32 = 0.062;
/// By height over the horizon.
const SKY: &[(f32, Rgb)] = &[
    (0.00, rgb(0x6d7fa0)),
    (0.07, rgb(0x46618c)),
    (0.22, rgb(0x233e6b)),
    (0.42, rgb(0x12264b)),
    (0.62, rgb(0x0a1733)),
];
const MOONLIGHT: Rgb = rgb(0xfff2d8);
const DEEP: Rgb = rgb(0x061226);
/// Rows of wavelets taken together for one pixel, so that the far sea does not flicker.
const SAMPLES: u16 = 3;

pub(crate) fn paint() -> Picture {
    Picture::paint(LONG, SHORT, |x, y| {
        let view = if y < HORIZON { sky(x, y) } else { sea(x, y - HORIZON) };
        let coast = headland(x);
        let pixel = 0.7 / SHORT as f32;
        let near = if y > HORIZON { smooth(0.004, 0.0, y - HORIZON) } else { 1.0 };
        mix(view, rgb(0x14233f), near * smooth(coast - pixel, coast + pixel, y))
    })
}

fn air(x: f32, height: f32) -> Rgb {
    let glow = (-((x - MOON.0).powi(2) + (HORIZON - height - MOON.1).powi(2)) * 7.0).exp();
    screen(gradient(SKY, height), rgb(0x8fa8d0), 0.38 * glow)
}

fn sky(x: f32, y: f32) -> Rgb {
    let far = away(x - MOON.0, y - MOON.1);
    let starry = screen(
        air(x, HORIZON - y),
        rgb(0xe8eeff),
        stars(x, y, 55.0, 160) * smooth(0.5, 0.2, y) * smooth(0.12, 0.35, far),
    );
    let halo = screen(starry, rgb(0xbcd0f0), 0.50 * (-(far - RADIUS).max(0.0) * 9.0).exp());
    let moon = mix(halo, disc(x, y), smooth(RADIUS + 0.0008, RADIUS - 0.0008, far));
    let cloud = smooth(0.47, 0.78, clouds(x * 1.5 + 8.0, y * 7.5 + 1.2 * x, 5, 140))
        * smooth(0.02, 0.12, y)
        * smooth(HORIZON, 0.4, y);
    let edge = mix(rgb(0x1c3157), rgb(0xb9c4da), (-far * 4.2).exp());
    mix(moon, edge, 0.62 * cloud)
}

/// Bright highlands and the darker seas.
fn disc(x: f32, y: f32) -> Rgb {
    let (u, v) = ((x - MOON.0) / RADIUS, (y - MOON.1) / RADIUS);
    let maria = smooth(0.47, 0.62, clouds(u * 1.5 + 3.3, v * 1.5 + 4.1, 4, 151));
    let rough = clouds(u * 9.0, v * 9.0, 3, 155) - 0.5;
    let limb = 1.0 - 0.10 * (u * u + v * v);
    mix(rgb(0xfffaf0), rgb(0xc3bfb8), 0.75 * maria + 0.25 * rough).map(|c| c * limb)
}

fn headland(x: f32) -> f32 {
    let rise = smooth(0.52, 0.05, x) * 0.085 + smooth(1.33, 1.5, x) * 0.02;
    let rough = clouds(x * 6.0, 0.5, 5, 170) - 0.35;
    HORIZON + 0.001 - rise * (0.6 + 1.1 * rough)
}

/// What the wavelets mirror: the sky, and the moon wherever one is tilted just so.
fn sea(x: f32, depth: f32) -> Rgb {
    let sum = (0..SAMPLES).fold([0.0; 3], |sum, sample| {
        let below = depth + (f32::from(sample) / f32::from(SAMPLES) + 0.1) / SHORT as f32;
        let colour = wavelet(x, below);
        [0, 1, 2].map(|c| sum[c] + colour[c])
    });
    sum.map(|c| c / f32::from(SAMPLES))
}

fn wavelet(x: f32, depth: f32) -> Rgb {
    let far = 0.22 / (depth + 0.006);
    let (across, away) = ((x - 0.75) * far * 3.2, far * 4.5);
    let swell = noise(across * 0.8, away * 1.1, 180) - 0.5;
    let slope = |seed| clouds(across * 3.0, away * 4.0, 4, seed) - 0.5;
    let (tilt, turn) = (0.75 * slope(181) + 0.22 * swell, 0.55 * slope(190));
    let height = (depth * 0.9 + tilt).abs().min(0.62);
    let fresnel = 0.28 + 0.60 * smooth(0.35, 0.0, depth + tilt.max(0.0));
    let water = mix(DEEP, air(x + turn, height), fresnel);
    let miss = ((height - (HORIZON - MOON.1) * 0.62) / 0.10).powi(2) + ((x + turn - MOON.0) / 0.085).powi(2);
    if miss > 8.0 { water } else { screen(water, MOONLIGHT, 1.25 * (-miss).exp()) }
}
