//! The tracks in one line, in the words of reeldrop's own timelines (§13).

use std::fmt;

use crate::legible;
use crate::nemovideo::draft::tracks::{Kind, Track, Tracks};

/// `Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)`.
/// Times are seconds, rounded to a tenth. A track of several segments is called by the first of them, says how many
/// more there are, and spans from the beginning of the first to the end of the last.
impl fmt::Display for Tracks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.opaque {
            return f.write_str("Timeline (of a kind that cannot be summarised)");
        }
        let noun = if self.count == 1 { "track" } else { "tracks" };
        write!(f, "Timeline ({} {noun})", self.count)?;
        for (number, track) in (1..).zip(&self.tracks) {
            let colon = if number == 1 { ":" } else { "" };
            write!(f, "{colon} {number}. {}: {}", track.kind.label(), track.body())?;
        }
        if self.count > self.tracks.len() { f.write_str(" …") } else { Ok(()) }
    }
}

impl Track {
    /// What is on it, when, and for sound how loud: `Lo-fi (0-10s, 35%)`.
    pub(crate) fn body(&self) -> String {
        let volume = self.volume().filter(|_| self.kind == Kind::Audio).map(percent);
        let facts: Vec<String> = self.span().into_iter().chain(volume).collect();
        let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
        self.name() + &facts
    }

    /// `beach.jpg and 9 more`; `10 segments` where the first has no name.
    pub(crate) fn name(&self) -> String {
        let first = self.segments.first().and_then(|segment| segment.name.as_ref());
        let quote = if self.kind == Kind::Text { "\"" } else { "" };
        match (self.count, first) {
            (0, _) => "empty".to_owned(),
            (1, None) => "1 segment".to_owned(),
            (count, None) => format!("{count} segments"),
            (count, Some(name)) => {
                let name = format!("{quote}{}{quote}", legible::line(name));
                let same = self.segments.iter().all(|segment| segment.name.as_ref() == first);
                if same { name } else { format!("{name} and {} more", count - 1) }
            }
        }
    }

    /// `0-10s`, from the earliest beginning to the latest end.
    pub(crate) fn span(&self) -> Option<String> {
        let start = self.segments.iter().map(|segment| segment.start).reduce(f64::min)?;
        let end = self.segments.iter().filter_map(|segment| segment.end).reduce(f64::max)?;
        Some(format!("{}-{}s", tenths(start), tenths(end)))
    }

    /// The volume of all its segments, if they have the same.
    pub(crate) fn volume(&self) -> Option<f64> {
        let first = self.segments.first()?.volume?;
        self.segments.iter().all(|segment| segment.volume == Some(first)).then_some(first)
    }
}

pub(crate) fn percent(volume: f64) -> String {
    format!("{volume:.0}%")
}

