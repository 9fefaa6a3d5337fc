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

/// A second of a 440 Hz tone.
pub fn tune(path: &Path) {
    let sample = |n: u32| ((f64::from(n) * 440.0 / f64::from(WAV_RATE) * std::f64::consts::TAU).sin() * 8000.0) as i16;
    wav(path, (0..WAV_RATE).map(sample));
}

/// Samples a second of all sounds drawn here.
pub const WAV_RATE: u32 = 44_100;

/// Writes samples as 16-bit mono WAV.
pub fn wav(path: &Path, samples: impl Iterator<Item = i16>) {
    let data: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data".to_vec();
    wav.extend((data.len() as u32).to_le_bytes());
    wav.extend(data);
    let length = (wav.len() as u32 - 8).to_le_bytes();
    wav[4..8].copy_from_slice(&length);
    fs::write(path, wav).unwrap();
}
