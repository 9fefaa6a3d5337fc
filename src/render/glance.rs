//! A small grey copy of a picture, for whoever looks for something in it.

use std::path::Path;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, ImageFormat};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::disk;
use crate::render::error::Error;
use crate::render::flaw::Flaw;
use crate::render::gate::Gate;
use crate::render::open::{self, Opened};
use crate::render::settings::{Facts, Settings};

/// Upright, its longer side at most `longest` pixels; the gate bounds how many pictures are decoded at a time. The grey is
/// that of the file: its colour profile, and what a transparent picture hides, are passed over.
pub(crate) fn glance(path: &Path, settings: &Settings, gate: &Gate, longest: u32) -> Result<GrayImage, Error> {
    let opened = open::open(path, settings)?;
    let stored = opened.stored;
    let most = u64::from(settings.max_file_mb) * 1_000_000;
    gate.pass(stored, || open::guarded(|| grey(path, opened, most, longest))).map_err(Error::flaw(path))
}

fn grey(path: &Path, opened: Opened, most: u64, longest: u32) -> Result<GrayImage, Flaw> {
    let Opened { decoder, orientation, stored, format } = opened;
    let quick = (format == ImageFormat::Jpeg).then(|| brightness(path, most, stored)).flatten();
    let whole = match quick {
        Some(whole) => whole,
        None => DynamicImage::from_decoder(decoder).map_err(Flaw::Damaged)?.into_luma8(),
    };
    let mut small = DynamicImage::ImageLuma8(shrink(whole, longest));
    small.apply_orientation(orientation);
    Ok(small.into_luma8())
}

/// Most JPEG files keep brightness apart from colour, which then needs no decoding: two thirds of the time, and a third of
/// the memory. `None` for a file of another kind, or one that has changed since it was opened.
fn brightness(path: &Path, most: u64, stored: Facts) -> Option<GrayImage> {
    let bytes = disk::read(path, most).ok()?;
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(stored.width as usize)
        .set_max_height(stored.height as usize)
        .jpeg_set_out_colorspace(ColorSpace::Luma);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let luma = decoder.decode().ok()?;
    GrayImage::from_raw(stored.width, stored.height, luma)
}

fn shrink(whole: GrayImage, longest: u32) -> GrayImage {
    let (width, height) = whole.dimensions();
    let scale = f64::from(longest) / f64::from(width.max(height));
    if scale >= 1.0 {
        return whole;
    }
    let side = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let source =
        TypedImageRef::<U8>::from_buffer(width, height, whole.as_raw()).expect("grey has a byte for every pixel");
    let mut small = GrayImage::new(side(width), side(height));
    let mut target =
        TypedImage::<U8>::from_buffer(side(width), side(height), &mut small).expect("grey has a byte for every pixel");
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new().resize_typed(&source, &mut target, &options).expect("neither is empty");
    small
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use image::{GrayImage, Luma, imageops};

    use super::glance;
    use crate::render::gate::Gate;
    use crate::render::settings::Settings;
    use crate::render::support_tests::{save, scenery};

    fn seen(path: &Path, longest: u32) -> GrayImage {
        glance(path, &Settings::default(), &Gate::default(), longest).unwrap()
    }

    /// JPEG's brightness is that of ITU-R BT.601; `image` makes grey of colours by BT.709.
    fn brightness(path: &Path) -> GrayImage {
        let picture = image::open(path).unwrap();
        if path.extension().is_some_and(|it| it == "png") {
            return picture.into_luma8();
        }
        let rgb = picture.into_rgb8();
        GrayImage::from_fn(rgb.width(), rgb.height(), |x, y| {
            let [r, g, b] = rgb.get_pixel(x, y).0.map(f64::from);
            Luma([(0.299 * r + 0.587 * g + 0.114 * b).round() as u8])
        })
    }

    fn difference(a: &GrayImage, b: &GrayImage) -> f64 {
        assert_eq!(a.dimensions(), b.dimensions());
        a.iter().zip(b.iter()).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
    }

    #[test]
    fn it_shows_what_the_picture_shows_whatever_its_kind() {
        let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
        for name in ["portrait.jpg", "progressive.jpg", "grey.jpg", "palette.png"] {
            let path = pictures.join(name);
            let whole = brightness(&path);
            let off = difference(&seen(&path, whole.width().max(whole.height())), &whole);
            assert!(off < 1.0, "{name}: {off}");
        }
    }

    #[test]
    fn a_picture_for_the_press_is_decoded_the_long_way() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures/cmyk.jpg");
        let whole = image::open(&path).unwrap().into_luma8();
        assert!(difference(&seen(&path, whole.width().max(whole.height())), &whole) < 1.0);
    }

    #[test]
    fn it_is_small_and_upright() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jpg");
        save(scenery(400, 300, 3), &path);
        let small = imageops::resize(&brightness(&path), 100, 75, imageops::Triangle);
        assert!(difference(&seen(&path, 100), &small) < 1.0);
        assert_eq!(seen(&path, 4000).dimensions(), (400, 300));
    }
}
