//! Small pictures, small timelines, and a walk through an MP4's boxes.
#![expect(clippy::disallowed_methods, reason = "golden pictures are laid out here")]

use std::ops::ControlFlow;
use std::path::Path;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::brief::{Background, Quality, Transition};
use crate::render::frame::Frame;
use crate::render::planar::{self, Planes};
use crate::render::settings::{Progress, Settings};
use crate::timeline::{Canvas, Entrance, Framing, Shot, Timeline, View};

pub(crate) const CANVAS: Canvas = Canvas { width: 160, height: 96 };
pub(crate) const HOME: View = View { x: 0.0, y: 0.0, zoom: 1.0 };

pub(crate) fn settings(threads: usize) -> Settings {
    Settings { threads, ..Settings::default() }
}

pub(crate) fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Something with edges and gradients, different for every `seed`.
pub(crate) fn scenery(width: u32, height: u32, seed: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let stripe = if (x / 9 + y / 7 + seed).is_multiple_of(2) { 60 } else { 0 };
        Rgb([(x * 255 / width) as u8, (y * 195 / height) as u8 + stripe, (40 * seed) as u8])
    })
}

pub(crate) fn save(image: RgbImage, path: &Path) {
    DynamicImage::ImageRgb8(image).save_with_format(path, ImageFormat::from_path(path).unwrap()).unwrap();
}

/// All transitions that change anything over time.
pub(crate) const EVERY: [Transition; 11] = [
    Transition::Crossfade,
    Transition::FadeBlack,
    Transition::FadeWhite,
    Transition::Slide,
    Transition::Wipe,
    Transition::Zoom,
    Transition::Blur,
    Transition::Circle,
    Transition::Pixelize,
    Transition::Flash,
    Transition::Spin,
];

/// The picture as a frame of its own size.
pub(crate) fn frame(image: &RgbImage) -> Frame {
    let Planes { width, y, u, v } = planar::from_rgb(image, image.width() as usize);
    Frame { width, height: image.height() as usize, y, u, v }
}

/// Compares the frames, side by side, with `tests/golden/<name>.png`. With `REELDROP_GOLDEN=write` in the environment
/// the picture is written instead: look at it before it is committed. A sample in a thousand may differ visibly, for
/// processors differ in the last digit of a fraction, and an edge may fall on the other side of a pixel.
#[track_caller]
pub(crate) fn golden(name: &str, frames: &[Frame]) {
    let image = |frame: &Frame| RgbImage::from_raw(frame.width as u32, frame.height as u32, frame.rgb()).unwrap();
    let images: Vec<RgbImage> = frames.iter().map(image).collect();
    let (width, height) = images[0].dimensions();
    let mut row = RgbImage::new(width * images.len() as u32, height);
    for (i, image) in (0..).zip(&images) {
        image::imageops::replace(&mut row, image, i * i64::from(width), 0);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name).with_extension("png");
    if std::env::var_os("REELDROP_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        return save(row, &path);
    }
    let meant = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgb8();
    assert_eq!(meant.dimensions(), row.dimensions(), "{name}");
    let far = meant.iter().zip(row.iter()).filter(|(a, b)| a.abs_diff(**b) > 6).count();
    assert!(far * 1000 < meant.len(), "{name}: {far} of {} samples differ", meant.len());
}

pub(crate) fn shot(picture: &str, start: u32, entrance: Option<Transition>, framing: Framing) -> Shot {
    let to = match framing {
        Framing::Cover => View { x: 0.5, y: -0.5, zoom: 1.2 },
        _ => View { zoom: 0.9, ..HOME },
    };
    let entrance = entrance.map(|transition| Entrance { transition, direction: None, frames: 6 });
    Shot { picture: picture.to_owned(), start, frames: 30, entrance, framing, from: HOME, to }
}

/// Three pictures in `folder` and a timeline of 78 frames in four chunks that shows them.
pub(crate) fn three_shots(folder: &Path) -> Timeline {
    for (seed, name) in (0..).zip(["a.png", "b.jpg", "c.png"]) {
        save(scenery(200 + 37 * seed, 150, seed), &folder.join(name));
    }
    let shots = vec![
        shot("a.png", 0, None, Framing::Cover),
        shot("b.jpg", 24, Some(Transition::Crossfade), Framing::Blur),
        shot("c.png", 48, Some(Transition::Slide), Framing::Contain),
    ];
    Timeline {
        canvas: CANVAS,
        fps: 7,
        frames: 78,
        quality: Quality::Draft,
        shots,
        background: Background::Black,
        filter: None,
        more_filters: Vec::new(),
        texts: vec![],
        music: None,
        fade_in: 0,
        fade_out: 0,
        max_size_mb: None,
    }
}

/// Type, and where the content lies, of each box in `range`; panics where the sizes do not add up.
pub(crate) fn boxes(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut left = bytes;
    let mut found = Vec::new();
    while !left.is_empty() {
        let size = u32::from_be_bytes(left[..4].try_into().unwrap()) as usize;
        found.push((String::from_utf8_lossy(&left[4..8]).into_owned(), &left[8..size]));
        left = &left[size..];
    }
    found
}

/// The content of the box at the end of the path.
pub(crate) fn inside<'a>(bytes: &'a [u8], path: &[&str]) -> &'a [u8] {
    path.iter().fold(bytes, |bytes, name| {
        boxes(bytes).into_iter().find(|(kind, _)| kind == name).unwrap_or_else(|| panic!("no box {name}")).1
    })
}
