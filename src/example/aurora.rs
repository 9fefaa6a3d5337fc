//! Northern lights over a lake.

use crate::example::paint::{
    LONG, Picture, Rgb, SHORT, clouds, gradient, mix, noise, rgb, scale, screen, smooth, stars,
};

const SHORE: f32 = 0.66;
const SKY: &[(f32, Rgb)] = &[(0.0, rgb(0x050a1c)), (0.35, rgb(0x0a1a38)), (0.58, rgb(0x133a55)), (0.68, rgb(0x2a6670))];
/// The curtain's light from its lower hem upwards.
const LIGHT: &[(f32, Rgb)] = &[
    (0.00, rgb(0x3a9a70)),
    (0.06, rgb(0x58f08c)),
    (0.25, rgb(0x20e090)),
    (0.48, rgb(0x1fa0b0)),
    (0.70, rgb(0x6a48d8)),
    (1.00, rgb(0xa040c0)),
];
/// Points along one curtain: enough that neighbouring ones fall on the same column.
const POINTS: usize = 16_000;
/// Rows of the table of one ray's light.
const RAY: usize = 512;

/// How a curtain hangs. All lengths in short sides.
struct Curtain {
    /// From its left end to its right one.
    across: (f32, f32),
    /// How far its folds swing, and how often.
    fold: f32,
    folds: f32,
    /// The lowest point of its hem over the shore, and how much higher the hem is where the curtain comes overhead.
    hem: f32,
    rise: f32,
    bright: f32,
    seed: u32,
}

const CURTAINS: [Curtain; 3] = [
    Curtain { across: (-0.15, 1.68), fold: 0.085, folds: 2.2, hem: 0.14, rise: 0.20, bright: 1.0, seed: 201 },
    Curtain { across: (0.3, 1.9), fold: 0.042, folds: 3.1, hem: 0.11, rise: 0.05, bright: 0.35, seed: 230 },
    Curtain { across: (-0.3, 1.2), fold: 0.075, folds: 1.7, hem: 0.36, rise: 0.16, bright: 0.40, seed: 260 },
];

pub(crate) fn paint() -> Picture {
    let glow = curtains();
    let shore: Vec<f32> = (0..LONG).map(|column| mountains(column as f32 / SHORT as f32)).collect();
    let above = Picture::paint(LONG, SHORT, |x, y| {
        if y > SHORE {
            return Rgb::default();
        }
        let column = (x * SHORT as f32).round() as usize;
        let row = (y * SHORT as f32).round() as usize;
        let sky = lit(
            mix(gradient(SKY, y), rgb(0xdfe9ff), stars(x, y, 70.0, 90) * smooth(0.62, 0.3, y)),
            glow[column * SHORT + row],
        );
        let pixel = 0.7 / SHORT as f32;
        mix(sky, slope(x, y, shore[column]), smooth(shore[column] - pixel, shore[column] + pixel, y))
    });
    Picture::paint(LONG, SHORT, |x, y| if y < SHORE { above.at(x, y) } else { lake(&above, x, y - SHORE) })
}

/// The light of all curtains, column by column.
fn curtains() -> Vec<Rgb> {
    let mut glow = vec![[0.0; 3]; LONG * SHORT];
    let ray: Vec<Rgb> = (0..RAY).map(|step| ray(step as f32 / RAY as f32)).collect();
    for curtain in &CURTAINS {
        for point in 0..POINTS {
            hang(&mut glow, &ray, curtain, point as f32 / POINTS as f32);
        }
    }
    glow
}

fn ray(up: f32) -> Rgb {
    let strength = smooth(0.0, 0.12, up) * (-up * 3.0).exp() * smooth(1.0, 0.7, up);
    scale(gradient(LIGHT, up), strength)
}

