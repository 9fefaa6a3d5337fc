//! What an edit did, in sentences; a third of all edits end without a word from the service (§5.8).

use std::collections::VecDeque;

use crate::nemovideo::draft::line::percent;
use crate::nemovideo::draft::tracks::{Kind, Track, Tracks};

/// Sentences such as `Title added: "Urban Dreams" (0-3s)`; none if nothing changed that can be described.
///
/// Tracks of a kind belong together by what is on them, the rest by their order.
#[must_use]
pub fn changes(old: &Tracks, new: &Tracks) -> Vec<String> {
    if old.opaque || new.opaque {
        return Vec::new();
    }
    let kinds = [Kind::Video, Kind::Audio, Kind::Text, Kind::Other];
    kinds.into_iter().flat_map(|kind| of_kind(kind, old, new)).collect()
}

fn of_kind(kind: Kind, old: &Tracks, new: &Tracks) -> Vec<String> {
    let of = |tracks: &Tracks| -> VecDeque<Track> {
        tracks.tracks.iter().filter(|track| track.kind == kind && track.count > 0).cloned().collect()
    };
    let (mut before, mut pairs) = (of(old), Vec::new());
    let mut after = of(new);
    after.retain(|track| match before.iter().position(|other| other.name() == track.name()) {
        Some(at) => {
            pairs.extend(before.remove(at).map(|other| (other, track.clone())));
            false
        }
        None => true,
    });
    while !before.is_empty() && !after.is_empty() {
        pairs.extend(before.pop_front().zip(after.pop_front()));
    }
    let said = |track: Track, what: &str| format!("{} {what}: {}", kind.label(), track.body());
    let mut sentences: Vec<String> = pairs.iter().flat_map(|(old, new)| of_track(old, new)).collect();
    sentences.extend(before.into_iter().map(|track| said(track, "removed")));
    sentences.extend(after.into_iter().map(|track| said(track, "added")));
    sentences
}

fn of_track(old: &Track, new: &Track) -> Vec<String> {
    let label = new.kind.label();
    let mut sentences = Vec::new();
    if old.name() != new.name() {
        sentences.push(format!("{label} renamed: {} → {}", old.name(), new.name()));
    } else if names(old) != names(new) {
        sentences.push(format!("{label} changed: {}", new.body()));
    }
    if old.span() != new.span() {
        let span = |track: &Track| track.span().unwrap_or_else(|| "unknown".to_owned());
        sentences.push(format!("{label} retimed: {} ({} → {})", new.name(), span(old), span(new)));
    } else if sentences.is_empty() && times(old) != times(new) {
        sentences.push(format!("{label} retimed inside: {}", new.body()));
    }
    if old.volume() != new.volume() {
        let volume = |track: &Track| track.volume().map_or_else(|| "unknown".to_owned(), percent);
        sentences.push(format!("{label} volume: {} ({} → {})", new.name(), volume(old), volume(new)));
    }
    sentences
}

fn names(track: &Track) -> Vec<Option<&String>> {
    track.segments.iter().map(|segment| segment.name.as_ref()).collect()
}

fn times(track: &Track) -> Vec<(f64, Option<f64>)> {
    track.segments.iter().map(|segment| (segment.start, segment.end)).collect()
}

#[cfg(test)]
mod tests {
    use super::changes;
    use crate::nemovideo::draft::Tracks;

    fn tracks(list: &[&str]) -> Tracks {
        let draft = format!(r#"{{"t":[{}]}}"#, list.join(","));
        Tracks::read(serde_json::from_str(&draft).unwrap())
    }

    const VIDEO: &str = r#"{"tt":0,"sg":[{"d":10000,"m":{"name":"city"}}]}"#;
    const MUSIC: &str = r#"{"tt":1,"sg":[{"d":10000,"v":0.35,"m":{"name":"Lo-fi"}}]}"#;
    const TITLE: &str = r#"{"tt":7,"sg":[{"d":3000,"m":{"text":"Urban Dreams"}}]}"#;
    const OTHER: &str = r#"{"tt":7,"sg":[{"d":3000,"m":{"text":"The End"}}]}"#;

    #[test]
    fn every_edit_has_its_sentence() {
        let louder = r#"{"tt":1,"sg":[{"d":10000,"v":0.2,"m":{"name":"Lo-fi"}}]}"#;
        let longer = r#"{"tt":7,"sg":[{"d":5500,"m":{"text":"Urban Dreams"}}]}"#;
        let cases: [(&[&str], &[&str], &[&str]); 9] = [
            (&[VIDEO], &[VIDEO, TITLE], &["Title added: \"Urban Dreams\" (0-3s)"]),
            (&[VIDEO, MUSIC], &[VIDEO], &["BGM removed: Lo-fi (0-10s, 35%)"]),
            (&[TITLE], &[OTHER], &["Title renamed: \"Urban Dreams\" → \"The End\""]),
            (&[TITLE], &[longer], &["Title retimed: \"Urban Dreams\" (0-3s → 0-5.5s)"]),
            (&[MUSIC], &[louder], &["BGM volume: Lo-fi (35% → 20%)"]),
            (&[TITLE, OTHER], &[OTHER], &["Title removed: \"Urban Dreams\" (0-3s)"]),
            (&[TITLE, VIDEO], &[VIDEO, TITLE], &[]),
            (&[VIDEO], &[VIDEO], &[]),
            (&[r#"{"tt":7,"sg":[]}"#], &[], &[]),
        ];
        for (old, new, expected) in cases {
            assert_eq!(changes(&tracks(old), &tracks(new)), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn what_the_service_adds_by_itself_is_told_too() {
        let said = changes(&tracks(&[VIDEO]), &tracks(&[VIDEO, MUSIC, TITLE]));
        assert_eq!(said, ["BGM added: Lo-fi (0-10s, 35%)", "Title added: \"Urban Dreams\" (0-3s)"]);
    }

    #[test]
    fn changes_between_segments_of_one_track_are_seen() {
        let video = |first: u32, second: &str| {
            let sg = format!(r#"[{{"d":{first},"m":{{"name":"a"}}}},{{"e":9000,"m":{{"name":"{second}"}}}}]"#);
            tracks(&[&format!(r#"{{"tt":0,"sg":{sg}}}"#)])
        };
        assert_eq!(changes(&video(3000, "b"), &video(4000, "b")), ["Video retimed inside: a and 1 more (0-9s)"]);
        assert_eq!(changes(&video(3000, "b"), &video(3000, "c")), ["Video changed: a and 1 more (0-9s)"]);
    }

    #[test]
    fn of_what_cannot_be_read_nothing_is_said() {
        let xml = Tracks::read(serde_json::from_str("\"<draft/>\"").unwrap());
        assert_eq!(changes(&xml, &tracks(&[VIDEO])), [""; 0]);
    }
}
