//! A draft that came back, edited or not, as a timeline; or the reason why it cannot be one.

use serde_json::{Map, Value, json};

use crate::brief::{Brief, Transition};
use crate::director::{self, Picture, Sound};
use crate::render;
use crate::serve::workshop::material::{Item, Material};
use crate::serve::workshop::output::Output;
use crate::serve::workshop::segments::{Segment, object, only, overlaid, wishes};
use crate::serve::workshop::writing::{AUDIO, TEXT, VIDEO};
use crate::timeline::{Entrance, Music, Shot, Text, Timeline, Tune, View};

/// Frames a second of a draft that does not say.
const USUAL_RATE: u32 = 30;
const RATES: std::ops::RangeInclusive<u64> = 1..=120;
/// More than any film that words can ask for (21:9 in 4k) has.
const MOST_PIXELS: u64 = 12_000_000;
/// More is no title.
const LONGEST_TEXT: usize = 500;
const MOST_TEXTS: usize = 2000;
const MOST_SHOTS: usize = 2000;
/// How near or far the camera may be; composed films stay between 0.5 and 4.
const ZOOM: std::ops::RangeInclusive<f64> = 0.05..=20.0;

/// Reads a draft of the session's own files. The error is a sentence for whoever sent it.
pub(crate) fn read(draft: &str, output: &Output, material: &Material) -> Result<Timeline, String> {
    let draft: Value = serde_json::from_str(draft).map_err(|error| format!("the draft is no JSON: {error}"))?;
    let draft = object(&draft, "the draft")?;
    only(draft, &["t", "d", "m"], "the draft")?;
    let nothing = Map::new();
    let m = match draft.get("m") {
        None | Some(Value::Null) => &nothing,
        Some(m) => object(m, "`m` of the draft")?,
    };
    let fps = output.fps.map_or_else(|| rate(m), Ok)?;
    let tracks = Tracks::sort(draft.get("t"), fps)?;
    let pictures: Vec<&Item> =
        tracks.video.iter().map(|segment| found(segment, material, "image")).collect::<Result<_, _>>()?;
    let base = base(&pictures, fps)?;
    let shots = shots(&tracks.video, &pictures, &base)?;
    let frames = shots.last().map_or(0, Shot::end);
    whole(draft.get("d"), frames, fps)?;
    let timeline = Timeline {
        frames,
        shots,
        music: music(&tracks.audio, material, &base, frames)?,
        texts: texts(&tracks.text, &base, frames)?,
        ..film(m, &base, fps)?
    };
    let timeline = output.apply(timeline)?;
    sides(&timeline)?;
    render::check(&timeline).map_err(|reason| format!("the draft cannot be filmed: {reason}"))?;
    Ok(timeline)
}

fn rate(m: &Map<String, Value>) -> Result<u32, String> {
    let Some(fps) = m.get("fps") else { return Ok(USUAL_RATE) };
    let rate = fps.as_u64().filter(|fps| RATES.contains(fps)).and_then(|fps| u32::try_from(fps).ok());
    rate.ok_or_else(|| format!("`fps` is {fps}, but must be a whole number from 1 to 120"))
}

/// The segments by what they are.
#[derive(Default)]
struct Tracks<'a> {
    video: Vec<Segment<'a>>,
    audio: Vec<Segment<'a>>,
    text: Vec<Segment<'a>>,
}

impl<'a> Tracks<'a> {
    fn sort(tracks: Option<&'a Value>, fps: u32) -> Result<Self, String> {
        let tracks = tracks.and_then(Value::as_array).ok_or("the draft has no tracks `t`")?;
        let mut sorted = Self::default();
        for (number, track) in (1..).zip(tracks) {
            let place = format!("track {number}");
            let track = object(track, &place)?;
            only(track, &["tt", "sg"], &place)?;
            let segments = track.get("sg").and_then(Value::as_array).ok_or(format!("{place} has no segments `sg`"))?;
            let read = |(at, value)| Segment::read(value, format!("segment {at} of track {number}"), fps);
            let segments = (1..).zip(segments).map(read).collect::<Result<Vec<_>, String>>()?;
            match track.get("tt").and_then(Value::as_u64) {
                _ if segments.is_empty() => {}
                Some(VIDEO) if sorted.video.is_empty() => sorted.video = segments,
                Some(VIDEO) => return Err(format!("{place} is a second video track, and this server shows one")),
                Some(AUDIO) => sorted.audio.extend(segments),
                Some(TEXT) => sorted.text.extend(segments),
                _ => return Err(format!("{place} has a type `tt` other than 0, 1 and 7")),
            }
        }
        match sorted.video.len() {
            0 => Err("the draft has no video track with a segment, so there is nothing to show".to_owned()),
            1..=MOST_SHOTS if sorted.text.len() <= MOST_TEXTS => Ok(sorted),
            _ => Err(format!("the draft has more than {MOST_SHOTS} pictures or {MOST_TEXTS} texts")),
        }
    }
}