/// One ray of a curtain, spread over the two columns it falls between. Where the curtain folds, rays add up.
fn hang(glow: &mut [Rgb], ray: &[Rgb], curtain: &Curtain, along: f32) {
    let wave = |fine: f32, octave: u32| noise(along * fine, 0.5, curtain.seed + octave) - 0.5;
    let swing = along * curtain.folds * std::f32::consts::TAU + curtain.seed as f32;
    let overhead = 0.5 + 0.4 * (swing * 0.5 + 0.6).sin() + 0.6 * wave(5.0, 0);
    let x = curtain.across.0
        + (curtain.across.1 - curtain.across.0) * along
        + curtain.fold * swing.sin()
        + 0.03 * wave(22.0, 1)
        + 0.004 * wave(90.0, 2);
    let column = x * SHORT as f32;
    let hem = (SHORE - curtain.hem - curtain.rise * overhead + 0.3 * curtain.fold * swing.cos() + 0.02 * wave(30.0, 3))
        * SHORT as f32;
    let tall = (0.34 + 0.42 * overhead + 0.16 * wave(60.0, 5)) * SHORT as f32;
    let rays = 0.45 + 1.1 * clouds(along * 60.0, 0.5, 4, curtain.seed + 7).powi(2);
    let ends = smooth(0.0, 0.15, along) * smooth(1.0, 0.85, along);
    let patches = 0.25 + 1.5 * noise(along * 5.0, 0.5, curtain.seed + 6).powi(2);
    // A point stands for the same stretch of curtain, whatever the number of points.
    let bright = curtain.bright * ends * patches * rays * 6500.0 / POINTS as f32;
    if column < 0.0 || column >= (LONG - 1) as f32 {
        return;
    }
    for (column, share) in [(column as usize, 1.0 - column.fract()), (column as usize + 1, column.fract())] {
        for row in (hem - tall).max(0.0) as usize..hem.max(0.0) as usize {
            let light = ray[((hem - row as f32) / tall * RAY as f32) as usize % RAY];
            let pixel = &mut glow[column * SHORT + row];
            *pixel = [0, 1, 2].map(|c| pixel[c] + light[c] * bright * share);
        }
    }
}

fn lit(sky: Rgb, glow: Rgb) -> Rgb {
    screen(sky, glow.map(|light| 1.0 - (-light).exp()), 1.0)
}

fn mountains(x: f32) -> f32 {
    let crest = 1.0 - ((2.0 * clouds(x * 1.7 + 3.4, 0.4, 7, 95) - 1.0).powi(2) + 0.0006).sqrt();
    SHORE - 0.012 - 0.22 * (crest - 0.45).max(0.0) * (0.5 + 0.6 * smooth(0.3, 1.4, x))
}

/// Dark rock that rises out of the mist on the water.
fn slope(x: f32, y: f32, top: f32) -> Rgb {
    let gully = clouds(x * 22.0 + 9.0 * y, y * 30.0 - 6.0 * x, 5, 97) - 0.5;
    let rock = mix(rgb(0x07121f), rgb(0x143340), 0.4 + 1.6 * gully * smooth(0.0, 0.03, y - top));
    let mist = smooth(SHORE - 0.10, SHORE, y + 0.05 * (clouds(x * 3.0, y * 12.0, 4, 98) - 0.5));
    mix(rock, rgb(0x2f6d73), 0.75 * mist)
}

/// The mirrored world, drawn out by small waves, darker towards the viewer.
fn lake(above: &Picture, x: f32, depth: f32) -> Rgb {
    let far = 1.0 / (depth + 0.02);
    let wave = |seed| clouds((x - 0.75) * far * 2.2, far * 9.0, 2, seed) - 0.5;
    let (sway, lift) = (0.016 * wave(110) * smooth(0.0, 0.1, depth), 0.22 * wave(120) * depth);
    let mirrored = |more: f32| above.at(x + sway, (SHORE - depth * 1.25 + lift - more).min(SHORE - 0.002));
    let image = [0.0, 0.006, 0.012, 0.018].map(|more| mirrored(more * (0.3 + depth * 4.0)));
    let mean = image.iter().fold([0.0; 3], |sum, pixel| [0, 1, 2].map(|c| sum[c] + pixel[c] / 4.0));
    let water = mix(scale(mean, 0.82), rgb(0x04101e), smooth(0.0, 0.5, depth) * 0.45);
    screen(water, rgb(0x6fb0b0), 0.25 * (-depth * 260.0).exp())
}
