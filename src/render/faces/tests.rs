//! Faces are found where they are, and nowhere else.

use crate::render::faces::detect::Face;
use crate::render::faces::detector::Detector;
use crate::render::settings::Settings;
use crate::render::support_tests::{save, scenery};

/// Eileen Collins, by NASA (public domain), 256 pixels across.
const PORTRAIT: &[u8] = include_bytes!("../../../tests/pictures/portrait.jpg");

fn faces(image: image::RgbImage) -> Vec<Face> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.png");
    save(image, &path);
    Detector::default().faces(&path, &Settings::default()).unwrap()
}

fn portrait() -> image::RgbImage {
    image::load_from_memory(PORTRAIT).unwrap().into_rgb8()
}

#[test]
fn a_face_is_found_where_it_is() {
    let found = faces(portrait());
    let [face] = found[..] else { panic!("{found:?}") };
    // The astronaut's nose is at 0.43 across and 0.24 down.
    assert!(face.x < 0.43 && face.x + face.width > 0.43, "{face:?}");
    assert!(face.y < 0.24 && face.y + face.height > 0.24, "{face:?}");
    assert!((0.1..0.3).contains(&face.width), "{face:?}");
    assert_eq!(faces(scenery(300, 200, 3)), []);
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
    let found = Detector::default().faces(&path, &Settings::default()).unwrap();
    assert!(matches!(found[..], [face] if face.y < 0.24 && face.y + face.height > 0.24), "{found:?}");
}

#[test]
fn a_picture_that_is_tiny_has_no_faces_and_one_that_cannot_be_read_is_an_error() {
    assert_eq!(faces(scenery(3, 2, 1)), []);
    let gone = tempfile::tempdir().unwrap().path().join("gone.png");
    assert!(Detector::default().faces(&gone, &Settings::default()).is_err());
}
