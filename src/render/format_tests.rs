//! Every kind of pixel that cameras, scanners and programs write is shown in its colours, and no bomb goes off.
#![expect(clippy::disallowed_methods, reason = "tests lay out folders")]

use std::fs;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageBuffer, ImageFormat, Luma, LumaA, Pixel, Rgb};

use crate::brief::Background;
use crate::render::error::Error;
use crate::render::flaw::Flaw;
use crate::render::geometry::Window;
use crate::render::open::probe;
use crate::render::picture::Picture;
use crate::render::settings::{Facts, Settings};
use crate::render::support_tests::{save, scenery};

/// The pixel in the middle of the left half and of the right half.
fn seen(path: &Path, background: Background) -> [[u8; 3]; 2] {
    let picture = Picture::open(path, &Settings::default()).unwrap();
    let whole = picture.facts();
    let pixels = picture.develop(Window::whole(whole), whole, background).unwrap();
    [1, 3].map(|quarter| {
        let at = (whole.height / 2 * whole.width + whole.width * quarter / 4) as usize * 3;
        [pixels.rgb[at], pixels.rgb[at + 1], pixels.rgb[at + 2]]
    })
}

#[track_caller]
fn near(seen: [[u8; 3]; 2], meant: [[u8; 3]; 2], far: u8) {
    let close = seen.as_flattened().iter().zip(meant.as_flattened()).all(|(a, b)| a.abs_diff(*b) <= far);
    assert!(close, "{seen:?}, not {meant:?}");
}

/// Written by another program (Pillow): the left half is (200, 60, 40), the right half (30, 90, 200).
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures").join(name)
}

#[test]
fn cmyk_palette_and_progressive_files_show_their_colours() {
    let meant = [[200, 60, 40], [30, 90, 200]];
    for name in ["cmyk.jpg", "palette.png", "progressive.jpg"] {
        near(seen(&fixture(name), Background::Black), meant, 12);
    }
    let grey = seen(&fixture("grey.jpg"), Background::Black);
    assert!(grey.iter().all(|[r, g, b]| r == g && g == b), "{grey:?}");
}

#[test]
fn a_colour_of_a_palette_that_is_clear_shows_the_background() {
    near(seen(&fixture("palette_clear.png"), Background::White), [[255; 3], [30, 90, 200]], 12);
    near(seen(&fixture("palette_clear.png"), Background::Black), [[0; 3], [30, 90, 200]], 12);
}

fn halves<P: Pixel>(left: P, right: P) -> ImageBuffer<P, Vec<P::Subpixel>> {
    ImageBuffer::from_fn(32, 24, |x, _| if x < 16 { left } else { right })
}

#[test]
fn sixteen_bits_and_grey_with_alpha_are_brought_to_eight_and_colour() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.png");
    let deep = halves(Rgb([51_400_u16, 15_420, 10_280]), Rgb([257, 514, 65_535]));
    let grey = halves(Luma([25_700_u16]), Luma([257]));
    let clear = halves(LumaA([90_u8, 255]), LumaA([90, 0]));
    let pictures = [
        (DynamicImage::ImageRgb16(deep), [[200, 60, 40], [1, 2, 255]]),
        (DynamicImage::ImageLuma16(grey), [[100; 3], [1; 3]]),
        (DynamicImage::ImageLumaA8(clear), [[90; 3], [255; 3]]),
    ];
    for (picture, meant) in pictures {
        picture.save_with_format(&path, ImageFormat::Png).unwrap();
        near(seen(&path, Background::White), meant, 1);
    }
}

/// A small picture in this format, whose header then claims to be huge.
fn bomb(folder: &Path, name: &str, claim: impl Fn(&mut Vec<u8>)) -> PathBuf {
    let path = folder.join(name);
    save(scenery(90, 60, 1), &path);
    let mut bytes = fs::read(&path).unwrap();
    claim(&mut bytes);
    fs::write(&path, bytes).unwrap();
    path
}

#[test]
fn every_format_that_claims_to_be_huge_is_refused_by_its_header() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let jpeg = bomb(dir, "a.jpg", |bytes| {
        let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
        bytes[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    });
    let bmp = bomb(dir, "a.bmp", |bytes| {
        bytes[18..26].copy_from_slice(&[0x30, 0x75, 0, 0, 0x30, 0x75, 0, 0]);
    });
    let gif = bomb(dir, "a.gif", |bytes| bytes[6..10].copy_from_slice(&[0xff; 4]));
    let webp = bomb(dir, "a.webp", |bytes| {
        // VP8L: fourteen bits each of width − 1 and height − 1, behind its signature byte.
        let lossless = bytes.windows(4).position(|four| four == b"VP8L").unwrap();
        bytes[lossless + 9..lossless + 13].copy_from_slice(&(14_999_u32 * ((1 << 14) + 1)).to_le_bytes());
    });
    for path in [jpeg, bmp, gif, webp] {
        let flaw = match probe(&path, &Settings::default()) {
            Err(Error::Picture { source, .. }) => source,
            other => panic!("{}: {other:?}", path.display()),
        };
        assert!(
            matches!(flaw, Flaw::TooManyPixels { pixels, .. } if pixels > 200_000_000),
            "{}: {flaw}",
            path.display()
        );
    }
}

#[test]
fn a_picture_of_one_pixel_and_one_of_one_row_can_be_shown() {
    let folder = tempfile::tempdir().unwrap();
    for (width, height) in [(1, 1), (300, 1), (1, 300)] {
        let path = folder.path().join("p.png");
        save(image::RgbImage::from_pixel(width, height, Rgb([9, 99, 199])), &path);
        assert_eq!(seen(&path, Background::Black), [[9, 99, 199]; 2]);
        assert_eq!(probe(&path, &Settings::default()).unwrap(), Facts { width, height });
    }
}
