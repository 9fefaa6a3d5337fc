//! What was asked for and cannot be: said, never dropped in silence.

use crate::brief::{Brief, CaptionsFrom, Codec, Format, Mood};
use crate::director::compose::canvas::Picture;
use crate::director::compose::sound::Sound;

/// Whole sentences for a person, lower case and without a full stop.
pub(crate) fn notes(brief: &Brief, pictures: &[Picture], sound: Option<&Sound>) -> Vec<String> {
    [
        kind(brief.format),
        coding(brief.codec),
        missing_sound(brief, sound),
        mood(brief, sound),
        beat(brief, sound),
        length(brief, sound),
        dates(brief, pictures),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn kind(format: Option<Format>) -> Option<String> {
    let other = format.filter(|format| *format != Format::Mp4)?;
    let name = format!("{other:?}").to_uppercase();
    Some(format!("not possible: {name}; the film is an MP4"))
}

fn coding(codec: Option<Codec>) -> Option<String> {
    let other = codec.filter(|codec| *codec != Codec::H264)?;
    Some(format!("not possible: {other:?}; the film is coded in H.264, which plays everywhere"))
}

fn missing_sound(brief: &Brief, sound: Option<&Sound>) -> Option<String> {
    (brief.music == Some(true) && sound.is_none())
        .then(|| "music was asked for, but there is no sound file in the folder".to_owned())
}

fn mood(brief: &Brief, sound: Option<&Sound>) -> Option<String> {
    let sound = sound?;
    if let Some(mood) = sound.made {
        return Some(made(mood));
    }
    let mood = brief.music_mood.filter(|_| brief.music != Some(false))?;
    let name = format!("{mood:?}").to_lowercase();
    Some(format!("not possible: choosing {name} music; `{}` from the folder is played", sound.path))
}

fn made(mood: Mood) -> String {
    let name = format!("{mood:?}").to_lowercase();
    let with = match mood {
        Mood::Rock => ", with acoustic guitars",
        _ => "",
    };
    format!("{name} music made by reeldrop{with} (no sound file in the folder)")
}

fn beat(brief: &Brief, sound: Option<&Sound>) -> Option<String> {
    let deaf = sound.is_none_or(|sound| sound.beats.is_empty());
    (brief.beat_sync == Some(true) && deaf)
        .then(|| "the pictures do not follow the beat: none was found in the music".to_owned())
}

fn length(brief: &Brief, sound: Option<&Sound>) -> Option<String> {
    let told =
        brief.total_seconds.map(|seconds| format!("the film takes {seconds} s, so it is not as long as the music"));
    if let Some(told) = told.filter(|_| brief.match_music == Some(true)) {
        return Some(told);
    }
    let unknown = sound.is_none_or(|sound| sound.seconds.is_none());
    let why = match sound.and_then(|sound| sound.made) {
        Some(_) => "reeldrop makes it as long as the film",
        None => "there is none whose length is known",
    };
    (brief.match_music == Some(true) && unknown).then(|| format!("the film cannot be as long as the music: {why}"))
}

fn dates(brief: &Brief, pictures: &[Picture]) -> Option<String> {
    let without = pictures.iter().filter(|picture| picture.taken.is_none()).count();
    (brief.captions_from == Some(CaptionsFrom::Date) && without > 0)
        .then(|| format!("{without} of {} pictures do not say when they were taken", pictures.len()))
}
