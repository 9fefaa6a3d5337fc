//! The tracks of a draft, short spelling or long.

use serde_json::value::RawValue;

use crate::nemovideo::draft::fields::{metadata, time, unfolded, value};
use crate::nemovideo::draft::segment::{Segment, called, volume};
use crate::nemovideo::raw::items;
use crate::nemovideo::reply::{Object, number, object, word};

/// What is on the timeline, as far as it can be made out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tracks {
    pub tracks: Vec<Track>,
    /// A draft in XML, a newer product's: it can be sent back but not described.
    pub opaque: bool,
    /// Tracks in the draft, also those that are too many to be read.
    pub count: usize,
}

/// Segments one after the other or one over the other, in the order of the draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    pub kind: Kind,
    pub segments: Vec<Segment>,
    /// Segments in the draft, also those that are too many to be read.
    pub count: usize,
}

/// The documented types of a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Video,
    Audio,
    Text,
    Other,
}

/// So many are read and described; more are counted.
const MOST_TRACKS: usize = 64;
const MOST_SEGMENTS: usize = 1000;

impl Tracks {
    /// Reads whatever the draft is; what makes no sense is left out.
    #[must_use]
    pub fn read(draft: &RawValue) -> Self {
        if word(draft).is_some_and(|text| text.trim_start().starts_with('<')) {
            return Self { opaque: true, ..Self::default() };
        }
        let Some(draft) = unfolded(draft) else { return Self::default() };
        let tracks = value(&[&draft], &["t", "tracks"]).map(items).unwrap_or_default();
        let whole = time(&[&draft], &["d", "duration"]);
        let read = tracks.iter().take(MOST_TRACKS).map(|raw| Track::read(raw, whole));
        Self { tracks: read.collect(), opaque: false, count: tracks.len() }
    }

    /// Whether there is something to export: a track with a segment. Of a draft that cannot be read the service decides.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.opaque || self.tracks.iter().any(|track| track.count > 0)
    }
}

impl Track {
    fn read(raw: &RawValue, whole: Option<f64>) -> Self {
        let fields = object(raw.get().as_bytes()).unwrap_or_default();
        let kind = value(&[&fields], &["tt", "type", "track_type", "kind"]).map_or(Kind::Other, Kind::read);
        let raw_segments = value(&[&fields], &["sg", "segments", "clips"]).map(items).unwrap_or_default();
        let mut segments: Vec<Segment> = Vec::new();
        for raw in raw_segments.iter().take(MOST_SEGMENTS) {
            let follows = segments.last().map_or(0.0, |before| before.end.unwrap_or(before.start));
            segments.push(Segment::read(raw, kind == Kind::Text, follows));
        }
        inherit(&mut segments, &fields, kind);
        if let Some(last) = segments.last_mut().filter(|last| last.end.is_none()) {
            last.end = whole.filter(|whole| *whole > last.start);
        }
        Self { kind, segments, count: raw_segments.len() }
    }
}

/// What only the track says holds for all its segments.
fn inherit(segments: &mut [Segment], track: &Object, kind: Kind) {
    let (name, loud) = (called(track, kind == Kind::Text), volume(&[track, &metadata(track)]));
    let nameless = segments.iter().all(|segment| segment.name.is_none());
    for segment in segments {
        segment.volume = segment.volume.or(loud);
        if nameless {
            segment.name.clone_from(&name);
        }
    }
}

impl Kind {
    fn read(raw: &RawValue) -> Self {
        match number(raw) {
            Some(0.0) => return Self::Video,
            Some(1.0) => return Self::Audio,
            Some(7.0) => return Self::Text,
            _ => {}
        }
        match word(raw).unwrap_or_default().to_lowercase().as_str() {
            "video" | "image" => Self::Video,
            "audio" | "music" | "bgm" => Self::Audio,
            "text" | "title" | "subtitle" => Self::Text,
            _ => Self::Other,
        }
    }

    /// As the document's own summaries call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Video => "Video",
            Self::Audio => "BGM",
            Self::Text => "Title",
            Self::Other => "Track",
        }
    }
}
