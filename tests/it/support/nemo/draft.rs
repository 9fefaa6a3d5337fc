//! Drafts as the scripted studio writes them: the documented keys, inner names of our own invention, and numbers spelled so
//! that whoever parses and prints them is found out.

use std::fmt::Write as _;

use reeldrop::serve::Talk;

/// Each picture's time, in milliseconds.
const SHOWN: usize = 2000;

/// A video track of the session's files; music and a title if the words ask for them. Every draft differs from the last.
pub fn write(talk: &Talk, words: &str) -> String {
    let says = |word: &str| words.to_lowercase().contains(word);
    let names: Vec<String> = talk.media.iter().map(|media| media.address.clone()).collect();
    let clips = if names.is_empty() { vec!["/files/generated/clip.mp4".to_owned()] } else { names };
    let length = clips.len() * SHOWN;
    let mut tracks = vec![track(0, &segments(&clips))];
    if says("music") || says("bgm") || says("音乐") {
        tracks.push(track(1, &format!(r#"{{"s":0,"d":{length},"v":0.350,"m":{{"name":"Lo-fi"}}}}"#)));
    }
    if says("title") || says("text") || says("字幕") {
        tracks.push(track(7, &format!(r#"{{"s":0,"d":{length},"m":{{"text":"Urban Dreams"}}}}"#)));
    }
    let before = talk.state.get("draft").map_or(0, |draft| draft.get().len());
    let message = serde_json::to_string(words).unwrap();
    format!(
        r#"{{"t":[{}],"d":{length}.0,"m":{{"title":{message},"width":1080,"height":1920}},"rev":9007199254740993{before},"zoom":1.50e0}}"#,
        tracks.join(",")
    )
}

fn track(kind: u8, segments: &str) -> String {
    format!(r#"{{"tt":{kind},"sg":[{segments}]}}"#)
}

fn segments(clips: &[String]) -> String {
    let mut text = String::new();
    for (number, clip) in clips.iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let start = number * SHOWN;
        write!(text, r#"{comma}{{"s":{start},"d":{SHOWN},"src":"{clip}","m":{{"name":"clip {number}"}}}}"#).unwrap();
    }
    text
}
