//! Brush and canvas of the example pictures: colours, gradients, noise, and the way into a JPEG.

use image::ExtendedColorType::Rgb8;
use image::codecs::jpeg::JpegEncoder;

/// The long and the short side of every picture, in pixels.
pub(crate) const LONG: usize = 2400;
pub(crate) const SHORT: usize = 1600;

const JPEG_QUALITY: u8 = 90;

/// Standard deviation of the film grain in steps of 8 bits: hides the bands of a soft gradient, and is seen only close up.
const GRAIN: f32 = 1.8;

/// sRGB as it is stored, 0 to 1 each.
pub(crate) type Rgb = [f32; 3];

/// A colour as designers write it, `0xRRGGBB`.
pub(crate) const fn rgb(hex: u32) -> Rgb {
    [((hex >> 16) & 0xff) as f32 / 255.0, ((hex >> 8) & 0xff) as f32 / 255.0, (hex & 0xff) as f32 / 255.0]
}

/// `a` at 0, `b` at 1.
pub(crate) fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    each(a, b, |a, b| a + (b - a) * t.clamp(0.0, 1.0))
}

/// Light added to light, which never burns out: 1 − (1 − a)(1 − b).
pub(crate) fn screen(a: Rgb, light: Rgb, strength: f32) -> Rgb {
    each(a, light, |a, b| 1.0 - (1.0 - a) * (1.0 - (b * strength).min(1.0)))
}

/// Pigment over paper.
pub(crate) fn multiply(a: Rgb, pigment: Rgb, strength: f32) -> Rgb {
    each(a, pigment, |a, b| a * (1.0 - (1.0 - b) * strength))
}

pub(crate) fn scale(a: Rgb, by: f32) -> Rgb {
    a.map(|a| a * by)
}

fn each(a: Rgb, b: Rgb, f: impl Fn(f32, f32) -> f32) -> Rgb {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2])]
}

/// The colour at `t` between stops in rising order; the outer colours go on for ever.
pub(crate) fn gradient(stops: &[(f32, Rgb)], t: f32) -> Rgb {
    let after = stops.partition_point(|(at, _)| *at <= t).clamp(1, stops.len() - 1);
    let ((from, a), (to, b)) = (stops[after - 1], stops[after]);
    mix(a, b, smooth(from, to, t))
}

/// 0 up to `from`, 1 from `to` on, without a corner between; `from` may be the greater one.
pub(crate) fn smooth(from: f32, to: f32, x: f32) -> f32 {
    let t = ((x - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// How far a place lies from the middle (`hypot` takes ten times as long for digits that nobody sees).
pub(crate) fn away(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// The brightness of a starry sky, 0 to 1: one star in each of `cells` × `cells` fields of a short side, few of them bright.
pub(crate) fn stars(x: f32, y: f32, cells: f32, seed: u32) -> f32 {
    let (column, row) = (floor(x * cells), floor(y * cells));
    let draw = |what| hash(column, row, seed + what);
    let offset = (x * cells - column as f32 - 0.1 - 0.8 * draw(0), y * cells - row as f32 - 0.1 - 0.8 * draw(1));
    let bright = draw(2).powi(8);
    let pixels = away(offset.0, offset.1) * SHORT as f32 / cells / (0.8 + 0.9 * bright);
    if pixels > 3.0 { 0.0 } else { (-pixels * pixels).exp() * (0.2 + 0.8 * bright) }
}

/// A number from 0 to 1 that belongs to the place: two multipliers of the golden kind, then Murmur3's last mix.
pub(crate) fn hash(x: i32, y: i32, seed: u32) -> f32 {
    let mixed =
        (x as u32).wrapping_mul(0x9e37_79b1) ^ (y as u32).wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    let mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    // A float holds 24 bits exactly.
    ((mixed ^ (mixed >> 16)) >> 8) as i32 as f32 * (1.0 / 16_777_215.0)
}

/// Smooth noise from 0 to 1 with features of size 1.
pub(crate) fn noise(x: f32, y: f32, seed: u32) -> f32 {
    let (i, j) = (floor(x), floor(y));
    let (u, v) = (fade(x - i as f32), fade(y - j as f32));
    let (top, bottom) =
        (lerp(hash(i, j, seed), hash(i + 1, j, seed), u), lerp(hash(i, j + 1, seed), hash(i + 1, j + 1, seed), u));
    lerp(top, bottom, v)
}

/// `octaves` of noise, each twice as fine and half as strong as the one before; 0 to 1, mostly near the middle.
pub(crate) fn clouds(x: f32, y: f32, octaves: u32, seed: u32) -> f32 {
    let (mut sum, mut whole, mut strength, mut at) = (0.0, 0.0, 0.5, (x, y));
    for octave in 0..octaves {
        sum += strength * noise(at.0, at.1, seed + octave);
        whole += strength;
        strength *= 0.5;
        // Turned by 37° each time, so that the grids of the octaves never line up.
        at = (1.6 * at.0 - 1.2 * at.1, 1.2 * at.0 + 1.6 * at.1);
    }
    sum / whole
}

/// `f32::floor` calls the C library on plain x86-64, which costs more than the noise itself.
fn floor(x: f32) -> i32 {
    let whole = x as i32;
    whole - i32::from(x < whole as f32)
}

/// Perlin's curve: no step in the second derivative, so no grid is seen in the light on a slope.
fn fade(t: f32) -> f32 {
    t * t * t * (t * (t * 6.0 - 15.0) + 10.0)
}

fn lerp(a: f32, b: f32, t: f32) -> f32 {
    a + (b - a) * t
}

/// A canvas, row by row.
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<Rgb>,
}

impl Picture {
    /// Asks `colour` for every pixel; x and y count the short side as 1.
    pub(crate) fn paint(width: usize, height: usize, colour: impl Fn(f32, f32) -> Rgb) -> Self {
        let unit = 1.0 / width.min(height) as f32;
        let at = |place: usize| ((place % width) as f32 * unit, (place / width) as f32 * unit);
        let pixels = (0..width * height).map(|place| colour(at(place).0, at(place).1)).collect();
        Self { width, height, pixels }
    }

    /// The colour nearest to a place; the edge goes on for ever.
    pub(crate) fn at(&self, x: f32, y: f32) -> Rgb {
        let unit = self.width.min(self.height) as f32;
        let (column, row) = ((x * unit).round() as usize, (y * unit).round() as usize);
        self.pixels[row.min(self.height - 1) * self.width + column.min(self.width - 1)]
    }

    /// The picture as a JPEG with a trace of film grain.
    pub(crate) fn jpeg(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.pixels.len() * 3);
        for (place, pixel) in self.pixels.iter().enumerate() {
            let (x, y) = ((place % self.width) as i32, (place / self.width) as i32);
            // The sum of two even draws has a standard deviation of 1/√6; half a step of its own dithers each channel.
            let grain = (hash(x, y, 1) + hash(x, y, 2) - 1.0) * 6.0_f32.sqrt() * GRAIN;
            let dither = (3..6).map(|seed| hash(x, y, seed));
            bytes.extend(pixel.iter().zip(dither).map(|(value, dither)| (value * 255.0 + grain + dither) as u8));
        }
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
            .encode(&bytes, self.width as u32, self.height as u32, Rgb8)
            .expect("three bytes a pixel, and memory takes every byte");
        jpeg
    }
}
