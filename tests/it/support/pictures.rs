//! Small pictures and sounds, drawn on the spot.

use std::fs;
use std::path::Path;

use image::{Rgb, RgbImage};

/// A JPEG with a gradient of its own colour, so that films of different pictures differ.
pub fn jpeg(path: &Path, width: u32, height: u32, colour: [u8; 3]) {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let shade = |channel: u8| (u32::from(channel) * (x + 2 * y) / (width + 2 * height)) as u8;
        Rgb(colour.map(shade))
    });
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    picture.save(path).unwrap();
}

/// A second of a 440 Hz tone: 16-bit mono WAV.
pub fn tune(path: &Path) {
    const RATE: u32 = 44_100;
    let samples =
        (0..RATE).map(|n| ((f64::from(n) * 440.0 / f64::from(RATE) * std::f64::consts::TAU).sin() * 8000.0) as i16);
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + 2 * RATE).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    bytes.extend(16u32.to_le_bytes());
    for half in [1u16, 1] {
        bytes.extend(half.to_le_bytes());
    }
    bytes.extend(RATE.to_le_bytes());
    bytes.extend((2 * RATE).to_le_bytes());
    bytes.extend(2u16.to_le_bytes());
    bytes.extend(16u16.to_le_bytes());
    bytes.extend(b"data");
    bytes.extend((2 * RATE).to_le_bytes());
    samples.for_each(|sample| bytes.extend(sample.to_le_bytes()));
    fs::write(path, bytes).unwrap();
}
