//! What would be made of a spec: its pictures looked at, what cannot be used left out and named, the rest composed.

use crate::backend::local::looking::{Word, look};
use crate::backend::local::question::Question;
use crate::backend::local::without::without;
use crate::backend::seen::{Seen, Survey};
use crate::director::{self, Face, Picture, Proof, Sound};
use crate::job::{Failure, JobSpec, Kind};
use crate::render;
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

/// Looks at what nobody has looked at yet, in this process: only for whoever may be brought down by a picture.
pub(crate) fn look_here(spec: &JobSpec, survey: &mut Survey) {
    let open = Question::of(spec).open(survey);
    for word in look(open) {
        if let Word::Seen(file, seen) = word {
            survey.add(file, seen);
        }
    }
}

/// Composes of what was seen, and opens no picture: what the survey does not know of is left out. Fails if no picture is
/// left, or if the settings contradict.
pub fn plan_seen(spec: &JobSpec, survey: &Survey) -> Result<Plan, Failure> {
    plan_without(spec, &[], survey)
}

/// The same, leaving out the pictures that turned out bad, each with why.
pub(crate) fn plan_without(spec: &JobSpec, bad: &[(String, String)], survey: &Survey) -> Result<Plan, Failure> {
    let mut skipped = spec.skipped.clone();
    skipped.extend(bad.iter().map(|(_, why)| why.clone()));
    if let Some(timeline) = &spec.timeline {
        let names: Vec<&str> = bad.iter().map(|(name, _)| name.as_str()).collect();
        let left = without(timeline, &names).ok_or_else(|| nothing_left(&skipped))?;
        return Ok(checked(Plan { timeline: left, skipped, notes: Vec::new() }));
    }
    let pictures = pictures(spec, bad, survey, &mut skipped);
    if pictures.is_empty() {
        return Err(nothing_left(&skipped));
    }
    let sound = sound(spec, survey, &mut skipped);
    let composed = director::compose(&spec.brief, &pictures, sound.as_ref())
        .map_err(|error| Failure::of(Kind::Input, &error, Some("change that setting or those words".to_owned())))?;
    let notes = spec.notes.iter().cloned().chain(composed.notes).collect();
    Ok(checked(Plan { timeline: composed.timeline, skipped, notes }))
}

fn pictures(spec: &JobSpec, bad: &[(String, String)], survey: &Survey, skipped: &mut Vec<String>) -> Vec<Picture> {
    let mut pictures = Vec::new();
    for path in spec.pictures.iter().filter(|path| bad.iter().all(|(other, _)| other != *path)) {
        match survey.of(path) {
            Some(Seen::Picture { width, height, taken, faces, proof }) => pictures.push(Picture {
                path: path.clone(),
                width: *width,
                height: *height,
                taken: taken.clone(),
                faces: faces.iter().flatten().map(face).collect(),
                proof: proof.as_ref().map(copied),
            }),
            Some(Seen::Bad { sentence, .. }) => skipped.push(sentence.clone()),
            Some(Seen::Sound { .. }) | None => skipped.push(format!("`{path}` was not looked at")),
        }
    }
    pictures
}

fn face(face: &render::Face) -> Face {
    Face { x: face.x, y: face.y, width: face.width, height: face.height }
}

fn copied(proof: &render::Proof) -> Proof {
    Proof { blur: proof.blur, slopes: proof.slopes.clone(), colour: proof.colour }
}

/// A title without its letters is no reason to make no film; it is said.
fn checked(mut plan: Plan) -> Plan {
    let (notes, mut fonts) = (&mut plan.notes, render::text::Fonts::default());
    plan.timeline.texts.retain(|title| {
        let (missing, anything_left) = fonts.missing(&title.text);
        if !missing.is_empty() {
            let letters: String = missing.into_iter().collect();
            notes.push(format!("no font on this machine has `{letters}`, so the title goes without"));
        }
        anything_left
    });
    plan
}

/// The sound that lies there; music made here if there is none and words ask for some.
fn sound(spec: &JobSpec, survey: &Survey, skipped: &mut Vec<String>) -> Option<Sound> {
    let brought = spec.sound.as_deref().and_then(|path| match survey.of(path) {
        Some(Seen::Sound { seconds, beats }) => {
            let beats = beats.clone().filter(|_| Question::of(spec).beats).unwrap_or_default();
            Some(Sound { path: path.to_owned(), seconds: Some(*seconds), beats, ..Sound::default() })
        }
        Some(Seen::Bad { sentence, .. }) => {
            skipped.push(sentence.clone());
            None
        }
        Some(Seen::Picture { .. }) | None => None,
    });
    brought.or_else(|| made(spec))
}

fn made(spec: &JobSpec) -> Option<Sound> {
    let mood = director::mood(&spec.brief)?;
    let beats = if Question::of(spec).beats { render::sound::pulse(mood) } else { Vec::new() };
    Some(Sound { made: Some(mood), beats, ..Sound::default() })
}

fn nothing_left(skipped: &[String]) -> Failure {
    Failure {
        kind: Kind::Input,
        message: format!("none of the pictures can be used: {}", skipped.join("; ")),
        hint: Some("open them in a picture viewer; replace those that it cannot show either".to_owned()),
    }
}
