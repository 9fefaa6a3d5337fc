//! Prompt files as editors write them.

use encoding_rs::{BIG5, Encoding, GBK, SHIFT_JIS, WINDOWS_1252};
use proptest::prelude::*;

use crate::director::error::Error;
use crate::director::read::decode;

const CHINESE: &str = "竖屏视频，每张照片三秒，叠化转场，标题“东京的夜晚”，音乐小声一点\n";
const JAPANESE: &str = "縦の動画で、写真は一枚三秒、タイトルは「東京の夜」、BGMを音量35%でお願いします\n";
const GERMAN: &str = "Hochformat für Instagram, Überblendung, Titel „Größe“\r\n";

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn unicode_in_every_form() {
    for text in [CHINESE, JAPANESE, GERMAN, "plain", ""] {
        assert_eq!(decode(text.as_bytes()).unwrap(), text);
        assert_eq!(decode(format!("\u{feff}{text}").as_bytes()).unwrap(), text);
        for big in [false, true] {
            assert_eq!(decode(&utf16(text, big, true)).unwrap(), text);
            assert_eq!(decode(&utf16(text, big, false)).unwrap(), text, "no mark, big endian: {big}");
        }
    }
}

#[test]
fn the_encodings_of_older_systems() {
    let cases: [(&str, &'static Encoding); 3] = [(CHINESE, GBK), (JAPANESE, SHIFT_JIS), (GERMAN, WINDOWS_1252)];
    for (text, encoding) in cases {
        assert_eq!(decode(&encoding.encode(text).0).unwrap(), text, "{}", encoding.name());
    }
    assert_eq!(
        decode(&BIG5.encode("直式影片，每張照片三秒，淡入淡出，標題是東京的夜晚").0).unwrap(),
        "直式影片，每張照片三秒，淡入淡出，標題是東京的夜晚"
    );
}

#[test]
fn a_picture_renamed_to_txt_is_no_prompt() {
    assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x07\x80\0\0\x04\x38\x08\x02\0\0\0"), Err(Error::NotText));
    assert_eq!(decode(b"text with \0 in it"), Err(Error::NotText));
    assert_eq!(decode(&[0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1]), Err(Error::NotText));
}

#[test]
fn a_book_is_no_prompt() {
    let book = vec![b'a'; 64 * 1024 + 1];
    assert_eq!(decode(&book).unwrap_err().to_string(), "the prompt has 65537 bytes, and the most is 65536");
    assert!(decode(&book[1..]).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_text_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decode(&bytes);
    }
}
