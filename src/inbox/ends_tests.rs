//! Whole files of each format, and every way of cutting them.

use std::io::Cursor;
use std::path::Path;

use image::{ImageFormat, RgbImage};
use proptest::prelude::*;

use crate::inbox::ends::cut_off;

fn is_cut_off(name: &str, bytes: &[u8]) -> bool {
    cut_off(Path::new(name), &mut Cursor::new(bytes), bytes.len() as u64).unwrap()
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8 * 3, y as u8 * 5, (x ^ y) as u8]));
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

const END_MARKED: [(&str, ImageFormat); 3] =
    [("a.jpg", ImageFormat::Jpeg), ("a.png", ImageFormat::Png), ("a.webp", ImageFormat::WebP)];

#[test]
fn a_whole_picture_is_not_cut_off() {
    for (name, format) in END_MARKED.into_iter().chain([("a.gif", ImageFormat::Gif), ("a.bmp", ImageFormat::Bmp)]) {
        assert!(!is_cut_off(name, &picture(format)), "{name}");
    }
}

#[test]
fn a_picture_cut_anywhere_is() {
    for (name, format) in END_MARKED {
        let whole = picture(format);
        for length in 0..whole.len() {
            assert!(is_cut_off(name, &whole[..length]), "{name} at {length} of {}", whole.len());
        }
    }
}

#[test]
fn room_kept_for_bytes_to_come_is_seen() {
    for (name, format) in END_MARKED.into_iter().chain([("a.gif", ImageFormat::Gif)]) {
        let mut kept = picture(format);
        let arrived = kept.len() / 2;
        kept[arrived..].fill(0);
        kept.resize(kept.len() + 8192, 0);
        assert!(is_cut_off(name, &kept), "{name}");
    }
    assert!(is_cut_off("a.bmp", &[0; 100]));
}

#[test]
fn the_end_of_a_preview_is_not_the_end_of_the_picture() {
    let whole = picture(ImageFormat::Jpeg);
    let mut photo = b"\xff\xd8\xff\xe1\0\x08\xff\xd8\xff\xd9\0\0".to_vec();
    photo.extend(&whole[2..]);
    assert!(!is_cut_off("a.jpg", &photo));
    assert!(is_cut_off("a.jpg", &photo[..photo.len() - 2]));
}

#[test]
fn a_film_behind_the_picture_does_no_harm() {
    let mut photo = picture(ImageFormat::Jpeg);
    photo.resize(photo.len() + 3_000_000, 0x11);
    assert!(!is_cut_off("a.jpg", &photo));
}

#[test]
fn an_end_where_two_windows_meet_is_found() {
    for behind in (64 << 10) - 14..=(64 << 10) {
        let mut photo = picture(ImageFormat::Png);
        photo.resize(photo.len() + behind, 0x11);
        assert!(!is_cut_off("a.png", &photo), "{behind}");
    }
}

#[test]
fn a_sound_ends_where_its_header_says() {
    let wav = |said: u32, there: usize| [b"RIFF", &said.to_le_bytes()[..], b"WAVE", &vec![0; there]].concat();
    assert!(!is_cut_off("a.wav", &wav(104, 100)));
    assert!(is_cut_off("a.wav", &wav(105, 100)));
    assert!(!is_cut_off("a.wav", &wav(u32::MAX, 100)), "recorded without an end");
    let m4a = [&16_u32.to_be_bytes()[..], b"ftypM4A \0\0\0\0", &24_u32.to_be_bytes(), b"mdat", &[7; 16]].concat();
    assert!(!is_cut_off("a.m4a", &m4a));
    (9..m4a.len())
        .filter(|length| *length != 16)
        .for_each(|length| assert!(is_cut_off("a.m4a", &m4a[..length]), "{length}"));
    let long = [&1_u32.to_be_bytes()[..], b"ftyp", &24_u64.to_be_bytes(), &[7; 8]].concat();
    assert!(!is_cut_off("a.m4a", &long));
    assert!(is_cut_off("a.m4a", &long[..23]));
}

#[test]
fn words_and_unknown_formats_are_never_cut_off() {
    assert!(!is_cut_off("prompt.txt", b""));
    assert!(!is_cut_off("raw.cr2", &[0; 64]));
}

proptest! {
    #[test]
    fn no_bytes_make_it_stumble(
        name in prop::sample::select(vec!["a.jpg", "a.png", "a.webp", "a.gif", "a.bmp", "a.wav", "a.m4a", "a.flac"]),
        head in prop::sample::select(vec![&b""[..], b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x01ftyp", b"\x89PNG\r\n\x1a\n"]),
        rest in prop::collection::vec(any::<u8>(), 0..200),
        claimed in any::<u64>(),
    ) {
        let bytes = [head, &rest].concat();
        prop_assert!(cut_off(Path::new(name), &mut Cursor::new(&bytes), claimed).is_ok());
    }
}
