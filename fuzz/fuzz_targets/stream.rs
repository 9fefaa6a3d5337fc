//! The message stream: any bytes are read without a panic, alike however they are cut, and within bounds.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reeldrop::nemovideo::stream::{Frame, Kind, Parser, TooLong, Turn, kinds};

/// A cap that inputs stay below, and one that they meet.
const CAPS: [usize; 2] = [1 << 20, 64];

fuzz_target!(|bytes: &[u8]| {
    for cap in CAPS {
        assert_eq!(read(cap, [bytes].into_iter()), read(cap, pieces(bytes)), "cut differently");
    }
});

/// The input cut by itself: each piece is as long as its first byte says.
fn pieces(mut bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let length = usize::from(*bytes.first()? % 23) + 1;
        let (piece, rest) = bytes.split_at(length.min(bytes.len()));
        bytes = rest;
        Some(piece)
    })
}

fn read<'a>(cap: usize, pieces: impl Iterator<Item = &'a [u8]>) -> String {
    let (mut parser, mut turn, mut shown) = (Parser::new(cap), Turn::default(), String::new());
    let mut frames = Vec::new();
    let mut end = Ok(());
    for piece in pieces {
        end = parser.push(piece, &mut frames);
        frames.drain(..).for_each(|frame| hear(cap, &mut turn, &frame, &mut shown));
        if end.is_err() {
            break;
        }
    }
    if end.is_ok()
        && let Some(frame) = parser.finish()
    {
        hear(cap, &mut turn, &frame, &mut shown);
    }
    let told = turn.end();
    assert!(told.texts.iter().map(String::len).sum::<usize>() <= 1 << 20);
    assert!(told.errors.len() <= 20 && told.tools.len() <= 200);
    assert!(end.is_ok() || end == Err(TooLong { cap }));
    format!("{shown}{told:?}{end:?}")
}

fn hear(cap: usize, turn: &mut Turn, frame: &Frame, shown: &mut String) {
    if let Frame::Event { name, data, .. } = frame {
        assert!(name.len() + data.len() <= cap);
    }
    let kinds: Vec<Kind> = kinds(frame);
    assert!(!kinds.is_empty());
    for kind in kinds {
        *shown += &format!("{kind:?}");
        *shown += &format!("{:?}", turn.hear(kind));
    }
}
