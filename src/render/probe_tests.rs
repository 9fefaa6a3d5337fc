//! What is refused before a pixel is decoded, and what is not.
#![expect(clippy::disallowed_methods, reason = "tests lay out folders")]

use std::fs;
use std::path::{Path, PathBuf};

use image::{DynamicImage, ImageFormat};

use crate::render::error::Error;
use crate::render::flaw::Flaw;
use crate::render::open::probe;
use crate::render::settings::{Facts, Settings};
use crate::render::support_tests::{save, scenery};

fn flaw(path: &Path, settings: &Settings) -> Flaw {
    match probe(path, settings) {
        Err(Error::Picture { source, path: named, .. }) => {
            assert_eq!(named, path);
            source
        }
        other => panic!("{} gave {other:?}", path.display()),
    }
}

fn one_of_each(folder: &Path) -> Vec<PathBuf> {
    let names = ["p.jpg", "p.png", "p.webp", "p.bmp", "p.gif"];
    let make = |name: &&str| {
        let path = folder.join(name);
        let picture = DynamicImage::ImageRgb8(scenery(90, 60, 1));
        picture.save_with_format(&path, ImageFormat::from_path(&path).unwrap()).unwrap();
        path
    };
    names.iter().map(make).collect()
}

#[test]
fn every_format_is_known_by_its_content() {
    let folder = tempfile::tempdir().unwrap();
    for path in one_of_each(folder.path()) {
        let other = path.with_extension("dat");
        fs::rename(&path, &other).unwrap();
        assert_eq!(probe(&other, &Settings::default()).unwrap(), Facts { width: 90, height: 60 }, "{}", path.display());
    }
}

#[test]
fn a_picture_that_is_cut_off_is_noticed_at_every_length() {
    let folder = tempfile::tempdir().unwrap();
    for path in &one_of_each(folder.path())[..3] {
        let whole = fs::read(path).unwrap();
        for length in (12..whole.len() - 1).step_by(7) {
            fs::write(path, &whole[..length]).unwrap();
            let flaw = flaw(path, &Settings::default());
            assert!(matches!(flaw, Flaw::CutOff(_)), "{} at {length}: {flaw:?}", path.display());
        }
    }
}

#[test]
fn what_a_camera_appends_behind_a_jpeg_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.jpg");
    save(scenery(90, 60, 1), &path);
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"MotionPhoto_Data\0\0\0\x18ftypmp42");
    fs::write(&path, bytes).unwrap();
    assert!(probe(&path, &Settings::default()).is_ok());
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bomb.png");
    save(scenery(90, 60, 1), &path);
    let mut bytes = fs::read(&path).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let crc = crc32(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&crc.to_be_bytes());
    fs::write(&path, bytes).unwrap();
    assert!(matches!(flaw(&path, &Settings::default()), Flaw::TooManyPixels { pixels: 900_000_000, .. }));
}

/// ISO/IEC 15948 annex D.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    };
    !bytes.iter().fold(u32::MAX, step)
}

#[test]
fn a_heavy_file_is_refused_unread() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.png");
    save(scenery(90, 60, 1), &path);
    let settings = Settings { max_file_mb: 0, ..Settings::default() };
    assert!(matches!(flaw(&path, &settings), Flaw::TooManyBytes { limit: 0, .. }));
}

#[test]
fn links_fifos_folders_and_text_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    save(scenery(90, 60, 1), &at("p.png"));
    std::os::unix::fs::symlink(at("p.png"), at("link.png")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("fifo.png")).status().unwrap().success());
    fs::create_dir(at("folder.png")).unwrap();
    fs::write(at("text.png"), "not a picture at all").unwrap();
    for name in ["link.png", "fifo.png", "folder.png"] {
        assert!(matches!(flaw(&at(name), &Settings::default()), Flaw::NotAFile), "{name}");
    }
    assert!(matches!(flaw(&at("text.png"), &Settings::default()), Flaw::Unknown));
    assert!(matches!(flaw(&at("gone.png"), &Settings::default()), Flaw::Unreadable(_)));
}