fn tenths(milliseconds: f64) -> f64 {
    (milliseconds / 100.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use crate::nemovideo::draft::Tracks;
    use proptest::prelude::*;

    fn line(draft: &str) -> String {
        Tracks::read(serde_json::from_str(draft).unwrap()).to_string()
    }

    const SAMPLE: &str = "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: \"Urban Dreams\" (0-3s)";

    #[test]
    fn the_documents_own_sample() {
        for draft in [
            r#"{"d":10000,"t":[{"tt":0,"sg":[{"d":10000,"m":{"name":"city timelapse"}}]},
                {"tt":1,"sg":[{"d":10000,"v":0.35,"m":{"name":"Lo-fi"}}]},{"tt":7,"sg":[{"d":3000,"m":{"text":"Urban Dreams"}}]}]}"#,
            r#"{"duration":10000,"tracks":[{"type":"video","segments":[{"duration":10000,"metadata":{"title":"city timelapse"}}]},
                {"type":"audio","segments":[{"metadata":{"name":"Lo-fi","volume":35}}]},{"type":"text","segments":[{"start":0,"end":3000,"content":"Urban Dreams","name":"text_1"}]}]}"#,
            r#"{"d":"10000","t":[{"tt":"0","sg":[{"m":"city timelapse"}]},
                {"tt":"1","m":{"vol":"0.35"},"sg":[{"m":"{\"name\":\"Lo-fi\"}"}]},{"tt":"7","sg":[{"s":0,"e":3000,"m":"Urban Dreams"}]}]}"#,
        ] {
            assert_eq!(line(draft), SAMPLE, "{draft}");
        }
    }

    #[test]
    fn a_draft_written_out_as_a_string_is_read_all_the_same() {
        let draft = r#"{"t":[{"tt":0,"sg":[{"d":1500,"m":{"name":"x"}}]}]}"#;
        assert_eq!(line(&serde_json::to_string(draft).unwrap()), line(draft));
    }

    #[test]
    fn many_segments_are_one_name_and_a_count() {
        let sg = r#"[{"d":3000,"m":{"name":"a.jpg"}},{"d":3000,"m":{"name":"b.jpg"}},{"d":3500,"m":{"name":"c.jpg"}}]"#;
        assert_eq!(
            line(&format!(r#"{{"t":[{{"tt":0,"sg":{sg}}}]}}"#)),
            "Timeline (1 track): 1. Video: a.jpg and 2 more (0-9.5s)"
        );
        let looped = r#"{"t":[{"tt":1,"sg":[{"d":3000,"m":{"name":"Lo-fi"}},{"d":3000,"m":{"name":"Lo-fi"}}]}]}"#;
        assert_eq!(line(looped), "Timeline (1 track): 1. BGM: Lo-fi (0-6s)");
    }

    #[test]
    fn what_is_not_said_is_left_out() {
        for (draft, expected) in [
            ("{}", "Timeline (0 tracks)"),
            ("null", "Timeline (0 tracks)"),
            ("[1]", "Timeline (0 tracks)"),
            (r#"{"t":[{}]}"#, "Timeline (1 track): 1. Track: empty"),
            (r#"{"t":[7]}"#, "Timeline (1 track): 1. Track: empty"),
            (r#"{"t":[{"tt":3,"sg":[{}]}]}"#, "Timeline (1 track): 1. Track: 1 segment"),
            (r#"{"t":[{"tt":0,"sg":[{},{}]}]}"#, "Timeline (1 track): 1. Video: 2 segments"),
            (r#"{"t":{"x":{"tt":0,"sg":{"y":{"d":1000}}}}}"#, "Timeline (1 track): 1. Video: 1 segment (0-1s)"),
            (r#"{"t":[{"tt":0,"sg":[{"s":-5,"d":1000}]}]}"#, "Timeline (1 track): 1. Video: 1 segment (0-1s)"),
            (r#"{"t":[{"tt":0,"sg":[{"s":2000,"d":1e300}]}]}"#, "Timeline (1 track): 1. Video: 1 segment"),
            (r#""<draft version='3'/>""#, "Timeline (of a kind that cannot be summarised)"),
        ] {
            assert_eq!(line(draft), expected, "{draft}");
        }
    }

    #[test]
    fn without_a_name_the_file_gives_one() {
        for segment in [
            r#"{"src":"https://x.y/z/beach.mp4?sig=1#t"}"#,
            r#"{"m":{"zz":"/mnt/userdata/1/beach.mp4"}}"#,
            r#"{"m":"/mnt/userdata/1/beach.mp4","source":{"u":"https://x/beach.mp4"}}"#,
        ] {
            let expected = "Timeline (1 track): 1. Video: beach.mp4";
            assert_eq!(line(&format!(r#"{{"t":[{{"tt":0,"sg":[{segment}]}}]}}"#)), expected, "{segment}");
        }
    }

    #[test]
    fn size_has_a_limit_and_nothing_steers_the_terminal() {
        let segments = vec![r#"{"d":1000,"m":{"name":"a"}}"#; 3000].join(",");
        let tracks = vec![format!(r#"{{"tt":0,"sg":[{segments}]}}"#); 70].join(",");
        let all = line(&format!(r#"{{"t":[{tracks}]}}"#));
        assert!(
            all.starts_with("Timeline (70 tracks): 1. Video: a (0-1000s) 2.") && all.ends_with("(0-1000s) …"),
            "{all}"
        );
        let long = line(&format!(r#"{{"t":[{{"tt":7,"sg":[{{"text":"{}\u001b\u202e"}}]}}]}}"#, "é".repeat(500)));
        assert!(long.contains(&format!("\"{}…\"", "é".repeat(80))), "{long}");
        let name = line(r#"{"t":[{"tt":7,"sg":[{"text":"a\u001b]0;\u202e\nb"}]}]}"#);
        assert!(!name.chars().any(crate::legible::steers), "{name}");
    }

    #[test]
    fn ready_means_that_some_track_has_a_segment() {
        for (draft, ready) in [
            ("{}", false),
            (r#"{"t":[]}"#, false),
            (r#"{"t":[{"tt":0,"sg":[]},{"tt":7}]}"#, false),
            (r#"{"t":[{"tt":0,"sg":[]},{"sg":[{}]}]}"#, true),
            (r#"{"tracks":[{"segments":[{}]}]}"#, true),
            (r#""<draft/>""#, true),
        ] {
            assert_eq!(Tracks::read(serde_json::from_str(draft).unwrap()).is_ready(), ready, "{draft}");
        }
    }

    proptest! {
        #[test]
        fn no_draft_panics(
            key in "t|tt|sg|d|m|s|e|v|name|src",
            value in r#"(\{\}|\[\]|-?[0-9]{1,30}(e[0-9]{1,3})?|"[ -~]{0,9}"|null|\[\{\}\])"#,
            part in "[\\[\\]{}:,\"tsgdm1 .]{0,40}",
        ) {
            let segment = format!(r#"{{"{key}":{value}}}"#);
            let drafts = [
                format!(r#"{{"t":[{{"tt":1,"sg":[{segment},{segment}]}}]}}"#),
                format!(r#"{{"d":1,"t":[{segment}]}}"#),
                segment,
                part,
            ];
            for draft in drafts.iter().filter_map(|draft| serde_json::from_str(draft).ok()) {
                let tracks = Tracks::read(draft);
                let _ = (tracks.to_string(), tracks.is_ready());
            }
        }
    }
}
