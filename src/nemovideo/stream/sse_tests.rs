//! The rules of WHATWG event streams, however the bytes are cut.

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{CAP, Frame, Parser, TooLong};

/// Frames with ids left out: `:` is a comment, `-name` a block without data, `name|data` an event.
type Case = (&'static [u8], &'static [&'static str]);

const CASES: &[Case] = &[
    (b"data: a\n\n", &["|a"]),
    (b"data: a\r\n\r\n", &["|a"]),
    (b"data: a\r\r", &["|a"]),
    (b"data: a\n\r\n", &["|a"]),
    (b"data: a\r\n\ndata: b\n\r", &["|a", "|b"]),
    (b"data: a\n\rdata: b\r\n\r", &["|a", "|b"]),
    (b"\xef\xbb\xbfdata: a\n\n", &["|a"]),
    (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", &["-", "|b"]),
    (b"\n\xef\xbb\xbfdata: a\n\n", &["-"]),
    (b"\xef\xbb\xbf\n\xef\xbb\xbf: a\n\n", &["-"]),
    (b"data:a\n\n", &["|a"]),
    (b"data:  a\n\n", &["| a"]),
    (b"data:\ta\n\n", &["|\ta"]),
    (b"data: a \n\n", &["|a "]),
    (b"data: a\ndata: b\n\n", &["|a\nb"]),
    (b"data: a\ndata:\ndata: b\n\n", &["|a\n\nb"]),
    (b"data\n\n", &["|"]),
    (b"data\ndata\n\n", &["|\n"]),
    (b"data:\n\n", &["|"]),
    (b"data: \n\n", &["|"]),
    (b"data: a: b\n\n", &["|a: b"]),
    (b"data : a\n\n", &["-"]),
    (b" data: a\n\n", &["-"]),
    (b"DATA: a\n\n", &["-"]),
    (b"event: x\ndata: a\n\ndata: b\n\n", &["x|a", "|b"]),
    (b"event: x\nevent: y\ndata: a\n\n", &["y|a"]),
    (b"event: ping\n\n", &["-ping"]),
    (b"event: x\n\ndata: a\n\n", &["-x", "|a"]),
    (b"event:\ndata: a\n\n", &["|a"]),
    (b"id: 1\nretry: 5\n\n", &["-"]),
    (b": hello\n\n", &[":"]),
    (b":\n:\ndata: a\n\n", &[":", ":", "|a"]),
    (b": heartbeat\ndata: a\n\n", &[":", "|a"]),
    (b"data: a\n: between\ndata: b\n\n", &[":", "|a\nb"]),
    (b"\n\n\r\r\n", &[]),
    (b"", &[]),
    (b"unknown: a\nb\ndata: c\n\n", &["|c"]),
    (b"data: a", &["|a"]),
    (b"data: a\n", &["|a"]),
    (b"data: a\r", &["|a"]),
    (b"data: a\n: cut", &["|a"]),
    (b": cut", &[":"]),
    (b"event: x", &[]),
    (b"da", &[]),
    ("data: né – 🎬\n\n".as_bytes(), &["|né – 🎬"]),
    (b"data: \xff\xe2\x82 a\xf0\x9f\n\n", &["|\u{fffd}\u{fffd} a\u{fffd}"]),
    (b"data: a\0b\n\n", &["|a\0b"]),
    ("data: a\u{2028}b\u{85}c\n\n".as_bytes(), &["|a\u{2028}b\u{85}c"]),
];

fn run(cap: usize, parts: &[&[u8]]) -> (Vec<Frame>, Result<(), TooLong>) {
    let (mut parser, mut frames) = (Parser::new(cap), Vec::new());
    for part in parts {
        if let Err(error) = parser.push(part, &mut frames) {
            return (frames, Err(error));
        }
    }
    frames.extend(parser.finish());
    (frames, Ok(()))
}

fn shown(frame: &Frame) -> String {
    match frame {
        Frame::Comment => ":".to_owned(),
        Frame::Bare { name } => format!("-{name}"),
        Frame::Event { name, data, .. } => format!("{name}|{data}"),
    }
}

fn ids(text: &str) -> Vec<Option<String>> {
    let id = |frame: Frame| match frame {
        Frame::Event { id, .. } => Some(id.map(|id| id.to_string())),
        _ => None,
    };
    run(CAP, &[text.as_bytes()]).0.into_iter().filter_map(id).collect()
}

#[test]
fn every_rule_holds_wherever_the_bytes_are_cut() {
    for (bytes, expected) in CASES {
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                let (frames, end) = run(CAP, &[&bytes[..first], &bytes[first..second], &bytes[second..]]);
                let frames: Vec<String> = frames.iter().map(shown).collect();
                let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
                assert_eq!((&frames[..], end), (&expected[..], Ok(())), "{bytes:?} cut at {first}, {second}");
            }
        }
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        assert_eq!(run(CAP, &single), run(CAP, &[bytes]), "{bytes:?} byte by byte");
    }
}

#[test]
fn an_id_stays_until_the_next() {
    let id = |id: &str| Some(id.to_owned());
    assert_eq!(ids("data: a\n\nid: 1\ndata: b\n\ndata: c\n\n"), [None, id("1"), id("1")]);
    assert_eq!(ids("id: 1\n\ndata: a\n\nid\ndata: b\n\n"), [id("1"), None]);
    assert_eq!(ids("id: 1\nid: 2\0\ndata: a\n\n"), [id("1")]);
}

#[test]
fn an_event_is_there_with_its_last_byte() {
    for whole in ["data: a\n\n", "data: a\r\r", "data: a\r\n\r"] {
        let (mut parser, mut frames) = (Parser::new(CAP), Vec::new());
        parser.push(whole.as_bytes(), &mut frames).unwrap();
        assert_eq!(frames.len(), 1, "{whole:?}");
    }
}

#[test]
fn what_is_longer_than_the_cap_is_refused_and_what_came_before_is_kept() {
    let refused = Err(TooLong { cap: 16 });
    for long in ["data: 12345678901", "event: 1234567890", "data: 1234567\ndata: 1234", ": a comment of some length"] {
        let text = format!("data: ok\n\n{long}\n\n");
        assert_eq!(run(16, &[text.as_bytes()]).0.len(), 1, "{long:?}");
        assert_eq!(run(16, &[text.as_bytes()]).1, refused, "{long:?}");
        let single: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        assert_eq!(run(16, &single), run(16, &[text.as_bytes()]), "{long:?}");
    }
    assert_eq!(run(16, &[b"data: 1234567890\n\ndata: 1234567890\n\n"]).1, Ok(()));
    // Bad bytes grow to three when they are decoded.
    assert_eq!(run(16, &[b"data: \xff\xff\xff\xff\xff\xff\n\n"]).1, refused);
}

#[test]
fn a_draft_of_16_mib_in_small_pieces_is_read_in_one_go() {
    let data = "x".repeat(CAP - 6);
    let text = format!("data: {data}\n\n");
    let parts: Vec<&[u8]> = text.as_bytes().chunks(1000).collect();
    let (frames, end) = run(CAP, &parts);
    assert_eq!((frames, end), (vec![Frame::Event { name: String::new(), data, id: None }], Ok(())));
    assert_eq!(run(CAP, &[b"data: ", &vec![b'x'; CAP]]).1, Err(TooLong { cap: CAP }));
}

/// Bytes that look enough like a stream to reach every branch.
fn streams() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: [&str; 13] =
        ["data:", "data: x", "event: e", "id: 1", ":", "\n", "\r", "\r\n", "\n\n", "\u{feff}", "é", "🎬", " "];
    let piece = prop_oneof![
        4 => prop::sample::select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn cutting_never_matters(bytes in streams(), cap in 0_usize..200, sizes in prop::collection::vec(1_usize..9, 1..99)) {
        let mut parts = Vec::new();
        let mut rest = &bytes[..];
        for size in sizes {
            let (part, after) = rest.split_at(size.min(rest.len()));
            parts.push(part);
            rest = after;
        }
        parts.push(rest);
        prop_assert_eq!(run(cap, &parts), run(cap, &[&bytes]));
    }

    #[test]
    fn no_frame_is_larger_than_the_cap(bytes in streams(), cap in 0_usize..40) {
        for frame in run(cap, &[&bytes]).0 {
            if let Frame::Event { name, data, .. } = frame {
                prop_assert!(name.len() + data.len() <= cap);
            }
        }
    }
}
