//! Whether a file is one whole MP4: its boxes add up to its length (ISO/IEC 14496-12 §4.2).

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use crate::nemovideo::error::Error;

/// More boxes than a film in fragments of a second has in a day; each costs one small read.
const MOST_BOXES: usize = 200_000;

struct Header {
    kind: [u8; 4],
    /// Where its content begins, and where the box ends.
    content: u64,
    end: u64,
}

/// `ftyp` comes first, `moov` with a track and `mdat` with content are there, and nothing is missing at the end.
pub fn whole(file: &File) -> Result<(), Error> {
    check(file).map_err(|why| Error::NotWhole { why })
}

fn check(file: &File) -> Result<(), String> {
    let length = file.metadata().map_err(|error| error.to_string())?.len();
    if length == 0 {
        return Err("it is empty".to_owned());
    }
    let (mut tracks, mut content, mut first) = (0_u32, 0_u64, true);
    each(file, 0, length, &mut |found| {
        if std::mem::take(&mut first) && found.kind != *b"ftyp" {
            return Err("it does not begin as one".to_owned());
        }
        match &found.kind {
            b"moov" => each(file, found.content, found.end, &mut |inner| {
                tracks += u32::from(inner.kind == *b"trak");
                Ok(())
            }),
            b"mdat" => {
                content = content.saturating_add(found.end - found.content);
                Ok(())
            }
            _ => Ok(()),
        }
    })?;
    match (tracks, content) {
        (0, _) => Err("there is no track in it".to_owned()),
        (_, 0) => Err("there is no picture in it".to_owned()),
        _ => Ok(()),
    }
}

/// Walks the boxes from `at` to `end`, which they must fill.
fn each(file: &File, mut at: u64, end: u64, look: &mut dyn FnMut(&Header) -> Result<(), String>) -> Result<(), String> {
    for _ in 0..MOST_BOXES {
        if at == end {
            return Ok(());
        }
        let found = header(file, at, end)?;
        look(&found)?;
        at = found.end;
    }
    Err("it is nothing but empty boxes".to_owned())
}

/// A size of 1 means that 64 bits follow, a size of 0 that the box is the last.
fn header(file: &File, at: u64, end: u64) -> Result<Header, String> {
    let read = |bytes: &mut [u8], at: u64| match file.read_exact_at(bytes, at) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(short(end)),
        done => done.map_err(|error| error.to_string()),
    };
    let mut head = [0; 8];
    if end - at < 8 {
        return Err(short(end));
    }
    read(&mut head, at)?;
    let [a, b, c, d, kind @ ..] = head;
    let (size, header) = match u32::from_be_bytes([a, b, c, d]) {
        0 => (end - at, 8),
        1 => {
            let mut large = [0; 8];
            read(&mut large, at.saturating_add(8))?;
            (u64::from_be_bytes(large), 16)
        }
        size => (u64::from(size), 8),
    };
    if size < header {
        return Err("a box in it is smaller than its own head".to_owned());
    }
    match at.checked_add(size) {
        Some(box_end) if box_end <= end => Ok(Header { kind, content: at + header, end: box_end }),
        _ => Err(short(end)),
    }
}

fn short(end: u64) -> String {
    format!("it goes on behind byte {end}, where it ends")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::whole;
    use proptest::prelude::{any, prop_assert, proptest};

    fn a_box(kind: &[u8], content: &[u8]) -> Vec<u8> {
        [&(8 + content.len() as u32).to_be_bytes()[..], kind, content].concat()
    }

    fn a_film() -> Vec<u8> {
        let moov = a_box(b"moov", &[a_box(b"mvhd", &[0; 100]), a_box(b"trak", &[0; 30])].concat());
        [a_box(b"ftyp", b"isom\0\0\0\0"), moov, a_box(b"mdat", &[7; 500])].concat()
    }

    fn is_whole(bytes: &[u8]) -> bool {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        whole(&file).is_ok()
    }

    #[test]
    fn a_whole_film_is_whole_in_every_spelling_of_sizes() {
        assert!(is_whole(&a_film()));
        let mut large = a_film();
        let at = large.len() - 508;
        large.splice(at..at + 8, [&[0, 0, 0, 1][..], b"mdat", &516_u64.to_be_bytes()].concat());
        assert!(is_whole(&large));
        let mut last = a_film();
        last[at..at + 4].fill(0);
        assert!(is_whole(&last));
    }

    #[test]
    fn nothing_else_is() {
        let film = a_film();
        for cut in 0..film.len() {
            assert!(!is_whole(&film[..cut]), "cut at {cut}");
        }
        let ftyp = a_box(b"ftyp", b"isom");
        let moov = a_box(b"moov", &a_box(b"trak", b""));
        for (bytes, what) in [
            (b"<!doctype html><html><body>404</body></html>".to_vec(), "a page"),
            (vec![0; 1 << 20], "zeros"),
            ([film.clone(), vec![0; 3]].concat(), "something behind it"),
            ([moov.clone(), a_box(b"mdat", b"x")].concat(), "no ftyp"),
            ([ftyp.clone(), moov.clone()].concat(), "no mdat"),
            ([ftyp.clone(), moov.clone(), a_box(b"mdat", b"")].concat(), "an empty mdat"),
            ([ftyp.clone(), a_box(b"moov", b""), a_box(b"mdat", b"x")].concat(), "no track"),
            ([ftyp.clone(), a_box(b"moov", b"\0\0\0\x07trak"), a_box(b"mdat", b"x")].concat(), "a small box"),
            ([&ftyp[..], b"\0\0\0\x01mdat\xff\xff\xff\xff\xff\xff\xff\xff"].concat(), "a size that wraps"),
            ([&ftyp[..], b"\0\0\0\x01mdat\0\0\0\0\0\0\0\x0f"].concat(), "a large size below its head"),
        ] {
            assert!(!is_whole(&bytes), "{what}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_judged_without_a_panic(bytes in any::<Vec<u8>>()) {
            let _ = is_whole(&bytes);
            let _ = is_whole(&[&a_box(b"ftyp", b"isom")[..], &bytes].concat());
        }

        #[test]
        fn a_film_with_a_changed_size_is_not_whole(bit in 0usize..32) {
            let mut film = a_film();
            film[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!is_whole(&film));
        }
    }
}
