//! A picture once more as a file: upright, in sRGB, no larger than asked, in a format that everybody reads.

use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use serde::{Deserialize, Serialize};

use crate::brief::Background;
use crate::render::error::Error;
use crate::render::flaw::Flaw;
use crate::render::geometry::Window;
use crate::render::picture::{Picture, Pixels};
use crate::render::settings::{Facts, Settings};

/// The format of the new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Print {
    /// Without loss.
    Png,
    /// At quality 92, where the eye sees no difference to the picture itself.
    Jpeg,
}

/// The bytes of the new file. `longest` is the most its longer side may have, in pixels; it is never enlarged.
pub fn reprint(path: &Path, settings: &Settings, print: Print, longest: u32) -> Result<Vec<u8>, Error> {
    let picture = Picture::open(path, settings)?;
    let whole = picture.facts();
    let region = Window { x: 0.0, y: 0.0, width: f64::from(whole.width), height: f64::from(whole.height) };
    let pixels = picture.develop(region, within(whole, longest), Background::Black)?;
    encode(&pixels, print).map_err(Error::flaw(path))
}

fn within(whole: Facts, longest: u32) -> Facts {
    let scale = (f64::from(longest) / f64::from(whole.width.max(whole.height))).min(1.0);
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).clamp(1, side);
    Facts { width: side(whole.width), height: side(whole.height) }
}

fn encode(pixels: &Pixels, print: Print) -> Result<Vec<u8>, Flaw> {
    let Pixels { size: Facts { width, height }, rgb } = pixels;
    let mut bytes = Vec::new();
    let colour = ExtendedColorType::Rgb8;
    match print {
        Print::Png => PngEncoder::new(&mut bytes).write_image(rgb, *width, *height, colour),
        Print::Jpeg => JpegEncoder::new_with_quality(&mut bytes, 92).write_image(rgb, *width, *height, colour),
    }
    .map_err(Flaw::Damaged)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Print, reprint};
    use crate::render::settings::Settings;
    use image::{GenericImageView, Rgb, RgbImage};

    #[test]
    fn a_bmp_becomes_a_png_of_the_same_pixels_and_a_jpeg_becomes_smaller() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.bmp");
        let image = RgbImage::from_fn(60, 40, |x, y| Rgb([x as u8 * 4, y as u8 * 6, 90]));
        image.save(&path).unwrap();
        let png = image::load_from_memory(&reprint(&path, &Settings::default(), Print::Png, 100).unwrap()).unwrap();
        assert_eq!(png.into_rgb8(), image);
        let jpeg = image::load_from_memory(&reprint(&path, &Settings::default(), Print::Jpeg, 30).unwrap()).unwrap();
        assert_eq!(jpeg.dimensions(), (30, 20));
    }
}
