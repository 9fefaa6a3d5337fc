//! From a picture file to upright sRGB pixels of no more than the size that is needed.

use std::path::Path;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, RgbImage, Rgba};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use crate::brief::Background;
use crate::render::error::Error;
use crate::render::flaw::Flaw;
use crate::render::geometry::Window;
use crate::render::open::{self, Opened, sideways};
use crate::render::settings::{Facts, Settings};

/// An opened file: what it is, and the way to its pixels.
pub(crate) struct Picture<'a> {
    path: &'a Path,
    opened: Opened,
}

/// Upright sRGB pixels, three bytes each, in reading order.
pub(crate) struct Pixels {
    pub size: Facts,
    pub rgb: Vec<u8>,
}

impl<'a> Picture<'a> {
    pub(crate) fn open(path: &'a Path, settings: &Settings) -> Result<Self, Error> {
        open::open(path, settings).map(|opened| Self { path, opened })
    }

    /// Upright, in pixels.
    pub(crate) fn facts(&self) -> Facts {
        self.opened.seen()
    }

    /// Decodes the picture and gives `region` of it (whole pixels, upright) in `size`, which is never larger than the
    /// region. Where the picture is transparent, `background` shows through.
    pub(crate) fn develop(self, region: Window, size: Facts, background: Background) -> Result<Pixels, Error> {
        let Self { path, opened } = self;
        open::guarded(move || develop(opened, region, size, background)).map_err(Error::flaw(path))
    }
}

fn develop(opened: Opened, region: Window, size: Facts, background: Background) -> Result<Pixels, Flaw> {
    let Opened { mut decoder, orientation, stored, .. } = opened;
    let profile = decoder.icc_profile().ok().flatten();
    let image = flat(decode(decoder)?, background);
    let region = unturned(region, orientation, stored);
    let size = if sideways(orientation) { Facts { width: size.height, height: size.width } } else { size };
    let mut image = shrink(image, region, size);
    if let Some(profile) = profile {
        to_srgb(&mut image, &profile);
    }
    let mut image = DynamicImage::ImageRgb8(image);
    image.apply_orientation(orientation);
    let size = Facts { width: image.width(), height: image.height() };
    Ok(Pixels { size, rgb: image.into_rgb8().into_raw() })
}

/// [`DynamicImage::from_decoder`] wants a sized decoder; this is the same for a boxed one.
fn decode(decoder: Box<dyn ImageDecoder>) -> Result<DynamicImage, Flaw> {
    DynamicImage::from_decoder(decoder).map_err(Flaw::Damaged)
}

/// Eight bits, three channels.
fn flat(image: DynamicImage, background: Background) -> RgbImage {
    if !image.color().has_alpha() {
        return image.into_rgb8();
    }
    let rgba = image.into_rgba8();
    let behind = if background == Background::White { 255 } else { 0 };
    let over = |&Rgba([r, g, b, a])| {
        [r, g, b].map(|c| ((u32::from(c) * u32::from(a) + behind * u32::from(255 - a) + 127) / 255) as u8)
    };
    let rgb = rgba.pixels().flat_map(over).collect();
    RgbImage::from_raw(rgba.width(), rgba.height(), rgb).expect("three bytes for every pixel")
}

/// Where `region` of the upright picture lies in the stored one.
fn unturned(region: Window, orientation: Orientation, stored: Facts) -> Window {
    use Orientation as O;
    let (w, h) = (f64::from(stored.width), f64::from(stored.height));
    let Window { x, y, width, height } = region;
    // Upright coordinates run along the stored axes, or across them, forwards or backwards.
    let (across, down) = if sideways(orientation) { ((y, height), (x, width)) } else { ((x, width), (y, height)) };
    let mirror_x = matches!(orientation, O::Rotate180 | O::FlipHorizontal | O::Rotate270 | O::Rotate270FlipH);
    let mirror_y = matches!(orientation, O::Rotate180 | O::FlipVertical | O::Rotate90 | O::Rotate270FlipH);
    Window {
        x: if mirror_x { w - across.0 - across.1 } else { across.0 },
        y: if mirror_y { h - down.0 - down.1 } else { down.0 },
        width: across.1,
        height: down.1,
    }
}

