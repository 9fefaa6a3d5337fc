//! What would be made of a spec: its pictures looked at, what cannot be used left out and named, the rest composed.

use std::path::PathBuf;

use crate::brief::{Brief, CaptionsFrom, Fit, Order};
use crate::director::{self, Face, Picture, Sound};
use crate::job::{Failure, JobSpec, Kind};
use crate::render::{self, Faces};
use crate::timeline::Timeline;

/// A film that could be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub timeline: Timeline,
    /// Files left out, each as a sentence.
    pub skipped: Vec<String>,
    /// What was asked for and cannot be, each as a sentence.
    pub notes: Vec<String>,
}

/// Looks at the head of every picture and composes. Fails if no picture is left, or if the settings contradict.
pub fn plan(spec: &JobSpec) -> Result<Plan, Failure> {
    plan_without(spec, &[], &mut Faces::default())
}

/// The same, leaving out the pictures that turned out bad, each with why. `faces` remembers what was seen on them.
pub(crate) fn plan_without(spec: &JobSpec, bad: &[(String, String)], faces: &mut Faces) -> Result<Plan, Failure> {
    if let Some(timeline) = spec.timeline.clone() {
        return if bad.is_empty() { Ok(laid_out(timeline)) } else { Err(nothing_to_replace(bad)) };
    }
    let mut skipped = spec.skipped.clone();
    skipped.extend(bad.iter().map(|(_, why)| why.clone()));
    let mut pictures = Vec::new();
    let dated = wants_dates(&spec.brief);
    for path in spec.pictures.iter().filter(|path| bad.iter().all(|(other, _)| other != *path)) {
        match render::probe(&spec.source.join(path), &settings(spec)) {
            Ok(facts) => pictures.push(Picture {
                path: path.clone(),
                width: facts.width,
                height: facts.height,
                taken: dated.then(|| render::taken(&spec.source.join(path), &settings(spec))).flatten(),
                faces: Vec::new(),
            }),
            Err(error) => skipped.push(sentence(&error)),
        }
    }
    if pictures.is_empty() {
        return Err(nothing_left(&skipped));
    }
    look_for_faces(spec, &mut pictures, faces);
    let sound = sound(spec, &mut skipped);
    let composed = director::compose(&spec.brief, &pictures, sound.as_ref())
        .map_err(|error| Failure::of(Kind::Input, &error, Some("change that setting or those words".to_owned())))?;
    let mut plan = Plan { timeline: composed.timeline, skipped, notes: composed.notes };
    leave_out_what_no_font_has(&mut plan);
    Ok(plan)
}

fn wants_dates(brief: &Brief) -> bool {
    matches!(brief.order, Some(Order::Date | Order::DateDesc)) || brief.captions_from == Some(CaptionsFrom::Date)
}

/// Only where a picture may be cut; one that stands whole loses nobody.
fn look_for_faces(spec: &JobSpec, pictures: &mut [Picture], faces: &mut Faces) {
    if matches!(spec.brief.fit, Some(Fit::Contain | Fit::Blur)) {
        return;
    }
    let paths: Vec<PathBuf> = pictures.iter().map(|picture| spec.source.join(&picture.path)).collect();
    faces.look(&paths, &settings(spec));
    let face = |face: &render::Face| Face { x: face.x, y: face.y, width: face.width, height: face.height };
    for (picture, path) in pictures.iter_mut().zip(&paths) {
        picture.faces = faces.of(path).iter().map(face).collect();
    }
}

/// Somebody has said of every moment what is seen in it.
fn laid_out(timeline: Timeline) -> Plan {
    let mut plan = Plan { timeline, skipped: Vec::new(), notes: Vec::new() };
    leave_out_what_no_font_has(&mut plan);
    plan
}

/// A title without its letters is no reason to make no film; it is said.
fn leave_out_what_no_font_has(plan: &mut Plan) {
    let (notes, mut fonts) = (&mut plan.notes, render::text::Fonts::default());
    plan.timeline.texts.retain(|title| {
        let (missing, anything_left) = fonts.missing(&title.text);
        if !missing.is_empty() {
            let letters: String = missing.into_iter().collect();
            notes.push(format!("no font on this machine has `{letters}`, so the title goes without"));
        }
        anything_left
    });
}

/// What the renderer may take from one file.
pub(crate) fn settings(spec: &JobSpec) -> render::Settings {
    render::Settings {
        max_megapixels: spec.limits.max_megapixels,
        max_file_mb: spec.limits.max_file_mb,
        ..render::Settings::default()
    }
}

/// The sound that lies there; music made here if there is none and words ask for some.
fn sound(spec: &JobSpec, skipped: &mut Vec<String>) -> Option<Sound> {
    let file = spec.sound.as_deref().and_then(|sound| match brought(spec, sound) {
        Ok(sound) => Some(sound),
        Err(error) => {
            skipped.push(sentence(&error));
            None
        }
    });
    file.or_else(|| made(&spec.brief))
}

fn brought(spec: &JobSpec, sound: &str) -> Result<Sound, render::sound::Error> {
    let path = spec.source.join(sound);
    let seconds = Some(render::sound::probe(&path)?);
    let usual = Sound { path: sound.to_owned(), seconds, ..Sound::default() };
    // Only where pictures are to follow them: to hear the beats, the whole piece is decoded.
    let heard = follows(&spec.brief).then(|| render::sound::beats(&path).ok().flatten()).flatten();
    Ok(match heard {
        Some(heard) => Sound { beats: heard.beats, seconds: heard.seconds.or(seconds), ..usual },
        None => usual,
    })
}

fn made(brief: &Brief) -> Option<Sound> {
    let mood = director::mood(brief)?;
    let beats = if follows(brief) { render::sound::pulse(mood) } else { Vec::new() };
    Some(Sound { made: Some(mood), beats, ..Sound::default() })
}

fn follows(brief: &Brief) -> bool {
    brief.beat_sync == Some(true) && brief.music != Some(false)
}

/// An error with its causes.
pub(crate) fn sentence(error: &dyn std::error::Error) -> String {
    Failure::of(Kind::Input, error, None).message
}

fn nothing_to_replace(bad: &[(String, String)]) -> Failure {
    let why: Vec<&str> = bad.iter().map(|(_, why)| why.as_str()).collect();
    let hint = "take it out of the timeline, or bring it again as a file that a picture viewer can show".to_owned();
    Failure { kind: Kind::Input, message: why.join("; "), hint: Some(hint) }
}

fn nothing_left(skipped: &[String]) -> Failure {
    Failure {
        kind: Kind::Input,
        message: format!("none of the pictures can be used: {}", skipped.join("; ")),
        hint: Some("open them in a picture viewer; replace those that it cannot show either".to_owned()),
    }
}
