//! A film on paper as a draft in `t tt sg d m` (§6). Below `m` stands whatever the timeline says beside times and files, in
//! its own words, so that a draft that comes back is the same film to the last frame.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::serve::workshop::material::Material;
use crate::serve::workshop::measure::milliseconds;
use crate::timeline::{Music, Shot, Text, Timeline, Tune};

/// Track types of the documents.
pub(crate) const VIDEO: u64 = 0;
pub(crate) const AUDIO: u64 = 1;
pub(crate) const TEXT: u64 = 7;

/// The draft of a film.
pub(crate) fn write(timeline: &Timeline, material: &Material) -> Value {
    let pen = Pen { fps: timeline.fps, material };
    let shots: Vec<Value> = timeline.shots.iter().map(|shot| pen.shot(shot)).collect();
    let mut tracks = vec![track(VIDEO, &shots)];
    tracks.extend(timeline.music.iter().map(|music| track(AUDIO, &[pen.music(music, timeline.frames)])));
    tracks.extend(by_role(&timeline.texts).map(|texts| {
        let texts: Vec<Value> = texts.iter().map(|text| pen.text(text)).collect();
        track(TEXT, &texts)
    }));
    let mut m = fields(timeline, &["shots", "music", "texts", "frames", "canvas"]);
    m.insert("width".to_owned(), json!(timeline.canvas.width));
    m.insert("height".to_owned(), json!(timeline.canvas.height));
    json!({ "t": tracks, "d": pen.time(timeline.frames), "m": m })
}

/// Texts of one role in a row share a track: captions would fill hundreds.
fn by_role(texts: &[Text]) -> impl Iterator<Item = &[Text]> {
    texts.chunk_by(|one, next| one.role == next.role)
}

fn track(kind: u64, segments: &[Value]) -> Value {
    json!({ "tt": kind, "sg": segments })
}

#[derive(Clone, Copy)]
struct Pen<'a> {
    fps: u32,
    material: &'a Material,
}

impl<'a> Pen<'a> {
    fn time(self, frame: u32) -> Value {
        milliseconds(frame, self.fps)
    }

    fn shot(self, shot: &Shot) -> Value {
        let mut m = fields(shot, &["picture", "start", "frames"]);
        // How long it takes is said by the times.
        if let Some(Value::Object(entrance)) = m.get_mut("entrance") {
            entrance.remove("frames");
        }
        self.named(&mut m, &shot.picture);
        json!({ "s": self.time(shot.start), "d": self.time(shot.frames), "src": self.address(&shot.picture), "m": m })
    }

    fn music(self, music: &Music, frames: u32) -> Value {
        let mut segment = json!({ "s": 0, "d": self.time(frames) });
        let mut m = fields(music, &[]);
        if let Tune::File(file) = &music.tune {
            m.remove("tune");
            self.named(&mut m, file);
            segment["src"] = json!(self.address(file));
        } else {
            // Made here, so there is no file to name.
            m.insert("name".to_owned(), json!(music.tune.to_string()));
        }
        segment["m"] = Value::Object(m);
        segment
    }

    fn text(self, text: &Text) -> Value {
        let m = fields(text, &["start", "frames"]);
        json!({ "s": self.time(text.start), "d": self.time(text.frames), "m": m })
    }

    fn named(self, m: &mut Map<String, Value>, file: &str) {
        let name = self.material.by_file(file).map_or(file, |item| &item.name);
        m.insert("name".to_owned(), json!(name));
    }

    fn address(self, file: &str) -> Option<&'a str> {
        self.material.by_file(file).map(|item| item.address.as_str())
    }
}

/// What a part of the timeline says, without these fields and without what it leaves open.
pub(crate) fn fields(part: &impl Serialize, without: &[&str]) -> Map<String, Value> {
    let Ok(Value::Object(mut fields)) = serde_json::to_value(part) else { return Map::new() };
    fields.retain(|name, value| !value.is_null() && !without.contains(&name.as_str()));
    fields
}
