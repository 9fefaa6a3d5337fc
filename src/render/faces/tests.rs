//! Faces are found where they are, and nowhere else.

use std::path::PathBuf;

use crate::render::faces::gallery::Faces;
use crate::render::settings::Settings;
use crate::render::support_tests::{save, scenery};

/// Eileen Collins, by NASA (public domain), 256 pixels across.
const PORTRAIT: &[u8] = include_bytes!("../../../tests/pictures/portrait.jpg");

fn looked_at(pictures: &[(&str, image::RgbImage)]) -> (tempfile::TempDir, Faces) {
    let folder = tempfile::tempdir().unwrap();
    let save = |(name, image): &(&str, image::RgbImage)| {
        let path = folder.path().join(name);
        save(image.clone(), &path);
        path
    };
    let paths: Vec<PathBuf> = pictures.iter().map(save).collect();
    let mut faces = Faces::default();
    faces.look(&paths, &Settings::default());
    (folder, faces)
}

fn portrait() -> image::RgbImage {
    image::load_from_memory(PORTRAIT).unwrap().into_rgb8()
}

#[test]
fn a_face_is_found_where_it_is() {
    let (folder, faces) = looked_at(&[("a.png", portrait()), ("b.png", scenery(300, 200, 3))]);
    let [face] = faces.of(&folder.path().join("a.png")) else { panic!("{faces:?}") };
    // The astronaut's nose is at 0.43 across and 0.24 down.
    assert!(face.x < 0.43 && face.x + face.width > 0.43, "{face:?}");
    assert!(face.y < 0.24 && face.y + face.height > 0.24, "{face:?}");
    assert!((0.1..0.3).contains(&face.width), "{face:?}");
    assert!(faces.of(&folder.path().join("b.png")).is_empty());
}

#[test]
fn a_face_is_found_in_a_picture_that_lies_on_its_side() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jpg");
    save(image::imageops::rotate270(&portrait()), &path);
    // An EXIF block that says "turn right": big-endian TIFF with the one tag 0x0112 = 6.
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.splice(2..2, exif.iter().copied());
    #[expect(clippy::disallowed_methods, reason = "a test lays out a picture")]
    std::fs::write(&path, bytes).unwrap();
    let mut faces = Faces::default();
    faces.look(std::slice::from_ref(&path), &Settings::default());
    assert!(matches!(faces.of(&path), [face] if face.y < 0.24 && face.y + face.height > 0.24), "{faces:?}");
}

#[test]
fn a_picture_that_cannot_be_read_and_one_that_is_tiny_have_no_faces() {
    let (folder, mut faces) = looked_at(&[("tiny.png", scenery(3, 2, 1))]);
    faces.look(&[folder.path().join("gone.png")], &Settings::default());
    assert!(faces.of(&folder.path().join("tiny.png")).is_empty());
    assert!(faces.of(&folder.path().join("gone.png")).is_empty());
}
