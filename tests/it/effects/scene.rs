//! A folder with three pictures, two tunes and what else there is to see, and the films that are laid out over it.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use image::{Rgb, RgbImage};
use reeldrop::backend::{Looker, Plan, Question, Survey, plan_seen};
use reeldrop::brief::{Brief, Fit, Motion, Quality, Resolution, Transition};
use reeldrop::job::{Found, JobSpec, Layers};
use reeldrop::render::{self, Frame, Settings};
use reeldrop::timeline::Timeline;
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::effects::ear::{self, RATE};

/// A red, a green and a blue picture, dated so that the blue one is the oldest; a low tune, 6 s long, that knocks, and a
/// high one.
pub struct Scene(TempDir);

/// A film as it was laid out, and the brief it was made of.
pub struct Film {
    pub timeline: Timeline,
    pub notes: Vec<String>,
    pub brief: serde_json::Map<String, serde_json::Value>,
}

const PICTURES: [(&str, [u8; 3], &str); 3] = [
    ("a.jpg", [220, 30, 30], "2024:05:03 10:00:00"),
    ("b.jpg", [30, 200, 30], "2024:05:02 10:00:00"),
    ("c.jpg", [40, 40, 230], "2024:05:01 10:00:00"),
];

impl Scene {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for (name, colour, date) in PICTURES {
            fs::write(dir.path().join(name), dated(&drawn(colour), date)).unwrap();
        }
        ear::tune(&dir.path().join("low.wav"), 220.0, 6 * RATE);
        ear::tune(&dir.path().join("old.wav"), 880.0, 6 * RATE);
        Self(dir)
    }

    /// Besides, the red picture once more, smaller and a little brighter, and one that is blurred.
    pub fn with_more() -> Self {
        let scene = Self::new();
        let again = image::load_from_memory(&drawn([230, 34, 34])).unwrap().thumbnail(500, 500);
        again.save(scene.folder().join("a2.jpg")).unwrap();
        let stripes =
            RgbImage::from_fn(640, 480, |x, _| Rgb(if x / 90 % 2 == 0 { [230, 200, 250] } else { [40, 60, 20] }));
        image::imageops::blur(&stripes, 6.0).save(scene.folder().join("d.jpg")).unwrap();
        scene
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// What the words make of the folder, where nothing moves and pictures are cut unless somebody says otherwise.
    pub fn plan(&self, words: &str) -> Film {
        let video = Brief {
            resolution: Some(Resolution::P480),
            fps: Some(10),
            seconds_per_image: Some(1.0),
            transition: Some(Transition::Cut),
            motion: Some(Motion::Static),
            fit: Some(Fit::Auto),
            quality: Some(Quality::Draft),
            ..Brief::default()
        };
        let names = |ending: &str| {
            let all =
                fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
            let mut names: Vec<String> = all.filter(|name| name.ends_with(ending)).collect();
            names.sort();
            names
        };
        let found = Found { pictures: names(".jpg"), sounds: names(".wav"), ..Found::default() };
        let layers = Layers { video, typed: Some(words.to_owned()), ..Layers::default() };
        let spec = JobSpec::draw_up("trip", self.folder(), found, &layers).unwrap();
        let mut survey = Survey::default();
        let looker = Looker::new(env!("CARGO_BIN_EXE_reeldrop").into());
        Runtime::new().unwrap().block_on(looker.look(&Question::of(&spec), &mut survey)).unwrap();
        let Plan { timeline, notes, .. } = plan_seen(&spec, &survey).unwrap();
        let brief = serde_json::to_value(&spec.brief).unwrap().as_object().unwrap().clone();
        Film { timeline, notes, brief }
    }

    /// The frame at that time, as the film shows it.
    pub fn frame(&self, film: &Film, seconds: f64) -> Frame {
        let number = (seconds * f64::from(film.timeline.fps)).round() as u32;
        let mut frames = render::preview(&film.timeline, self.folder(), &Settings::default(), &[number]).unwrap();
        frames.remove(0)
    }

    /// The whole film as a file.
    pub fn made(&self, film: &Film) -> (TempDir, PathBuf) {
        let work = tempfile::tempdir().unwrap();
        let go_on = |_| ControlFlow::Continue(());
        let made = render::film(&film.timeline, self.folder(), work.path(), &Settings::default(), &go_on).unwrap();
        (work, made.video)
    }
}

/// 4:3, brighter to the right, with a little texture.
fn drawn(colour: [u8; 3]) -> Vec<u8> {
    let picture = RgbImage::from_fn(640, 480, |x, y| {
        let shade = 0.6 + 0.4 * f64::from(x) / 640.0 - if (x / 8 + y / 8) % 2 == 0 { 0.08 } else { 0.0 };
        Rgb(colour.map(|channel| (f64::from(channel) * shade) as u8))
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// The JPEG with the EXIF data of a camera that knows only when it took the picture.
fn dated(jpeg: &[u8], date: &str) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08".to_vec();
    for (tag, value) in [(0x8769_u16, 26_u32), (0x9003, 44)] {
        let kind: [u8; 2] = if tag == 0x9003 { [0, 2] } else { [0, 4] };
        exif.extend([0, 1]);
        exif.extend(tag.to_be_bytes());
        exif.extend(kind);
        exif.extend(if tag == 0x9003 { 20_u32 } else { 1 }.to_be_bytes());
        exif.extend(value.to_be_bytes());
        exif.extend([0; 4]);
    }
    exif.extend(date.as_bytes());
    exif.push(0);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}
