//! Pictures of stripes and of sky, sharp, blurred and noisy.

use image::{Rgb, RgbImage, imageops};

use crate::render::picture::Pixels;
use crate::render::proofs::print::{Proof, read};
use crate::render::settings::Facts;

fn of(image: &RgbImage) -> Proof {
    let size = Facts { width: image.width(), height: image.height() };
    read(&Pixels { size, rgb: image.as_raw().clone() })
}

/// A roof with windows under a plain sky.
fn house(seed: u32) -> RgbImage {
    RgbImage::from_fn(640, 480, |x, y| {
        let roof = y > 200 + x.abs_diff(320 + 40 * seed) / 2;
        let window = roof && (x / 40 + seed).is_multiple_of(2) && (y / 50).is_multiple_of(2);
        match (roof, window) {
            (_, true) => Rgb([240, 220, 150]),
            (true, false) => Rgb([120, 60, 50]),
            _ => Rgb([150, 180, (200 + y / 20) as u8]),
        }
    })
}

/// Sums of three random steps of up to `most` on every pixel.
fn noisy(image: &RgbImage, most: i32) -> RgbImage {
    let mut state = 1_u32;
    let mut step = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) as i32 % (2 * most + 1) - most
    };
    let mut out = image.clone();
    for pixel in out.pixels_mut() {
        let more = step() + step() + step();
        pixel.0 = pixel.0.map(|channel| (i32::from(channel) + more).clamp(0, 255) as u8);
    }
    out
}

#[test]
fn a_blurred_picture_is_told_from_a_sharp_one_with_noise_or_without() {
    let (sharp, blurred) = (house(0), imageops::blur(&house(0), 3.5));
    for noise in [1, 8] {
        let (clear, dull) = (of(&noisy(&sharp, noise)).blur, of(&noisy(&blurred, noise)).blur);
        assert!(clear < 0.75 && dull > 0.75, "{clear} and {dull} with noise of {noise}");
        assert!(noise > 1 || dull > 0.85, "{dull}");
    }
}

#[test]
fn one_sharp_spot_is_enough() {
    let mut portrait = imageops::blur(&house(0), 8.0);
    let face = imageops::crop_imm(&house(1), 300, 220, 120, 120).to_image();
    imageops::replace(&mut portrait, &face, 260, 160);
    let blur = of(&portrait).blur;
    assert!(blur < 0.8, "{blur}");
}

#[test]
fn the_sky_is_not_blurred() {
    let sky = RgbImage::from_fn(640, 480, |_, y| Rgb([90 + (y / 6) as u8, 140 + (y / 8) as u8, 220]));
    assert!(of(&sky).blur < 0.1);
    assert!(of(&noisy(&sky, 3)).blur < 0.5);
}

#[test]
fn the_slopes_are_those_of_the_picture_and_not_of_its_size_or_noise() {
    let apart = |one: &RgbImage, other: &RgbImage| {
        let (one, other) = (of(one).slopes, of(other).slopes);
        let sum = |slopes: &[f32]| slopes.iter().map(|slope| slope.abs()).sum::<f32>();
        one.iter().zip(&other).map(|(a, b)| (a - b).abs()).sum::<f32>() / (sum(&one) + sum(&other))
    };
    let small = imageops::resize(&house(0), 213, 160, imageops::FilterType::Triangle);
    assert!(apart(&house(0), &noisy(&house(0), 8)) < 0.1 && apart(&house(0), &small) < 0.1);
    assert!(apart(&house(0), &house(5)) > 0.5);
}

#[test]
fn pictures_of_any_size_have_a_proof() {
    for (width, height) in [(1, 1), (1, 40), (40, 1), (3, 2), (17, 16)] {
        let proof = of(&RgbImage::from_pixel(width, height, Rgb([9, 9, 9])));
        assert!(proof.blur.is_finite() && proof.slopes.iter().all(|slope| *slope == 0.0), "{width}×{height}");
    }
}
