//! An MP4 looked at from outside, by the box structure of ISO/IEC 14496-12 and nothing of ours.

use std::fs;
use std::path::Path;

/// What a player would learn from the boxes.
#[derive(Debug)]
pub struct Film {
    pub width: u32,
    pub height: u32,
    /// Samples of the video track.
    pub frames: u32,
    pub has_sound: bool,
    /// Whether it can begin to play before all of it has come.
    pub starts_fast: bool,
}

impl Film {
    /// Panics with a reason unless the file is one whole MP4.
    pub fn open(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let top = boxes(&bytes);
        let place = |name: &[u8; 4]| top.iter().position(|(kind, _)| *kind == name).expect("a box of every MP4");
        assert_eq!(place(b"ftyp"), 0);
        let tracks: Vec<&[u8]> = boxes(top[place(b"moov")].1)
            .into_iter()
            .filter(|(kind, _)| *kind == b"trak")
            .map(|(_, body)| body)
            .collect();
        let handler = |track: &[u8]| find(track, &[b"mdia", b"hdlr"]).unwrap()[8..12].to_vec();
        let video = tracks.iter().find(|track| handler(track) == b"vide").expect("a video track");
        let header = find(video, &[b"tkhd"]).unwrap();
        let size = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap()) >> 16;
        let samples = find(video, &[b"mdia", b"minf", b"stbl", b"stsz"]).unwrap();
        Self {
            width: size(header.len() - 8),
            height: size(header.len() - 4),
            frames: u32::from_be_bytes(samples[8..12].try_into().unwrap()),
            has_sound: tracks.iter().any(|track| handler(track) == b"soun"),
            starts_fast: place(b"moov") < place(b"mdat"),
        }
    }
}

/// The boxes of one level; their sizes must fill it exactly.
fn boxes(mut bytes: &[u8]) -> Vec<(&[u8; 4], &[u8])> {
    let mut found = Vec::new();
    while !bytes.is_empty() {
        let size = u32::from_be_bytes(bytes[..4].try_into().unwrap());
        let (head, size) = match size {
            1 => (16, u64::from_be_bytes(bytes[8..16].try_into().unwrap()) as usize),
            size => (8, size as usize),
        };
        assert!(size >= head && size <= bytes.len(), "a box that does not fit: the file is cut");
        found.push((bytes[4..8].try_into().unwrap(), &bytes[head..size]));
        bytes = &bytes[size..];
    }
    found
}

fn find<'a>(bytes: &'a [u8], path: &[&[u8; 4]]) -> Option<&'a [u8]> {
    path.iter()
        .try_fold(bytes, |level, name| boxes(level).into_iter().find(|(kind, _)| kind == name).map(|(_, body)| body))
}