fn found<'a>(segment: &Segment<'_>, material: &'a Material, kind: &str) -> Result<&'a Item, String> {
    let place = &segment.place;
    let source = segment.source.ok_or_else(|| format!("{place} has no file `src`"))?;
    match material.by_address(source) {
        None => Err(format!("`src` of {place} is none of this session's files")),
        Some(item) if item.kind == kind => Ok(item),
        Some(item) => Err(format!("`{}` of {place} is no {kind}", item.name)),
    }
}

/// What the director would make of these pictures: it holds wherever a segment says nothing.
fn base(pictures: &[&Item], fps: u32) -> Result<Timeline, String> {
    let picture = |item: &&Item| Picture {
        path: item.file.clone(),
        width: item.facts.width.unwrap_or(1),
        height: item.facts.height.unwrap_or(1),
        ..Picture::default()
    };
    let pictures: Vec<Picture> = pictures.iter().map(picture).collect();
    let brief = Brief { fps: Some(fps), title: Some("title".to_owned()), ..Brief::default() };
    let composed = director::compose(&brief, &pictures, Some(&Sound::default()));
    composed.map(|composed| composed.timeline).map_err(|error| error.to_string())
}

fn shots(segments: &[Segment<'_>], pictures: &[&Item], base: &Timeline) -> Result<Vec<Shot>, String> {
    let mut shots: Vec<Shot> = Vec::new();
    for ((segment, item), usual) in segments.iter().zip(pictures).zip(&base.shots) {
        let before = shots.last().map_or(0, Shot::end);
        let start = segment.start.unwrap_or(before);
        if start > before {
            return Err(format!("nothing is seen just before {}: move it up, or leave out its `s`", segment.place));
        }
        segment.end(start)?;
        let overlap = before - start;
        let mut m = wishes(&segment.m, &["picture", "start", "frames"], &segment.place)?;
        let entrance = m.remove("entrance").filter(|_| overlap > 0);
        let usual = Shot { picture: item.file.clone(), start, frames: segment.frames, entrance: None, ..usual.clone() };
        let mut shot = overlaid(&usual, &m, &segment.place)?;
        shot.entrance = (overlap > 0).then(|| entered(entrance, overlap, &segment.place)).transpose()?;
        camera(shot.from, &segment.place)?;
        camera(shot.to, &segment.place)?;
        shots.push(shot);
    }
    Ok(shots)
}

/// Two pictures at the same time melt into each other, unless something else was said.
fn entered(wanted: Option<Value>, frames: u32, place: &str) -> Result<Entrance, String> {
    let usual = Entrance { transition: Transition::Crossfade, direction: None, frames };
    match wanted {
        Some(Value::Object(wanted)) => overlaid(&usual, &wanted, place),
        _ => Ok(usual),
    }
}

fn camera(view: View, place: &str) -> Result<(), String> {
    let inside = (-1.0..=1.0).contains(&view.x) && (-1.0..=1.0).contains(&view.y) && ZOOM.contains(&view.zoom);
    if inside { Ok(()) } else { Err(format!("the camera of {place} looks where there is nothing")) }
}

fn music(segments: &[Segment<'_>], material: &Material, base: &Timeline, frames: u32) -> Result<Option<Music>, String> {
    let Some(segment) = segments.first() else { return Ok(None) };
    if let Some(second) = segments.get(1) {
        return Err(format!("{} is a second piece of music, and this server plays one", second.place));
    }
    if segment.start.unwrap_or(0) > 0 || segment.frames < frames {
        return Err(format!("{} must play from the beginning to the end of the film", segment.place));
    }
    let mut usual = base.music.clone().ok_or("there is no music")?;
    usual.tune = tune(segment, material)?;
    let m = wishes(&segment.m, &[], &segment.place)?.into_iter().filter(|(key, _)| key != "tune").collect();
    let music: Music = overlaid(&usual, &m, &segment.place)?;
    let loud = (0.0..=1.0).contains(&music.volume);
    if loud { Ok(Some(music)) } else { Err(format!("`volume` of {} must be from 0 to 1", segment.place)) }
}

/// Either a file that somebody brought, or a mood in which the music is made here.
fn tune(segment: &Segment<'_>, material: &Material) -> Result<Tune, String> {
    match segment.m.get("tune") {
        None | Some(Value::Null) => Ok(Tune::File(found(segment, material, "audio")?.file.clone())),
        Some(_) if segment.source.is_some() => Err(format!("{} has both a file `src` and a `tune`", segment.place)),
        Some(tune) => match serde_json::from_value(tune.clone()) {
            Ok(tune @ Tune::Mood(_)) => Ok(tune),
            _ => Err(format!("`tune` of {} must name a `mood`", segment.place)),
        },
    }
}

fn texts(segments: &[Segment<'_>], base: &Timeline, frames: u32) -> Result<Vec<Text>, String> {
    let usual = base.texts.first().ok_or("there is no title")?;
    let text = |segment: &Segment<'_>| {
        let (start, place) = (segment.start.unwrap_or(0), &segment.place);
        let shown = segment.end(start)?.min(frames).checked_sub(start).filter(|shown| *shown > 0);
        let shown = shown.ok_or_else(|| format!("{place} begins when the film is over"))?;
        let text = segment.m.get("text").and_then(Value::as_str).unwrap_or_default();
        if text.trim().is_empty() || text.chars().count() > LONGEST_TEXT {
            return Err(format!("`text` in `m` of {place} must have 1 to {LONGEST_TEXT} characters"));
        }
        let m = wishes(&segment.m, &["start", "frames"], place)?;
        overlaid(&Text { start, frames: shown, ..usual.clone() }, &m, place)
    };
    segments.iter().map(text).collect()
}

/// The tracks say how long the film is. A longer `d` is what is left when the last picture was taken out; a shorter one
/// asks for what the tracks deny.
fn whole(d: Option<&Value>, frames: u32, fps: u32) -> Result<(), String> {
    let Some(d) = d.filter(|d| !d.is_null()) else { return Ok(()) };
    let stated = d.as_f64().ok_or_else(|| format!("`d` of the draft is {d}, which is no time in milliseconds"))?;
    // Times are rounded to a frame, and a sum of rounded ones is off by a little more.
    if stated + 2000.0 / f64::from(fps) < f64::from(frames) * 1000.0 / f64::from(fps) {
        return Err(format!("`d` of the draft is {d} ms, but its pictures last longer"));
    }
    Ok(())
}

/// All that is said of the film as a whole.
fn film(m: &Map<String, Value>, base: &Timeline, fps: u32) -> Result<Timeline, String> {
    let mut m = wishes(m, &["shots", "music", "texts", "frames", "canvas"], "the draft")?;
    let side = |value: Option<Value>, usual: u32| match value {
        None | Some(Value::Null) => Ok(usual),
        Some(side) => {
            let pixels = side.as_u64().and_then(|side| u32::try_from(side).ok());
            pixels.ok_or_else(|| format!("{side} is no number of pixels"))
        }
    };
    let width = side(m.remove("width"), base.canvas.width)?;
    let height = side(m.remove("height"), base.canvas.height)?;
    m.insert("canvas".to_owned(), json!({ "width": width, "height": height }));
    m.insert("fps".to_owned(), json!(fps));
    overlaid(base, &m, "the draft")
}

fn sides(timeline: &Timeline) -> Result<(), String> {
    let canvas = timeline.canvas;
    let pixels = u64::from(canvas.width) * u64::from(canvas.height);
    if pixels <= MOST_PIXELS {
        return Ok(());
    }
    Err(format!("a film of {} × {} pixels is larger than this server makes", canvas.width, canvas.height))
}