/// `region` holds whole pixels and lies in the image.
fn shrink(image: RgbImage, region: Window, size: Facts) -> RgbImage {
    let (x, y, width, height) = (region.x as u32, region.y as u32, region.width as u32, region.height as u32);
    if (width, height) == (size.width, size.height) {
        return match image.dimensions() {
            all if all == (width, height) => image,
            _ => image::imageops::crop_imm(&image, x, y, width, height).to_image(),
        };
    }
    // The typed call compiles the resizer for this one kind of pixel instead of for all sixteen: two minutes saved.
    let source = TypedImageRef::<U8x3>::from_buffer(image.width(), image.height(), image.as_raw())
        .expect("an image has three bytes for every pixel");
    let mut small = RgbImage::new(size.width, size.height);
    let mut target = TypedImage::<U8x3>::from_buffer(size.width, size.height, &mut small)
        .expect("an image has three bytes for every pixel");
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3)).crop(
        region.x,
        region.y,
        region.width,
        region.height,
    );
    Resizer::new().resize_typed(&source, &mut target, &options).expect("the region lies in the image");
    small
}

/// A profile that cannot be read, or is for ink or grey, is passed over: the pixels are taken for sRGB, as browsers do.
fn to_srgb(image: &mut RgbImage, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(Layout::Rgb, &srgb, Layout::Rgb, TransformOptions::default())
    else {
        return;
    };
    let row = image.width() as usize * 3;
    let mut converted = vec![0; row];
    for pixels in image.chunks_exact_mut(row) {
        if transform.transform(pixels, &mut converted).is_ok() {
            pixels.copy_from_slice(&converted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        Background, DynamicImage, Facts, Orientation, RgbImage, Window, flat, shrink, sideways, to_srgb, unturned,
    };

    #[test]
    fn a_part_of_a_turned_picture_is_the_same_cut_before_or_after_turning() {
        let stored = RgbImage::from_fn(11, 7, |x, y| image::Rgb([x as u8, y as u8, 0]));
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).unwrap();
            let turn = |image: RgbImage| {
                let mut image = DynamicImage::ImageRgb8(image);
                image.apply_orientation(orientation);
                image.into_rgb8()
            };
            let upright = turn(stored.clone());
            let (width, height) = (3, 4);
            let region = Window { x: 2.0, y: 1.0, width: f64::from(width), height: f64::from(height) };
            let size = if sideways(orientation) { (height, width) } else { (width, height) };
            let part = unturned(region, orientation, Facts { width: 11, height: 7 });
            let cut = turn(shrink(stored.clone(), part, Facts { width: size.0, height: size.1 }));
            assert_eq!(cut, image::imageops::crop_imm(&upright, 2, 1, width, height).to_image(), "EXIF {exif}");
        }
    }

    #[test]
    fn transparency_shows_the_background() {
        let image = DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(1, 1, image::Rgba([200, 100, 0, 128])));
        assert_eq!(flat(image.clone(), Background::Black).into_raw(), [100, 50, 0]);
        assert_eq!(flat(image, Background::White).into_raw(), [227, 177, 127]);
    }

    #[test]
    fn a_wide_profile_is_brought_to_srgb() {
        let p3 = moxcms::ColorProfile::new_display_p3().encode().unwrap();
        let mut image = RgbImage::from_pixel(2, 2, image::Rgb([200, 100, 100]));
        to_srgb(&mut image, &p3);
        let [r, g, b] = image.get_pixel(0, 0).0;
        assert!(r > 206 && g < 98 && b < 100, "{r} {g} {b}");
        to_srgb(&mut image, b"no profile at all");
        assert_eq!(image.get_pixel(0, 0).0, [r, g, b]);
    }
}
